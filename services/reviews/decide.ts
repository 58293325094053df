/**
 * A person's verdict on a review, given on the content digest that the page showed (DESIGN.md §2). The review row is
 * locked, so a quorum is exact; the digest is computed again here, so what is approved is what is.
 */
import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { approval, review } from '#db/schema/gate.ts';
import { model, version } from '#db/schema/register.ts';
import type { Capacity } from '#domain/access/roles.ts';
import type { Digest } from '#domain/artifact/digest.ts';
import { myPart, type Part } from '#domain/gate/my-part.ts';
import { afterAct, isOver, type ReviewState } from '#domain/gate/review-states.ts';
import type { LedgerEvent } from '#domain/ledger/events.ts';
import { ofReview } from '../access/review-subject.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { type Evaluation, evaluate } from '../gate/evaluate.ts';
import { newId } from '../ids.ts';
import { parse } from '../parse.ts';
import { type Kept, keepOptional } from '../private-text.ts';
import { changed, mutate, type Tx } from '../transact.ts';
import { keepContent } from './keep-content.ts';

export const Verdict = z
  .strictObject({
    reviewId: z.uuid(),
    verdict: z.enum(['approve', 'request-changes', 'reject']),
    /** the digest that the page showed */
    contentDigest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
    /** in which of one's capacities; the first that may when absent */
    capacity: z.string().max(40).optional(),
    comment: z.string().trim().max(5_000).optional(),
  })
  .refine(({ verdict, comment }) => verdict === 'approve' || (comment !== undefined && comment !== ''), {
    path: ['comment'],
    message: 'Say why, so that the owner knows what to do',
  });

interface Locked {
  readonly state: ReviewState;
  readonly environment: string;
  readonly versionId: string;
  readonly ref: string;
  readonly model: string;
}

async function lockReview(tx: Tx, id: string): Promise<Locked> {
  const [row] = await tx.db
    .select({
      state: review.state,
      environment: review.environment,
      versionId: review.versionId,
      namespace: model.namespace,
      name: model.name,
      version: version.version,
    })
    .from(review)
    .innerJoin(version, eq(version.id, review.versionId))
    .innerJoin(model, eq(model.id, version.modelId))
    .where(eq(review.id, id))
    .for('update', { of: review });
  if (!row) throw new ServiceError('not-found', 'There is no such review');
  const name = `${row.namespace}/${row.name}`;
  return { ...row, model: name, ref: `${name}@${row.version}` };
}

/** The capacity that this person may act in, or the refusal that says why there is none. */
function choosePart(parts: readonly Part[], capacity: string | undefined): Part {
  const candidates = capacity === undefined ? parts : parts.filter((part) => part.capacity === capacity);
  const part = candidates[0];
  if (!part) throw new ServiceError('forbidden', 'None of your roles is asked for by this review', 'no-role');
  if (part.refusal) throw new ServiceError('forbidden', part.refusal.reason, `separation:${part.refusal.code}`);
  return part;
}

async function record(
  tx: Tx,
  ctx: Ctx,
  input: z.infer<typeof Verdict>,
  part: Part,
  evaluation: Evaluation,
  comment: Kept | null,
): Promise<string> {
  if (ctx.actor.kind !== 'person') throw new ServiceError('forbidden', 'Only a signed-in person decides');
  const id = newId(tx.now);
  const { actor } = ctx;
  // An approval of earlier content gives way to the one on this; it stays in the history as withdrawn.
  if (input.verdict === 'approve') {
    await tx.db
      .update(approval)
      .set({ withdrawnAt: tx.now })
      .where(
        and(
          eq(approval.reviewId, input.reviewId),
          eq(approval.personId, actor.id),
          eq(approval.verdict, 'approve'),
          isNull(approval.withdrawnAt),
        ),
      );
  }
  await tx.db.insert(approval).values({
    id,
    reviewId: input.reviewId,
    personId: actor.id,
    verdict: input.verdict,
    capacity: part.capacity,
    contentDigest: evaluation.decision.contentDigest,
    issuer: actor.issuer,
    subject: actor.subject,
    method: actor.session.method,
    authenticatedAt: actor.session.authenticatedAt,
    grantId: part.grantId,
    commentId: comment?.id ?? null,
    at: tx.now,
  });
  return id;
}

