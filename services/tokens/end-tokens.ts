/** Ending every promotion token of a kind at once, within the act that takes away what they rest on. */
import { and, eq, inArray, isNull, type SQL } from 'drizzle-orm';
import { token } from '#db/schema/gate.ts';
import { model, version } from '#db/schema/register.ts';
import { actorId } from '#domain/access/actor.ts';
import type { LedgerEvent } from '#domain/ledger/events.ts';
import type { Ctx } from '../context.ts';
import type { Kept } from '../private-text.ts';
import type { Tx } from '../transact.ts';

/**
 * Revokes the tokens that meet `condition`, those that expired included where it does not leave them out. Whatever the
 * condition rests on has to be locked by then, so that none is issued beside it. Returns an event a token.
 */
export async function endTokens(
  tx: Tx,
  ctx: Ctx,
  condition: SQL | undefined,
  reason: Kept,
): Promise<readonly LedgerEvent[]> {
  const ended = await tx.db
    .update(token)
    .set({ revokedAt: tx.now, revokedBy: actorId(ctx.actor), reasonId: reason.id })
    .where(and(isNull(token.revokedAt), condition))
    .returning({ jti: token.jti, versionId: token.versionId });
  if (ended.length === 0) return [];
  const versions = await tx.db
    .select({ id: version.id, namespace: model.namespace, name: model.name, version: version.version })
    .from(version)
    .innerJoin(model, eq(model.id, version.modelId))
    .where(inArray(version.id, [...new Set(ended.map(({ versionId }) => versionId))]));
  return ended.flatMap(({ jti, versionId }): LedgerEvent[] => {
    const of = versions.find(({ id }) => id === versionId);
    if (!of) return [];
    const name = `${of.namespace}/${of.name}`;
    return [
      {
        action: 'token.revoked',
        subject: `${name}@${of.version}`,
        model: name,
        data: { jti, reason: reason.commitment },
      },
    ];
  });
}
