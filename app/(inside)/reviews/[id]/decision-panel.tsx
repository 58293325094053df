import { ActionForm } from '#components/form/action-form.tsx';
import { SelectField } from '#components/form/choice-fields.tsx';
import { ConfirmLink } from '#components/form/confirm-link.tsx';
import { FormDone } from '#components/form/form-done.tsx';
import { Submit } from '#components/form/submit.tsx';
import { TextAreaField, TextField } from '#components/form/text-field.tsx';
import { DigestText } from '#components/gate/digest-text.tsx';
import { RequirementList } from '#components/gate/requirement-list.tsx';
import { requirementSummary } from '#components/gate/requirement-table.tsx';
import { roleLabel } from '#components/gate/role-labels.ts';
import { SafeText } from '#components/gate/safe-text.tsx';
import { shortDigest } from '#components/gate/short-digest.ts';
import { OutcomeMark } from '#components/gate/status-mark.tsx';
import { VerdictButtons } from '#components/gate/verdict-buttons.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/section.tsx';
import type { ReviewView } from '#services/reviews/read.ts';
import { decideReviewAction, withdrawAction } from './actions.ts';

/** Requirements, quorum and the decision, beside what is decided on, in sight all the time. */
export function DecisionPanel({
  review,
  mine,
}: {
  review: ReviewView /** belongs to the owning team */;
  mine: boolean;
}) {
  const { decision } = review;
  const slots = decision.requirements.filter(({ id }) => id.startsWith('approval:'));
  const rest = decision.requirements.filter(({ id }) => !id.startsWith('approval:'));
  const approved = review.verdicts.some(
    ({ mine, verdict, withdrawnAt }) => mine && verdict === 'approve' && withdrawnAt === null,
  );
  return (
    <div className="grid min-w-0 gap-4 lg:sticky lg:top-16 lg:max-h-[calc(100dvh-5rem)] lg:overflow-y-auto">
      <Section title="Decision" actions={<OutcomeMark outcome={decision.outcome} />}>
        <p className="text-ink-muted text-sm">What is approved, named by its content digest:</p>
        <p className="mb-3">
          <DigestText digest={review.contentDigest} full />
        </p>
        {review.refusal === null ? (
          <VerdictForm review={review} />
        ) : (
          <Notice tone={approved ? 'ok' : 'neutral'}>
            {approved ? '' : 'You cannot decide: '}
            <SafeText text={review.refusal} />.{' '}
            {review.parts.some(({ refusal }) => refusal?.code === 'step-up') && !approved ? <ConfirmLink /> : null}
          </Notice>
        )}
        {/* Stays when the approval has gone: what it took with it is still to be said. */}
        <ActionForm action={withdrawAction} className="mt-3 space-y-2">
          {approved ? (
            <>
              <input type="hidden" name="reviewId" value={review.id} />
              <Submit variant="plain" small>
                Withdraw my approval
              </Submit>
              <p className="text-ink-muted text-sm">Revokes every token that rests on it.</p>
            </>
          ) : (
            <FormDone />
          )}
        </ActionForm>
      </Section>
      <Section title="Approvals" hint={slots.length === 0 ? 'none needed' : requirementSummary(slots)}>
        <RequirementList requirements={slots} />
      </Section>
      <Section title="Requirements" hint={requirementSummary(rest)}>
        <RequirementList requirements={rest} ask={mine ? review : null} />
      </Section>
    </div>
  );
}

function VerdictForm({ review }: { review: ReviewView }) {
  const parts = review.parts.filter(({ refusal }) => refusal === null);
  const [first] = parts;
  return (
    // Other content is another form: what was typed to confirm the old must not stand under the new.
    <ActionForm key={review.contentDigest} action={decideReviewAction} className="space-y-3">
      <input type="hidden" name="reviewId" value={review.id} />
      <input type="hidden" name="contentDigest" value={review.contentDigest} />
      {parts.length > 1 ? (
        <SelectField
          name="capacity"
          label="As"
          choices={parts.map(({ capacity }) => ({ value: capacity, label: roleLabel(capacity) }))}
          initial={first?.capacity ?? ''}
        />
      ) : (
        <p className="text-sm">
          You decide as <strong>{roleLabel(first?.capacity ?? 'reviewer').toLowerCase()}</strong>.
        </p>
      )}
      <TextAreaField name="comment" label="Comment" hint="Needed to request changes and to reject" />
      <TextField
        name="confirmation"
        label={`To approve, type ${shortDigest(review.contentDigest)}`}
        hint="The beginning of the content digest above"
        autoComplete="off"
        spellCheck={false}
        className="font-mono"
      />
      <VerdictButtons />
      <FormDone />
    </ActionForm>
  );
}
