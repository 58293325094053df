import { SafeText } from '#components/gate/safe-text.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { ReviewView } from '#services/reviews/read.ts';

/** What one has to know about the state of the review before anything else on the page. */
export function StandingNotices({ review }: { review: ReviewView }) {
  const forbidden = review.decision.requirements.some(({ id, status }) => id === 'not-forbidden' && status === 'unmet');
  return (
    <>
      {review.superseded ? <Notice>A newer review of this version holds. This one is kept as it ended.</Notice> : null}
      {review.closedBecause === null ? null : (
        <Notice>
          Closed, because the version was retired or revoked: <SafeText text={review.closedBecause} kind="block" />
        </Notice>
      )}
      {review.lapsed ? (
        <Notice tone="warn">
          {forbidden
            ? 'It was approved, and the version was retired or revoked since, or its bytes were: nothing lets it in any more.'
            : 'It was approved, and does not hold any more: approvals ran out, were given on other content, or something that is required is not met. No token is issued until it is asked for and approved again.'}
        </Notice>
      ) : null}
      {review.state === 'changes-requested' ? (
        <Notice tone="warn">
          {review.unchangedSinceSentBack
            ? 'Changes were requested, and the content is still the one that was sent back: asking again changes nothing. It opens again when the owner changes it and asks.'
            : 'Changes were requested, and the content has changed since. It opens again when its owner or pipeline asks for the promotion.'}
        </Notice>
      ) : null}
    </>
  );
}
