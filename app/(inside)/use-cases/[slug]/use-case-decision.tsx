import { ActionForm } from '#components/form/action-form.tsx';
import { FormDone } from '#components/form/form-done.tsx';
import { Submit } from '#components/form/submit.tsx';
import { TextAreaField } from '#components/form/text-field.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/section.tsx';
import type { UseCaseVersionView } from '#services/use-cases/read.ts';
import { decideUseCaseAction } from '../actions.ts';

/** The decision where it belongs: beside what it is about, or the reason why it is not yours. */
export function UseCaseDecision({
  slug,
  version,
  refusal,
}: {
  slug: string;
  version: UseCaseVersionView;
  refusal: string | null;
}) {
  if (version.state !== 'submitted') {
    return (
      <Section title="Decision">
        <p className="text-sm">
          {version.state} by <SafeText text={version.decidedBy ?? 'nobody'} />
          {version.decidedAt ? (
            <>
              , <TimeText at={version.decidedAt} />
            </>
          ) : null}
        </p>
        {version.comment ? (
          <p className="mt-2 text-sm whitespace-pre-wrap">
            <SafeText text={version.comment} kind="block" />
          </p>
        ) : null}
      </Section>
    );
  }
  return (
    <Section title="Decision" hint="Needs a risk reviewer outside the owning team">
      {refusal ? (
        <Notice tone="neutral">You cannot decide on it: {refusal}.</Notice>
      ) : (
        <ActionForm action={decideUseCaseAction} className="space-y-3">
          <input type="hidden" name="slug" value={slug} />
          <input type="hidden" name="version" value={version.number} />
          <TextAreaField name="comment" label="Comment" hint="Needed to reject" />
          <div className="flex gap-2">
            <Submit name="verdict" value="approve">
              Approve v{version.number}
            </Submit>
            <Submit name="verdict" value="reject" variant="plain">
              Reject
            </Submit>
          </div>
          <FormDone />
        </ActionForm>
      )}
    </Section>
  );
}
