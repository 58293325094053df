'use client';
import { useFormContext, useWatch } from 'react-hook-form';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { ArtifactDrop } from './artifact-drop.tsx';
import type { WizardContent } from './content.ts';
import { PartNotes } from './field-notes.tsx';
import { MeasuredSummary } from './measured-summary.tsx';
import { PasteDigest } from './paste-digest.tsx';
import { FieldGroup, StepFrame } from './step-frame.tsx';
import { fieldIdOf } from './steps.ts';
import type { Measurer } from './use-measuring.ts';
import { Text } from './wizard-fields.tsx';

export function ArtifactStep({ measurer }: { measurer: Measurer }) {
  const { setValue } = useFormContext<WizardContent>();
  const measured = useWatch<WizardContent, 'measured'>({ name: 'measured' });
  const path = useWatch<WizardContent, 'artifact.path'>({ name: 'artifact.path' }) || './model';
  return (
    <StepFrame
      title="Artifact"
      lead="The exact files. They are read and hashed here, in your browser; names, sizes and hashes are all that is sent."
    >
      <FieldGroup id={fieldIdOf('/files')} title="Files">
        <PartNotes at="/files" />
        <PartNotes at="/digest" />
        <ArtifactDrop measurer={measurer} measured={measured !== null} />
        {measured ? <MeasuredSummary measured={measured} /> : null}
        <details>
          <summary className="link w-fit cursor-pointer text-sm">Measure on the command line instead</summary>
          <div className="mt-3 space-y-3">
            <p className="text-ink-muted text-sm">
              For artifacts that are not on this machine, and the one way to see symlinks and special files.
            </p>
            <CodeBlock label="command" text={`countersign digest --json ${path} > files.json`} />
            <PasteDigest onRead={(read) => setValue('measured', read as never, { shouldDirty: true })} />
          </div>
        </details>
      </FieldGroup>
      <FieldGroup id={fieldIdOf('/artifact')} title="In the repository">
        <PartNotes at="/artifact" />
        <Text
          at="/artifact/path"
          label="Path"
          placeholder="./model"
          hint="The folder or file, relative to countersign.yaml. Where the pipeline finds what you measured here."
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <Text at="/source/repository" label="Source repository" placeholder="https://…" />
          <Text at="/source/commit" label="Commit" className="font-mono text-xs" hint="All 40 or 64 digits." />
        </div>
        <PartNotes at="/source" />
        <Text
          at="/committers"
          label="Committers"
          hint="E-mail addresses of everybody who committed since the last approved version. Without them “committers known” stays unknown."
        />
      </FieldGroup>
    </StepFrame>
  );
}
