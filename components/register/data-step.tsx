'use client';
import { Plus, Trash2 } from 'lucide-react';
import { useFieldArray, useFormContext, useWatch } from 'react-hook-form';
import { Button } from '#components/ui/button.tsx';
import { BLANK_DATASET, BLANK_MEASUREMENT, ROLE_WORDS } from '#domain/manifest/form.ts';
import { questionsWithoutRow } from '#domain/manifest/form-draft.ts';
import type { WizardContent } from './content.ts';
import { PartNotes } from './field-notes.tsx';
import { FieldGroup, StepFrame } from './step-frame.tsx';
import { fieldIdOf } from './steps.ts';
import { Names } from './tags-field.tsx';
import { Either, Select, Text } from './wizard-fields.tsx';

export function DataStep() {
  const kind = useWatch<WizardContent, 'dataKind'>({ name: 'dataKind' });
  return (
    <StepFrame
      title="Data"
      lead="What went into it, and what was measured. From tier high on, production asks for place, digest, licence and tags of every dataset."
    >
      <FieldGroup id={fieldIdOf('/data')} title="Data">
        <Either
          name="dataKind"
          legend="Was data used?"
          choices={[
            ['list', 'Yes, these datasets'],
            ['none', 'No, for a reason'],
          ]}
        />
        <PartNotes at="/data" />
        {kind === 'none' ? <Text at="/data/none" label="Why there is no data" /> : null}
      </FieldGroup>
      {kind === 'none' ? null : <Datasets />}
      <Measurements />
    </StepFrame>
  );
}

function Datasets() {
  const { control, getValues, setValue } = useFormContext<WizardContent>();
  const { fields, append, remove } = useFieldArray({ control, name: 'data' as never });
  const takeOut = (index: number) => {
    setValue('questions', questionsWithoutRow(getValues('questions'), 'data', index) as never);
    remove(index);
  };
  return (
    <>
      {fields.map(({ id }, index) => (
        <FieldGroup
          key={id}
          id={fieldIdOf(`/data/${index}`)}
          title={<DatasetTitle index={index} />}
          actions={
            <Button small variant="quiet" onClick={() => takeOut(index)}>
              <Trash2 aria-hidden className="size-3.5" />
              Take out<span className="sr-only"> dataset {index + 1}</span>
            </Button>
          }
        >
          <PartNotes at={`/data/${index}`} />
          <div className="grid gap-4 sm:grid-cols-2">
            <Text at={`/data/${index}/name`} label="Name" />
            <Select at={`/data/${index}/role`} label="Used for" empty="choose" choices={ROLE_WORDS} />
            <Text at={`/data/${index}/uri`} label="Where it is" hint="Recorded, never opened by Countersign." />
            <Text at={`/data/${index}/license`} label="Licence" />
            <Names at={`/data/${index}/classification`} label="Tags" hint="Such as customer-data, public-data." />
            <Text at={`/data/${index}/digest`} label="Digest" placeholder="sha256:…" className="font-mono text-xs" />
          </div>
        </FieldGroup>
      ))}
      <div>
        <Button onClick={() => append({ ...BLANK_DATASET } as never)}>
          <Plus aria-hidden className="size-4" />
          Add a dataset
        </Button>
      </div>
    </>
  );
}

function DatasetTitle({ index }: { index: number }) {
  const name = useWatch({ name: `data.${index}.name` }) as string | undefined;
  return <bdi>{name ? `Dataset ${index + 1}: ${name}` : `Dataset ${index + 1}`}</bdi>;
}

function Measurements() {
  const { control } = useFormContext<WizardContent>();
  const { fields, append, remove } = useFieldArray({ control, name: 'evaluation' as never });
  return (
    <FieldGroup
      id={fieldIdOf('/evaluation')}
      title="Evaluation"
      hint="Optional. What was measured; the policy holds the thresholds, and reports are attached as evidence."
    >
      {fields.map(({ id }, index) => (
        <div key={id} className="border-line grid gap-3 border-b pb-3 sm:grid-cols-[1fr_1fr_1fr]">
          <Text at={`/evaluation/${index}/suite`} label="Suite" />
          <Text at={`/evaluation/${index}/metric`} label="Metric" />
          <Text at={`/evaluation/${index}/value`} label="Value" inputMode="decimal" />
          <div className="flex items-end gap-3 sm:col-span-3">
            <div className="min-w-0 grow">
              <Text at={`/evaluation/${index}/report`} label="Report" hint="A path or a URL; may be left empty." />
            </div>
            <Button small variant="quiet" className="mb-7" onClick={() => remove(index)}>
              <Trash2 aria-hidden className="size-3.5" />
              Take out<span className="sr-only"> measurement {index + 1}</span>
            </Button>
          </div>
        </div>
      ))}
      <div>
        <Button small onClick={() => append({ ...BLANK_MEASUREMENT } as never)}>
          <Plus aria-hidden className="size-4" />
          Add a measurement
        </Button>
      </div>
    </FieldGroup>
  );
}
