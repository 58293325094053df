/**
 * Issuing (DESIGN.md §2 "Decision and token"), inside the transaction that decided: lock the ledger's head, make the
 * claims that name the leaf's index, and hand back the row to store with the leaf that commits to it. Nothing is signed here.
 */
import type { token } from '#db/schema/gate.ts';
import type { Write } from '#db/statement.ts';
import { actorId } from '#domain/access/actor.ts';
import { digestOf } from '#domain/canonical/json.ts';
import type { LedgerEvent } from '#domain/ledger/events.ts';
import type { PromotionClaims } from '#domain/token/claims.ts';
import type { Ctx } from '../context.ts';
import type { Recorded } from '../gate/record-decision.ts';
import { newId } from '../ids.ts';
import type { Tx } from '../transact.ts';
import { promotionClaims } from './claims.ts';

export interface Issued {
  readonly claims: PromotionClaims;
  readonly row: typeof token.$inferInsert;
  /** commits to the SHA-256 of the claims */
  readonly event: LedgerEvent;
}

/** @param decided what has to be written before the token, and is before anybody waits for this transaction */
export async function issueToken(
  tx: Tx,
  ctx: Ctx,
  versionId: string,
  model: string,
  recorded: Recorded,
  decided: readonly Write[],
): Promise<Issued> {
  const { facts, decision } = recorded;
  const jti = newId(tx.now);
  const position = await tx.ledger.lock(decided);
  const claims = promotionClaims({
    origin: ctx.runtime.origin,
    ledgerOrigin: ctx.runtime.ledgerOrigin,
    jti,
    decisionId: recorded.id,
    facts,
    decision,
    pipeline: ctx.actor.kind === 'pipeline' ? actorId(ctx.actor) : null,
    position,
    now: tx.now,
  });
  const claimsDigest = digestOf(claims);
  return {
    claims,
    row: {
      jti,
      versionId,
      environment: facts.environment,
      decisionId: recorded.id,
      claims,
      claimsDigest,
      ledgerIndex: position.index,
      statusIndex: position.statusIndex,
      requestedBy: actorId(ctx.actor),
      issuedAt: tx.now,
      expiresAt: new Date(claims.exp * 1000),
    },
    event: {
      action: 'token.issued',
      subject: facts.version.ref,
      model,
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
