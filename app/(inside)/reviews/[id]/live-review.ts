import type { LiveReview } from '#components/gate/review-watch.tsx';
import type { ReviewView } from '#services/reviews/read.ts';

/** What an open page watches of a review; the page and the route that it asks say it in the same words. */
export function liveReview(review: ReviewView, entries: number): LiveReview {
  return {
    contentDigest: review.contentDigest,
    state: review.state,
    verdicts: review.verdicts.filter(({ withdrawnAt }) => withdrawnAt === null).length,
    entries,
    requirements: Object.fromEntries(review.decision.requirements.map(({ id, status }) => [id, status])),
  };
}
