import { ActionForm } from '#components/form/action-form.tsx';
import { FormDone } from '#components/form/form-done.tsx';
import { SecretOnce } from '#components/form/secret-once.tsx';
import { Submit } from '#components/form/submit.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { disableWebhookAction, rotateWebhookAction, testWebhookAction } from '../actions.ts';

export function WebhookActions({ id }: { id: string }) {
  return (
    <>
      <ActionForm action={testWebhookAction} className="flex flex-wrap items-center gap-2">
        <FormDone />
        <input type="hidden" name="id" value={id} />
        <Submit small variant="plain">
          Send a test message
        </Submit>
      </ActionForm>
      <Dialog
        small
        open="Rotate the secret"
        title="Rotate the secret?"
        description="Messages are signed with the new one at once, and with the old one as well for 24 hours, so that the receiver can change over."
      >
        <ActionForm action={rotateWebhookAction} className="space-y-3">
          <input type="hidden" name="id" value={id} />
          <Submit>Rotate the secret</Submit>
          <SecretOnce label="New signing secret">Give it to the receiver. It is shown this once.</SecretOnce>
        </ActionForm>
      </Dialog>
      <Dialog
        small
        open="Disable"
        title="Disable this webhook?"
        description="Nothing more is sent, what waits included. This cannot be undone; another can be made."
      >
        <ActionForm action={disableWebhookAction}>
          <input type="hidden" name="id" value={id} />
          <Submit variant="danger">Disable the webhook</Submit>
        </ActionForm>
      </Dialog>
    </>
  );
}
