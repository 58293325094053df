/** Opening the review that a pending promotion waits for, or finding the one that is open. */
import { and, eq, ne } from 'drizzle-orm';
import { policy, review } from '#db/schema/gate.ts';
import { actorId } from '#domain/access/actor.ts';
import type { LedgerEvent } from '#domain/ledger/events.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import type { Recorded } from '../gate/record-decision.ts';
import { newId } from '../ids.ts';
import type { Tx } from '../transact.ts';

/**
 * The live review of the version for the environment. One that was sent back, or whose approvals ran out, opens again on
 * changed content and keeps its conversation; a rejected one is over, and other content starts the next.
 */
export async function submitForReview(
  tx: Tx,
  ctx: Ctx,
  versionId: string,
  model: string,
  recorded: Recorded,
): Promise<{ reviewId: string; events: LedgerEvent[] }> {
  const { facts, decision } = recorded;
  const { environment } = facts;
  // The one in force, which the decision was made under too.
  const current = recorded.policies.at(-1) ?? recorded.policies[0];
  const requested = (id: string): LedgerEvent => ({
    action: 'review.requested',
    subject: facts.version.ref,
    model,
    data: { review: id, environment, content: decision.contentDigest, policy: current.digest },
  });
  const fresh = {
    id: newId(tx.now),
    versionId,
    environment,
    policyVersion: current.version,
    requestedBy: actorId(ctx.actor),
    requestedAt: tx.now,
    updatedAt: tx.now,
  };
  // Two pipelines may ask at once: the unique index lets one in, and the other finds its review.
  const opened = await tx.db.insert(review).values(fresh).onConflictDoNothing().returning({ id: review.id });
  if (opened[0]) return { reviewId: opened[0].id, events: [requested(opened[0].id)] };
  const [live] = await tx.db
    .select({ id: review.id, state: review.state, decidedOn: review.decidedOn, policyDigest: policy.digest })
    .from(review)
    .innerJoin(policy, eq(policy.version, review.policyVersion))
    .where(and(eq(review.versionId, versionId), eq(review.environment, environment), ne(review.state, 'rejected')))
    .for('update', { of: review });
  if (!live) throw new ServiceError('conflict', 'The review was decided at the same moment. Ask again.', 'lost-race');
  const sentBack = live.state === 'changes-requested' && live.decidedOn === decision.contentDigest;
  if (live.state === 'open' || sentBack) return { reviewId: live.id, events: [] };
  await tx.db.update(review).set({ state: 'open', decidedOn: null, updatedAt: tx.now }).where(eq(review.id, live.id));
  return { reviewId: live.id, events: [requested(live.id)] };
}
