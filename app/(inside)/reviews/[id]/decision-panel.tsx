import { ActionForm } from '#components/form/action-form.tsx';
import { SelectField } from '#components/form/choice-fields.tsx';
import { ConfirmSubmit } from '#components/form/confirm-submit.tsx';
import { FormDone } from '#components/form/form-done.tsx';
import { TextAreaField, TextField } from '#components/form/text-field.tsx';
import { DigestText } from '#components/gate/digest-text.tsx';
import { RefusalList } from '#components/gate/refusal-list.tsx';
import { RequirementList } from '#components/gate/requirement-list.tsx';
import { requirementSummary } from '#components/gate/requirement-table.tsx';
import { roleLabel } from '#components/gate/role-labels.ts';
import { SafeText } from '#components/gate/safe-text.tsx';
import { SeatList } from '#components/gate/seat-list.tsx';
import { shortDigest } from '#components/gate/short-digest.ts';
import { OutcomeMark } from '#components/gate/status-mark.tsx';
import { VerdictButtons } from '#components/gate/verdict-buttons.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/section.tsx';
import type { ReviewView } from '#services/reviews/read.ts';
import type { ReviewPage } from '#services/reviews/read-page.ts';
import { decideReviewAction, withdrawAction } from './actions.ts';

/**
 * Requirements, quorum and the decision, beside what is decided on, in sight all the time.
 * @param mine whether the reader belongs to the owning team, and so may ask for exemptions
 */
export function DecisionPanel({ page, mine }: { page: ReviewPage; mine: boolean }) {
  const { review, seats } = page;
  const { decision } = review;
  const rest = decision.requirements.filter(({ id }) => !id.startsWith('approval:'));
  const by = new Map(review.verdicts.map(({ id, person }) => [id, person]));
  const open = seats.filter(({ approvalId }) => approvalId === null).length;
  return (
    <div className="grid min-w-0 gap-4 lg:sticky lg:top-16 lg:max-h-[calc(100dvh-5rem)] lg:overflow-y-auto">
      <Section id="decision" title="Decision" actions={<OutcomeMark outcome={decision.outcome} />}>
        <p className="text-ink-muted text-sm">What is approved, named by its content digest:</p>
        <p className="mb-3">
          <DigestText digest={review.contentDigest} full />
        </p>
        {review.trial ? (
          <p className="text-ink-muted mb-3 text-xs">
            Trial mode: local accounts may approve, and every token says so. Only a trust file that accepts trial takes
            it.
          </p>
        ) : null}
        <MineVoid review={review} />
        {review.refusal === null ? <VerdictForm review={review} /> : <Refusal review={review} />}
        <Withdrawal page={page} />
      </Section>
      {review.over ? null : (
        <Section title="Approvals" hint={seats.length === 0 ? 'none needed' : `${open} of ${seats.length} open`}>
          <SeatList
            seats={seats.map(({ id, approvalId, could, more }) => ({
              id,
              by: approvalId === null ? null : (by.get(approvalId) ?? 'somebody'),
              could,
              more,
            }))}
          />
        </Section>
      )}
      <Section title="Requirements" hint={requirementSummary(rest)}>
        <RequirementList requirements={rest} ask={mine ? review : null} />
      </Section>
    </div>
  );
}

/** An approval that the reader gave and that stopped counting, said where it is given again. */
function MineVoid({ review: { verdicts, over } }: { review: ReviewView }) {
  const given = verdicts.filter((one) => one.mine && one.verdict === 'approve' && one.withdrawnAt === null);
  const last = given.at(-1);
  if (over || !last || given.some(({ standing }) => standing.counts)) return null;
  return (
    <div className="mb-3">
      <Notice tone="warn">
        Your approval does not count any more{last.standing.reason ? ': ' : '.'}
        {last.standing.reason ? <SafeText text={`${last.standing.reason}.`} /> : null}
      </Notice>
    </div>
  );
}

function Refusal({ review }: { review: ReviewView }) {
  const approved = review.verdicts.some((one) => one.mine && one.standing.counts);
  const barred = review.parts.filter(({ refusal }) => refusal !== null);
  const mayNot = !approved && !review.superseded && barred.length > 0 && barred.length === review.parts.length;
  const onlyConfirm = mayNot && barred.some(({ refusals }) => refusals.every(({ code }) => code === 'step-up'));
  return (
    <Notice tone={approved ? 'ok' : 'neutral'}>
      {approved ? '' : onlyConfirm ? 'Before you decide: ' : 'You cannot decide: '}
      {mayNot ? <RefusalList parts={barred} /> : <SafeText text={`${review.refusal ?? ''}.`} />}
    </Notice>
  );
}

/** Stays when the approval has gone: what it took with it is still to be said. */
function Withdrawal({ page: { review, restingOnMine } }: { page: ReviewPage }) {
  const mine = review.verdicts.some((one) => one.mine && one.verdict === 'approve' && one.withdrawnAt === null);
  return (
    <ActionForm action={withdrawAction} className="mt-3 space-y-2" label="Withdraw my approval">
      {mine ? (
        <>
          <input type="hidden" name="reviewId" value={review.id} />
          <ConfirmSubmit label="Withdraw my approval" confirm="Withdraw it">
            {restingOnMine === 0
              ? 'No live token rests on it. The review waits for an approval again.'
              : `${restingOnMine === 1 ? 'One live token rests' : `${restingOnMine} live tokens rest`} on it and will be revoked at once. Whoever deploys with ${restingOnMine === 1 ? 'it' : 'them'} is refused.`}
          </ConfirmSubmit>
        </>
      ) : (
        <FormDone />
      )}
    </ActionForm>
  );
}

function VerdictForm({ review }: { review: ReviewView }) {
  const parts = review.parts.filter(({ refusal }) => refusal === null);
  const [first] = parts;
  return (
    <ActionForm action={decideReviewAction} className="space-y-3" label="Decide">
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
      <TextAreaField name="comment" label="Comment" hint="Needed to request changes and to reject" maxLength={5000} />
      <TextField
        // Other content is another confirmation: what was typed for the old must not stand under the new. The comment stays.
        key={review.contentDigest}
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
