import { FileCheck } from 'lucide-react';
import { ActionForm } from '#components/form/action-form.tsx';
import { SelectField } from '#components/form/choice-fields.tsx';
import { FileField } from '#components/form/file-field.tsx';
import { FormDone } from '#components/form/form-done.tsx';
import { Submit } from '#components/form/submit.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { EvidenceTable } from '#components/gate/evidence-table.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Section } from '#components/ui/section.tsx';
import type { VersionView } from '#services/versions/read-version.ts';
import { attachEvidenceAction } from './actions.ts';

const TYPES = [
  { value: 'evaluation', label: 'Evaluation report' },
  { value: 'scan', label: 'Scan of the artifact' },
  { value: 'document', label: 'Document' },
] as const;

export function EvidenceSection({ version }: { version: VersionView }) {
  return (
    <Section
      title="Evidence"
      hint="Stored by digest, bound to these bytes"
      flush
      actions={version.mine ? <Attach reference={version.ref} /> : null}
    >
      {version.evidence.length === 0 ? (
        <EmptyState icon={FileCheck} title="No evidence">
          Evaluation reports, scans and documents about these bytes stand here.
        </EmptyState>
      ) : (
        <EvidenceTable rows={version.evidence} />
      )}
    </Section>
  );
}

function Attach({ reference }: { reference: string }) {
  return (
    <Dialog
      small
      open="Attach evidence"
      title="Attach evidence"
      description="Approvals given before it are on other content, and void. Who supplies evidence cannot approve."
    >
      <ActionForm action={attachEvidenceAction} className="space-y-3">
        <input type="hidden" name="ref" value={reference} />
        <SelectField name="type" label="What it is" choices={TYPES} initial="evaluation" />
        <FileField name="file" label="File" hint="At most 25 MB" />
        <TextField
          name="producer"
          label="Made by"
          hint="Tool and version, such as picklescan 0.0.30"
          autoComplete="off"
        />
        <Submit>Attach</Submit>
        <FormDone />
      </ActionForm>
    </Dialog>
  );
}
