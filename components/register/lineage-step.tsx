'use client';
import { Plus, Trash2 } from 'lucide-react';
import { useFieldArray, useFormContext, useWatch } from 'react-hook-form';
import { Button } from '#components/ui/button.tsx';
import { BLANK_PARENT, RELATION_WORDS } from '#domain/manifest/form.ts';
import { questionsWithoutRow } from '#domain/manifest/form-draft.ts';
import type { WizardContent } from './content.ts';
import { PartNotes } from './field-notes.tsx';
import { FieldGroup, StepFrame } from './step-frame.tsx';
import { fieldIdOf } from './steps.ts';
import { useWizard } from './wizard-context.ts';
import { Either, Select, Text } from './wizard-fields.tsx';

export function LineageStep() {
  const kind = useWatch<WizardContent, 'lineageKind'>({ name: 'lineageKind' });
  return (
    <StepFrame
      title="Lineage"
      lead="What it was made from. A fine-tune, adapter, merge or export is an asset of its own: nothing is inherited but restrictions."
    >
      <FieldGroup id={fieldIdOf('/lineage')} title="Models it was made from">
        <Either
          name="lineageKind"
          legend="Was it made from other models?"
          choices={[
            ['list', 'Yes, from these'],
            ['from-scratch', 'No, from scratch'],
          ]}
        />
        <PartNotes at="/lineage" />
        {kind === 'list' ? <Parents /> : null}
      </FieldGroup>
    </StepFrame>
  );
}

function Parents() {
  const { choices } = useWizard();
  const { control, getValues, setValue } = useFormContext<WizardContent>();
  const { fields, append, remove } = useFieldArray({ control, name: 'lineage' as never });
  const takeOut = (index: number) => {
    setValue('questions', questionsWithoutRow(getValues('questions'), 'lineage', index) as never);
    remove(index);
  };
  return (
    <>
      {fields.map(({ id }, index) => (
        <div
          key={id}
          id={fieldIdOf(`/lineage/${index}`)}
          role="group"
          tabIndex={-1}
          aria-label={`Base ${index + 1}`}
          className="border-line grid gap-3 border-b pb-3"
        >
          <PartNotes at={`/lineage/${index}`} />
          <Text
            at={`/lineage/${index}/parent`}
            label="Base"
            suggestions={choices.versions}
            hint="namespace/name@version, or hf:org/name@commit for one on Hugging Face."
          />
          <div className="flex flex-wrap items-end gap-3">
            <div className="min-w-52 grow">
              <Select
                at={`/lineage/${index}/relation`}
                label="This version is"
                empty="choose"
                choices={RELATION_WORDS}
              />
            </div>
            <Button small variant="quiet" onClick={() => takeOut(index)}>
              <Trash2 aria-hidden className="size-3.5" />
              Take out<span className="sr-only"> base {index + 1}</span>
            </Button>
          </div>
        </div>
      ))}
      <div>
        <Button onClick={() => append({ ...BLANK_PARENT } as never)}>
          <Plus aria-hidden className="size-4" />
          Add a base
        </Button>
      </div>
    </>
  );
}
