/**
 * Issuing (DESIGN.md §2 "Decision and token"), inside the transaction that decided: lock the ledger's head, make the
 * claims that name the leaf's index, store them, and hand back the leaf that commits to them. Nothing is signed here.
 */
import { token } from '#db/schema/gate.ts';
import { actorId } from '#domain/access/actor.ts';
import { digestOf } from '#domain/canonical/json.ts';
import type { LedgerEvent } from '#domain/ledger/events.ts';
import type { Manifest } from '#domain/manifest/schema.ts';
import type { PromotionClaims } from '#domain/token/claims.ts';
import type { Ctx } from '../context.ts';
import type { Recorded } from '../gate/record-decision.ts';
import { newId } from '../ids.ts';
import type { Tx } from '../transact.ts';
import { promotionClaims } from './claims.ts';

export async function issueToken(
  tx: Tx,
  ctx: Ctx,
  input: {
    readonly versionId: string;
    readonly model: string;
    readonly runtime: Manifest['runtime'];
    readonly recorded: Recorded;
  },
): Promise<{ claims: PromotionClaims; event: LedgerEvent }> {
  const { recorded } = input;
  const { facts, decision } = recorded;
  const jti = newId(tx.now);
  const position = await tx.ledger.lock();
  const claims = promotionClaims({
    origin: ctx.runtime.origin,
    ledgerOrigin: ctx.runtime.ledgerOrigin,
    jti,
    decisionId: recorded.id,
    facts,
    decision,
    runtime: input.runtime,
    pipeline: ctx.actor.kind === 'pipeline' ? actorId(ctx.actor) : null,
    position,
    now: tx.now,
  });
  const claimsDigest = digestOf(claims);
  await tx.db.insert(token).values({
    jti,
    versionId: input.versionId,
    environment: facts.environment,
    decisionId: recorded.id,
    claims,
    claimsDigest,
    ledgerIndex: position.index,
    statusIndex: position.statusIndex,
    requestedBy: actorId(ctx.actor),
    issuedAt: tx.now,
    expiresAt: new Date(claims.exp * 1000),
  });
  return {
    claims,
    event: {
      action: 'token.issued',
      subject: facts.version.ref,
      model: input.model,
      data: {
        jti,
        claims: claimsDigest,
        decision: recorded.id,
        environment: facts.environment,
        facts: recorded.factsDigest,
        requirements: decision.requirements.map(({ id, status }) => ({ id, status })),
      },
    },
  };
}
