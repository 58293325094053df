/** Opening the review that a pending promotion waits for, or finding the one that is open. */
import { and, desc, eq, inArray, notInArray } from 'drizzle-orm';
import { policy, review, reviewEntry } from '#db/schema/gate.ts';
import { actorId } from '#domain/access/actor.ts';
import type { Digest } from '#domain/artifact/digest.ts';
import { afterAct, isOver, isSentBack, REVIEW_STATES } from '#domain/gate/review-states.ts';
import type { LedgerEvent } from '#domain/ledger/events.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import type { Recorded } from '../gate/record-decision.ts';
import { newId } from '../ids.ts';
import type { Tx } from '../transact.ts';
import { keepContent } from './keep-content.ts';

const OVER = REVIEW_STATES.filter(isOver);

/** The content that was last asked about; null for a review older than this was kept. */
async function lastAsked(tx: Tx, reviewId: string): Promise<Digest | null> {
  const [row] = await tx.db
    .select({ content: reviewEntry.contentDigest })
    .from(reviewEntry)
    .where(and(eq(reviewEntry.reviewId, reviewId), inArray(reviewEntry.kind, ['requested', 'resubmitted'])))
    .orderBy(desc(reviewEntry.at), desc(reviewEntry.id))
    .limit(1);
  return (row?.content ?? null) as Digest | null;
}

/** Writes down who asked about which content, and keeps the content itself. */
async function enter(
  tx: Tx,
  ctx: Ctx,
  reviewId: string,
  kind: 'requested' | 'resubmitted',
  { facts, policies, decision }: Recorded,
) {
  await keepContent(tx, { facts, policies, decision });
  await tx.db.insert(reviewEntry).values({
    id: newId(tx.now),
    reviewId,
    kind,
    actor: actorId(ctx.actor),
    contentDigest: decision.contentDigest,
    at: tx.now,
  });
}

/**
 * The live review of the version for the environment. One that was sent back, or whose approvals ran out, opens again on
 * changed content and keeps its conversation; asked about the same content it stays sent back. A rejected one is over, and
 * other content starts the next.
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
  const content = decision.contentDigest;
  // The one in force, which the decision was made under too.
  const current = recorded.policies.at(-1) ?? recorded.policies[0];
  const about = { subject: facts.version.ref, model };
  const fresh = {
    id: newId(tx.now),
    versionId,
    environment,
    policyVersion: current.version,
    requestedBy: actorId(ctx.actor),
    requestedAt: tx.now,
    askedAt: tx.now,
    updatedAt: tx.now,
  };
  // Two pipelines may ask at once: the unique index lets one in, and the other finds its review.
  const opened = await tx.db.insert(review).values(fresh).onConflictDoNothing().returning({ id: review.id });
  if (opened[0]) {
    const { id } = opened[0];
    await enter(tx, ctx, id, 'requested', recorded);
    const data = { review: id, environment, content, policy: current.digest };
    return { reviewId: id, events: [{ action: 'review.requested', ...about, data }] };
  }
  const [live] = await tx.db
    .select({ id: review.id, state: review.state, decidedOn: review.decidedOn, policyDigest: policy.digest })
    .from(review)
    .innerJoin(policy, eq(policy.version, review.policyVersion))
    .where(and(eq(review.versionId, versionId), eq(review.environment, environment), notInArray(review.state, OVER)))
    .for('update', { of: review });
  if (!live) throw new ServiceError('conflict', 'The review was decided at the same moment. Ask again.', 'lost-race');
  const before = live.state === 'changes-requested' ? (live.decidedOn as Digest | null) : await lastAsked(tx, live.id);
  const sentBack = isSentBack({ state: live.state, decidedOn: before }, content);
  const asOpen = live.state === 'open' && (before === content || before === null);
  if (sentBack || asOpen) return { reviewId: live.id, events: [] };
  const state = afterAct(live.state, 'reopen');
  if (state === null)
    throw new ServiceError('conflict', 'The review ended at the same moment. Ask again.', 'lost-race');
  await enter(tx, ctx, live.id, 'resubmitted', recorded);
  await tx.db
    .update(review)
    .set({ state, decidedOn: null, askedAt: tx.now, updatedAt: tx.now })
    .where(eq(review.id, live.id));
  const data = { review: live.id, environment, before, content, policy: current.digest };
  return { reviewId: live.id, events: [{ action: 'review.resubmitted', ...about, data }] };
}
