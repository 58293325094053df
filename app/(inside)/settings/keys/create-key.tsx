import { ActionForm } from '#components/form/action-form.tsx';
import { SelectField } from '#components/form/choice-fields.tsx';
import { SecretOnce } from '#components/form/secret-once.tsx';
import { Submit } from '#components/form/submit.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { UntilDone } from '#components/form/until-done.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { createKeyAction } from './actions.ts';

export function CreateKey({ teams }: { teams: readonly string[] }) {
  return (
    <Dialog
      variant="primary"
      open="Create a key"
      title="Create a pipeline key"
      description="With it a pipeline registers versions and asks for promotion. It approves nothing and makes no keys, and what it does counts as yours."
    >
      <ActionForm action={createKeyAction} className="space-y-3">
        <UntilDone>
          <TextField name="name" label="Name" hint="The pipeline that will hold it" autoComplete="off" required />
          <SelectField
            name="team"
            label="Team"
            choices={teams.map((slug) => ({ value: slug, label: slug }))}
            initial={teams.length === 1 ? (teams[0] ?? '') : ''}
            empty="Choose"
          />
          <TextField
            name="models"
            label="Models"
            hint="Each as namespace/name, or namespace/*, with spaces between"
            autoComplete="off"
            required
          />
          <TextField
            name="environments"
            label="Environments"
            defaultValue="staging production"
            hint="With spaces between"
            autoComplete="off"
            required
          />
          <TextField
            name="days"
            label="Days it lasts"
            type="number"
            min={1}
            max={90}
            defaultValue="30"
            hint="At most 90"
            required
          />
          <Submit>Create the key</Submit>
        </UntilDone>
        <SecretOnce label="Pipeline key">
          Store it as COUNTERSIGN_TOKEN in the pipeline’s secrets. It is shown this once; only its hash is kept.
        </SecretOnce>
      </ActionForm>
    </Dialog>
  );
}
