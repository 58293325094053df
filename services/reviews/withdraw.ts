/** Withdrawing one's approval revokes every token that rests on it (DESIGN.md §2). */
import { and, eq, isNull, sql } from 'drizzle-orm';
import { approval, review, token } from '#db/schema/gate.ts';
import { model, version } from '#db/schema/register.ts';
import { ofReview } from '../access/review-subject.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { keep } from '../private-text.ts';
import { endTokens } from '../tokens/end-tokens.ts';
import { changed, mutate } from '../transact.ts';

/** Returns how many tokens ended with it. */
export async function withdrawApproval(ctx: Ctx, reviewId: string): Promise<{ revoked: number }> {
  return mutate(ctx, 'review.decide', ofReview(reviewId), async (tx) => {
    if (ctx.actor.kind !== 'person') throw new ServiceError('forbidden', 'Only a signed-in person decides');
    const [locked] = await tx.db
      .select({
        id: review.id,
        namespace: model.namespace,
        name: model.name,
        version: version.version,
        ended: version.state,
      })
      .from(review)
      .innerJoin(version, eq(version.id, review.versionId))
      .innerJoin(model, eq(model.id, version.modelId))
      .where(eq(review.id, reviewId))
      .for('update', { of: review });
    if (!locked) throw new ServiceError('not-found', 'There is no such review');
    const [given] = await tx.db
      .update(approval)
      .set({ withdrawnAt: tx.now })
      .where(
        and(
          eq(approval.reviewId, reviewId),
          eq(approval.personId, ctx.actor.id),
          eq(approval.verdict, 'approve'),
          isNull(approval.withdrawnAt),
        ),
      )
      .returning({ id: approval.id });
    if (!given) throw new ServiceError('precondition', 'You have no approval here to withdraw', 'not-approved');
    // Of a version that ended nobody is to be asked again.
    await tx.db
      .update(review)
      .set({ state: locked.ended === 'active' ? 'open' : 'closed', askedAt: tx.now, updatedAt: tx.now })
      .where(and(eq(review.id, reviewId), eq(review.state, 'approved')));
    const reason = await keep(tx, 'An approval that it rests on was withdrawn');
    const modelName = `${locked.namespace}/${locked.name}`;
    const about = { subject: `${modelName}@${locked.version}`, model: modelName };
    const ended = await endTokens(
      tx,
      ctx,
      sql`${token.claims} -> 'approvals' @> ${JSON.stringify([given.id])}::jsonb`,
      reason,
    );
    return changed(
      { revoked: ended.length },
      { action: 'approval.withdrawn', ...about, data: { review: reviewId, approval: given.id } },
      ...ended,
    );
  });
}
