import { UserPlus } from 'lucide-react';
import { ActionForm } from '#components/form/action-form.tsx';
import { SecretOnce } from '#components/form/secret-once.tsx';
import { Submit } from '#components/form/submit.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { createPersonAction } from './actions.ts';

export function AddPerson() {
  return (
    <Dialog
      variant="primary"
      open={
        <>
          <UserPlus aria-hidden className="size-4" />
          Add a person
        </>
      }
      title="Add a person"
      description="Makes a local account. Give roles and teams afterwards."
    >
      <ActionForm action={createPersonAction} className="space-y-3">
        <TextField name="name" label="Name" autoComplete="off" required />
        <TextField
          name="email"
          label="E-mail address"
          type="email"
          autoComplete="off"
          hint="Commits under this address count as this person's."
          required
        />
        <Submit>Create the account</Submit>
        <SecretOnce label="One-time password">
          The account is ready. Hand over this password; it is shown this once and has to be changed at the first
          sign-in.
        </SecretOnce>
      </ActionForm>
    </Dialog>
  );
}
