import { UserPlus } from 'lucide-react';
import { ActionForm } from '#components/form/action-form.tsx';
import { FormDone } from '#components/form/form-done.tsx';
import { SecretOnce } from '#components/form/secret-once.tsx';
import { Submit } from '#components/form/submit.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { createPersonAction } from './actions.ts';

export function AddPerson({ trial }: { trial: boolean }) {
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
      description={
        trial
          ? 'Makes a local account. Give roles and teams afterwards.'
          : 'People of the sign-in provider appear by themselves when they sign in. A local account approves nothing here, and another administrator has to confirm it.'
      }
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
        <Submit>{trial ? 'Create the account' : 'Propose the account'}</Submit>
        <FormDone />
        <SecretOnce label="One-time password">
          The account is ready. Hand over this password; it is shown this once and has to be changed at the first
          sign-in.
        </SecretOnce>
      </ActionForm>
    </Dialog>
  );
}
