import { ActionForm } from '#components/form/action-form.tsx';
import { DropTextField } from '#components/form/drop-text-field.tsx';
import { Submit } from '#components/form/submit.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { Section } from '#components/ui/section.tsx';
import { registerAction } from './actions.ts';

const MANIFEST_BYTES = 1_048_576;
const LIST_BYTES = 24 * 1_048_576;

/** The last resort, and what works without a script: a manifest and the command's output, as they are. */
export function PlainForm() {
  return (
    <ActionForm action={registerAction} className="grid gap-4 lg:grid-cols-2" label="Register a version">
      <Section title="1. Manifest" hint="countersign.yaml from the model’s repository">
        <DropTextField
          name="manifest"
          label="Manifest"
          rows={18}
          maxBytes={MANIFEST_BYTES}
          hint="Every problem in it is listed at once, with its line and column."
        />
      </Section>
      <Section title="2. Files" hint="Nothing is uploaded: names, sizes and hashes only">
        <div className="space-y-3">
          <CodeBlock label="command" text="countersign digest --json ./model > files.json" />
          <DropTextField name="files" label="Output of the command" rows={10} maxBytes={LIST_BYTES} />
          <TextField
            name="committers"
            label="Committers"
            autoComplete="off"
            hint="E-mail addresses of everybody who committed since the last approved version. Without them “committers known” stays unknown."
          />
        </div>
      </Section>
      <div className="flex items-center gap-3 lg:col-span-2">
        <Submit>Register</Submit>
        <p className="text-ink-muted text-sm">Who registers a version cannot approve it.</p>
      </div>
    </ActionForm>
  );
}
