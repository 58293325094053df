import { ActionForm } from '#components/form/action-form.tsx';
import { SecretOnce } from '#components/form/secret-once.tsx';
import { Submit } from '#components/form/submit.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { UntilDone } from '#components/form/until-done.tsx';
import { KindBoxes } from '#components/gate/kind-boxes.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { createWebhookAction } from './actions.ts';

export function CreateWebhook() {
  return (
    <Dialog
      variant="primary"
      open="Add a webhook"
      title="Add a webhook"
      description="Messages hold ids, references and links, no personal data, and are signed as Standard Webhooks says."
    >
      <ActionForm action={createWebhookAction} className="space-y-3">
        <UntilDone>
          <TextField name="name" label="Name" hint="What receives it" autoComplete="off" required />
          <TextField
            name="url"
            label="Address"
            type="url"
            placeholder="https://hooks.example.com/countersign"
            hint="https, on the public internet. Redirects are not followed"
            autoComplete="off"
            required
          />
          <KindBoxes name="kinds" label="What is sent" />
          <Submit>Add the webhook</Submit>
        </UntilDone>
        <SecretOnce label="Signing secret">
          Give it to the receiver, which verifies signatures with it. It is shown this once and kept sealed.
        </SecretOnce>
      </ActionForm>
    </Dialog>
  );
}