function eventOf(
  ctx: Ctx,
  input: z.infer<typeof Verdict>,
  locked: Locked,
  content: Digest,
  approvalId: string,
  part: Part,
  comment: Kept | null,
): LedgerEvent {
  const about = { subject: locked.ref, model: locked.model };
  if (input.verdict === 'approve') {
    if (ctx.actor.kind !== 'person') throw new ServiceError('forbidden', 'Only a signed-in person decides');
    return {
      action: 'approval.granted',
      ...about,
      data: {
        review: input.reviewId,
        approval: approvalId,
        capacity: part.capacity,
        content,
        grant: part.grantId,
        method: ctx.actor.session.method,
        authenticatedAt: ctx.actor.session.authenticatedAt.toISOString(),
        comment: comment?.commitment ?? null,
      },
    };
  }
  if (!comment) throw new ServiceError('invalid', 'Say why');
  const data = { review: input.reviewId, content, comment: comment.commitment };
  return { action: input.verdict === 'reject' ? 'review.rejected' : 'review.changes-requested', ...about, data };
}

export interface Decided {
  readonly approvalId: string;
  readonly capacity: Capacity;
  readonly verdict: 'approve' | 'request-changes' | 'reject';
}

export async function decideReview(ctx: Ctx, body: unknown): Promise<Decided> {
  const input = parse(Verdict, body);
  return mutate(ctx, 'review.decide', ofReview(input.reviewId), async (tx) => {
    if (ctx.actor.kind !== 'person') throw new ServiceError('forbidden', 'Only a signed-in person decides');
    const locked = await lockReview(tx, input.reviewId);
    const evaluation = await evaluate(tx.db, locked.versionId, locked.environment, ctx.runtime.trial, tx.now);
    const { facts, decision } = evaluation;
    if (facts.review?.id !== input.reviewId || isOver(locked.state)) {
      throw new ServiceError(
        'precondition',
        'This review is over; a newer one holds, or the promotion has to be asked for again.',
        'review-over',
      );
    }
    if (decision.contentDigest !== input.contentDigest) {
      throw new ServiceError(
        'precondition',
        'The content changed while you were looking. Reload, read the difference, and decide on what is there now.',
        'content-changed',
      );
    }
    const part = choosePart(myPart(facts, evaluation.policies, ctx.actor, tx.now), input.capacity);
    const mine = facts.review.approvals.find(
      ({ personId, contentDigest }) =>
        personId === (ctx.actor as { id: string }).id && contentDigest === decision.contentDigest,
    );
    if (input.verdict === 'approve' && mine)
      throw new ServiceError('conflict', 'You have approved this content already', 'approved-already');
    const comment = await keepOptional(tx, input.comment || null);
    const approvalId = await record(tx, ctx, input, part, evaluation, comment);
    await keepContent(tx, evaluation);
    // Approved again after its approvals ran out: it waits for others once more, and has to be seen to.
    const lapsed = locked.state === 'approved' && decision.outcome !== 'allow';
    const state = afterAct(locked.state, input.verdict === 'approve' && lapsed ? 'reopen' : input.verdict);
    if (state === null) throw new ServiceError('precondition', 'This review is over.', 'review-over');
    await tx.db
      .update(review)
      .set({
        state,
        updatedAt: tx.now,
        ...(input.verdict === 'approve' ? {} : { decidedOn: decision.contentDigest }),
        ...(state === 'open' && lapsed ? { askedAt: tx.now } : {}),
      })
      .where(eq(review.id, input.reviewId));
    const event = eventOf(ctx, input, locked, decision.contentDigest, approvalId, part, comment);
    return changed({ approvalId, capacity: part.capacity, verdict: input.verdict }, event);
  });
}
