'use server';
import { formAction } from '#app/action.ts';
import { confirms, shortDigest } from '#components/gate/short-digest.ts';
import { ServiceError } from '#services/errors.ts';
import { commentOnReview } from '#services/reviews/comment.ts';
import { decideReview } from '#services/reviews/decide.ts';
import { withdrawApproval } from '#services/reviews/withdraw.ts';

export const decideReviewAction = formAction({
  act: (ctx, fields) => {
    const verdict = fields.text('verdict');
    const contentDigest = fields.text('contentDigest');
    // A framed or prefilled page cannot know it, and a person who typed it has looked at it (THREATS.md T34).
    if (verdict === 'approve' && !confirms(fields.text('confirmation'), contentDigest)) {
      const message = `Type ${shortDigest(contentDigest)}, the beginning of the content digest`;
      throw new ServiceError('invalid', 'The approval is not confirmed', 'confirmation', [
        { path: '/confirmation', message },
      ]);
    }
    const capacity = fields.optional('capacity');
    return decideReview(ctx, {
      reviewId: fields.text('reviewId'),
      verdict,
      contentDigest,
      comment: fields.text('comment'),
      ...(capacity === null ? {} : { capacity }),
    });
  },
  done: ({ verdict }) =>
    ({
      approve: 'Your approval is recorded.',
      'request-changes': 'The owner is asked for changes.',
      reject: 'The review is rejected.',
    })[verdict],
});

export const withdrawAction = formAction({
  act: (ctx, fields) => withdrawApproval(ctx, fields.text('reviewId')),
  done: ({ revoked }) =>
    `Withdrawn. ${revoked === 0 ? 'No token rested on it.' : revoked === 1 ? 'One token is revoked with it.' : `${revoked} tokens are revoked with it.`}`,
});

export const commentAction = formAction({
  act: (ctx, fields) => commentOnReview(ctx, { reviewId: fields.text('reviewId'), comment: fields.text('message') }),
  done: 'Added.',
  fieldOf: () => 'message',
});
