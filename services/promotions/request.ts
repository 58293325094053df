/**
 * Asking the gate (DESIGN.md §2 "Decision and token"): one transaction locks, decides, and either issues, opens the
 * review, or refuses; all three are recorded with every requirement. The signature comes after the commit.
 */
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { insertDecided, insertToken } from '#db/queries/insert-decided.ts';
import { decision, promotion, token } from '#db/schema/gate.ts';
import { type Actor, actorId } from '#domain/access/actor.ts';
import type { Decision } from '#domain/gate/decide.ts';
import { isCompletable, isSentBack } from '#domain/gate/review-states.ts';
import type { LedgerEvent } from '#domain/ledger/events.ts';
import { parseModelRef, versionRef } from '#domain/manifest/refs.ts';
import type { PromotionClaims } from '#domain/token/claims.ts';
import { recordAct } from '../access/people-behind.ts';
import { ofModel } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { evaluate, judge } from '../gate/evaluate.ts';
import { factsOf } from '../gate/load-facts.ts';
import { holds, lockForDecision, requireRegistered } from '../gate/lock.ts';
import { type Recorded, recordOf } from '../gate/record-decision.ts';
import { newId } from '../ids.ts';
import { parse } from '../parse.ts';
import { submitForReview } from '../reviews/submit.ts';
import { issueToken } from '../tokens/issue.ts';
import { signToken } from '../tokens/sign.ts';
import { changedBy, mutate, type Outcome, type Tx, unchanged } from '../transact.ts';

export const PromotionRequest = z.strictObject({
  model: z.string().refine((text) => parseModelRef(text) !== null, 'namespace/name'),
  version: z.string().min(1).max(128),
  environment: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens'),
});
export type PromotionRequest = z.infer<typeof PromotionRequest>;

export interface PromotionAnswer {
  readonly id: string;
  readonly ref: string;
  readonly environment: string;
  readonly decisionId: string;
  readonly decision: Decision;
  readonly reviewId: string | null;
  /** changes were requested on this very content: asking again changes nothing until the content is another */
  readonly sentBack: boolean;
  /** only on allow */
  readonly token: { readonly text: string; readonly claims: PromotionClaims } | null;
}

type Unsigned = Omit<PromotionAnswer, 'token'> & { readonly claims: PromotionClaims | null };

/** The answer of an earlier request with the same key: the same `jti` signed again while it lives. */
async function replay(tx: Tx, jti: string): Promise<Outcome<Unsigned>> {
  const [row] = await tx.db
    .select({ token, promotion, answer: decision.answer })
    .from(token)
    .innerJoin(promotion, eq(promotion.decisionId, token.decisionId))
    .innerJoin(decision, eq(decision.id, token.decisionId))
    .where(eq(token.jti, jti));
  if (!row) throw new ServiceError('conflict', 'The token of the first request is gone', 'token-ended');
  if (row.token.revokedAt || row.token.expiresAt <= tx.now) {
    throw new ServiceError(
      'conflict',
      'The token of the first request has ended. Ask again with a new Idempotency-Key.',
      'token-ended',
    );
  }
  return unchanged({
    id: row.promotion.id,
    ref: row.answer.ref,
    environment: row.token.environment,
    decisionId: row.token.decisionId,
    decision: row.answer,
    reviewId: row.promotion.reviewId,
    sentBack: false,
    claims: row.token.claims,
  });
}

function decided(recorded: Recorded, model: string): LedgerEvent {
  const { facts } = recorded;
  return {
    action: 'gate.decided',
    subject: facts.version.ref,
    model,
    data: {
      decision: recorded.id,
      environment: facts.environment,
      outcome: recorded.decision.outcome,
      facts: recorded.factsDigest,
      requirements: recorded.decision.requirements.map(({ id, status }) => ({ id, status })),
    },
  };
}

/** Who asks was judged before the version was locked, and the model may have been handed over in between. */
function requireOwnedStill(actor: Actor, team: string): void {
  const teams = actor.kind === 'person' ? actor.teams : actor.kind === 'pipeline' ? [actor.team] : [];
  if (!teams.includes(team))
    throw new ServiceError('forbidden', `The model was handed over to team ${team} at the same moment`, 'handed-over');
}

export async function requestPromotion(ctx: Ctx, body: unknown): Promise<PromotionAnswer> {
  const input = parse(PromotionRequest, body);
  const model = parseModelRef(input.model);
  const ref = model === null ? null : versionRef(model, input.version);
  if (!model || !ref)
    throw new ServiceError('invalid', 'The version is not one that can be registered', 'version', [
      { path: '/version', message: 'Not a version' },
    ]);
  const [namespace = '', name = ''] = model.split('/');
  const subject = ofModel({ namespace, name }, ref, { environment: input.environment });

  const { claims, ...answer } = await mutate(
    ctx,
    'promotion.request',
    subject,
    async (tx, found): Promise<Outcome<Unsigned>> => {
      if (tx.retried.subject !== null) return replay(tx, tx.retried.subject);
      const locked = requireRegistered(found, ref);
      requireOwnedStill(ctx.actor, locked.row.team);
      const { trial } = ctx.runtime;
      let evaluation = await judge(tx.db, factsOf(locked.row, trial), tx.now);
      // Asking is an act: who asks does not approve, and this decision already has to know it.
      if (await recordAct(tx, ctx.actor, locked.id, 'requested', evaluation.facts.acts))
        evaluation = await evaluate(tx.db, locked.id, input.environment, trial, tx.now);
      if (evaluation.decision.outcome === 'allow' && !holds(locked, evaluation.facts.review))
        throw new ServiceError('conflict', 'Another review began at the same moment. Ask again.', 'lost-race');
      const recorded = recordOf(locked.id, evaluation, tx.now);
      const { outcome } = recorded.decision;
      const submitted = outcome === 'pending' ? await submitForReview(tx, ctx, locked.id, model, recorded) : null;
      const reviewId = submitted?.reviewId ?? locked.reviewId;
      const id = newId(tx.now);
      const writes = insertDecided({
        decision: recorded.row,
        promotion: {
          id,
          requestedBy: actorId(ctx.actor),
          reviewId,
          requestedAt: tx.now,
        },
        approvedReviewId:
          outcome === 'allow' && locked.reviewState !== null && isCompletable(locked.reviewState)
            ? locked.reviewId
            : null,
      });
      const answered = {
        id,
        ref,
        environment: input.environment,
        decisionId: recorded.id,
        decision: recorded.decision,
        reviewId,
        sentBack: isSentBack(recorded.facts.review, recorded.decision.contentDigest),
      };
      if (outcome !== 'allow')
        return changedBy(writes, { ...answered, claims: null }, decided(recorded, model), ...(submitted?.events ?? []));
      const issued = await issueToken(tx, ctx, locked.id, model, recorded, writes);
      tx.retried.remember(issued.claims.jti);
      return changedBy([insertToken(issued.row)], { ...answered, claims: issued.claims }, issued.event);
    },
    lockForDecision({ namespace, name, version: input.version }, input.environment),
  );
  return { ...answer, token: claims === null ? null : { text: await signToken(ctx.runtime, claims), claims } };
}
