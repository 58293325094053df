/**
 * Ending an exemption before its time, or taking back a request: the safe direction, so whoever carries its risk may do
 * it. Every live token that rests on it ends in the same transaction (DESIGN.md §2).
 */
import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { exemption } from '#db/schema/exemptions.ts';
import { token } from '#db/schema/gate.ts';
import { actorId } from '#domain/access/actor.ts';
import { exemptionState } from '#domain/gate/exemption-state.ts';
import type { LedgerEvent } from '#domain/ledger/events.ts';
import { ofExemption } from '../access/exemption-subject.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { parse } from '../parse.ts';
import { keep } from '../private-text.ts';
import { changed, mutate } from '../transact.ts';
import { lockExemption } from './lock.ts';

export const ExemptionWithdrawal = z.strictObject({
  exemptionId: z.uuid(),
  reason: z.string().trim().min(1, 'Say why').max(2_000),
});

/** Tokens that have not ended and whose claims cite the exemption. */
export function restingOn(row: Pick<typeof exemption.$inferSelect, 'id' | 'versionId' | 'environment'>, now: Date) {
  return and(
    eq(token.versionId, row.versionId),
    eq(token.environment, row.environment),
    isNull(token.revokedAt),
    gt(token.expiresAt, now),
    sql`${token.claims} -> 'exemptions' @> ${JSON.stringify([row.id])}::jsonb`,
  );
}

/** Returns how many tokens ended with it. */
export async function withdrawExemption(ctx: Ctx, body: unknown): Promise<{ revoked: number }> {
  const input = parse(ExemptionWithdrawal, body);
  return mutate(ctx, 'exemption.withdraw', ofExemption(input.exemptionId), async (tx) => {
    const { row, ref, model } = await lockExemption(tx, input.exemptionId);
    const state = exemptionState(row, tx.now);
    if (state !== 'waiting' && state !== 'live') {
      throw new ServiceError(
        'precondition',
        `This exemption is ${state}: there is nothing to withdraw`,
        'exemption-over',
      );
    }
    const reason = await keep(tx, input.reason);
    await tx.db
      .update(exemption)
      .set({ state: 'withdrawn', withdrawnAt: tx.now, withdrawnBy: actorId(ctx.actor), withdrawalId: reason.id })
      .where(eq(exemption.id, row.id));
    const ended = await tx.db
      .update(token)
      .set({ revokedAt: tx.now, revokedBy: actorId(ctx.actor), reasonId: reason.id })
      .where(restingOn(row, tx.now))
      .returning({ jti: token.jti });
    return changed(
      { revoked: ended.length },
      {
        action: 'exemption.withdrawn',
        subject: ref,
        model,
        data: { exemption: row.id, reason: reason.commitment },
      },
      ...ended.map(
        ({ jti }): LedgerEvent => ({
          action: 'token.revoked',
          subject: ref,
          model,
          data: { jti, reason: reason.commitment },
        }),
      ),
    );
  });
}
