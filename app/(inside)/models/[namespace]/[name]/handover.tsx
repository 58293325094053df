import { ActionForm } from '#components/form/action-form.tsx';
import { Submit } from '#components/form/submit.tsx';
import { TextAreaField, TextField } from '#components/form/text-field.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { HandoverRow, Ownership } from '#services/owners/read-ownership.ts';
import { answerHandoverAction, offerHandoverAction } from './ownership-actions.ts';

export interface ModelName {
  readonly namespace: string;
  readonly name: string;
}

export function ModelFields({ model }: { model: ModelName }) {
  return (
    <>
      <input type="hidden" name="namespace" value={model.namespace} />
      <input type="hidden" name="name" value={model.name} />
    </>
  );
}

export function OfferHandover({ model }: { model: ModelName }) {
  return (
    <Dialog
      small
      open="Hand over"
      title="Hand this model to another team"
      description="Nothing changes until somebody of that team accepts. From then on they register and ask, your pipelines do not reach it any more, and members of neither team approve it."
    >
      <ActionForm action={offerHandoverAction} className="space-y-3">
        <ModelFields model={model} />
        <TextField name="to" label="Team" hint="Its short name, as in manifests" autoComplete="off" required />
        <TextAreaField name="reason" label="Reason" hint="The other team reads it" required />
        <Submit>Offer the model</Submit>
      </ActionForm>
    </Dialog>
  );
}

/** An offer that waits, with what the reader can do about it. */
export function Offer({ offer, owned }: { offer: HandoverRow; owned: Ownership }) {
  const { answer, cancel } = owned.refusals;
  return (
    <Notice tone="accent">
      <p>
        Offered to team {offer.to} by <SafeText text={offer.offeredBy} />, <TimeText at={offer.offeredAt} />:{' '}
        <SafeText text={offer.reason} />
      </p>
      {answer !== null && cancel !== null ? (
        <p className="mt-1">A member of {offer.to} accepts or declines it.</p>
      ) : (
        <ActionForm action={answerHandoverAction} className="mt-2 space-y-2">
          <input type="hidden" name="id" value={offer.id} />
          {answer === null ? (
            <p>
              If you accept, your team answers for the model, and nobody who belonged to either team since a version was
              registered approves that version. Their approvals are void.
            </p>
          ) : null}
          <div className="flex flex-wrap gap-2">
            {answer === null ? (
              <>
                <Submit small name="answer" value="accept">
                  Accept
                </Submit>
                <Submit small variant="plain" name="answer" value="decline">
                  Decline
                </Submit>
              </>
            ) : null}
            {cancel === null ? (
              <Submit small variant="plain" name="answer" value="cancel">
                Cancel the offer
              </Submit>
            ) : null}
          </div>
        </ActionForm>
      )}
    </Notice>
  );
}
