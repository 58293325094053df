/** A comment on a review, by anybody who may read it. It decides nothing; the ledger holds only its commitment. */
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { review, reviewEntry } from '#db/schema/gate.ts';
import { model, version } from '#db/schema/register.ts';
import { actorId } from '#domain/access/actor.ts';
import { ofReview } from '../access/review-subject.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { evaluate } from '../gate/evaluate.ts';
import { newId } from '../ids.ts';
import { parse } from '../parse.ts';
import { keep } from '../private-text.ts';
import { changed, mutate } from '../transact.ts';

export const Comment = z.strictObject({
  reviewId: z.uuid(),
  comment: z.string().trim().min(1, 'Say something').max(5_000),
});

export async function commentOnReview(ctx: Ctx, body: unknown): Promise<{ entryId: string }> {
  const input = parse(Comment, body);
  return mutate(ctx, 'review.comment', ofReview(input.reviewId), async (tx) => {
    const [row] = await tx.db
      .select({
        environment: review.environment,
        versionId: review.versionId,
        namespace: model.namespace,
        name: model.name,
        version: version.version,
      })
      .from(review)
      .innerJoin(version, eq(version.id, review.versionId))
      .innerJoin(model, eq(model.id, version.modelId))
      .where(eq(review.id, input.reviewId));
    if (!row) throw new ServiceError('not-found', 'There is no such review');
    const { decision } = await evaluate(tx.db, row.versionId, row.environment, ctx.runtime.trial, tx.now);
    const comment = await keep(tx, input.comment);
    const entryId = newId(tx.now);
    await tx.db.insert(reviewEntry).values({
      id: entryId,
      reviewId: input.reviewId,
      kind: 'comment',
      actor: actorId(ctx.actor),
      contentDigest: decision.contentDigest,
      commentId: comment.id,
      at: tx.now,
    });
    const modelName = `${row.namespace}/${row.name}`;
    return changed(
      { entryId },
      {
        action: 'review.commented',
        subject: `${modelName}@${row.version}`,
        model: modelName,
        data: { review: input.reviewId, content: decision.contentDigest, comment: comment.commitment },
      },
    );
  });
}
