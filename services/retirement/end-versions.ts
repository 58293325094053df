/**
 * What ends with versions that are retired or revoked: their live tokens and the reviews that wait. Evidence, decisions
 * and history stay (DESIGN.md §2). The version rows are locked by the caller, as the gate locks them to issue, so that no
 * token appears beside the act.
 */
import { and, eq, gt, inArray, type SQL, sql } from 'drizzle-orm';
import { review, token } from '#db/schema/gate.ts';
import { model, version } from '#db/schema/register.ts';
import type { LedgerEvent } from '#domain/ledger/events.ts';
import type { Ctx } from '../context.ts';
import type { Kept } from '../private-text.ts';
import { endTokens } from '../tokens/end-tokens.ts';
import type { Tx } from '../transact.ts';

/** The ids of the versions that an act is about, as a sub-select: a model may have a hundred thousand. */
export function idsOf(of: { readonly versionId: string } | { readonly modelId: string }): SQL {
  return 'versionId' in of
    ? sql`(select ${of.versionId}::uuid)`
    : sql`(select ${version.id} from ${version} where ${version.modelId} = ${of.modelId})`;
}

async function closeReviews(tx: Tx, ids: SQL, reason: Kept): Promise<LedgerEvent[]> {
  const closed = await tx.db
    .update(review)
    .set({ state: 'closed', closedReasonId: reason.id, updatedAt: tx.now })
    .where(and(sql`${review.versionId} in ${ids}`, inArray(review.state, ['open', 'changes-requested'])))
    .returning({ id: review.id, versionId: review.versionId, environment: review.environment });
  if (closed.length === 0) return [];
  const versions = await tx.db
    .select({ id: version.id, namespace: model.namespace, name: model.name, version: version.version })
    .from(version)
    .innerJoin(model, eq(model.id, version.modelId))
    .where(inArray(version.id, [...new Set(closed.map(({ versionId }) => versionId))]));
  return closed.flatMap(({ id, versionId, environment }): LedgerEvent[] => {
    const of = versions.find((one) => one.id === versionId);
    if (!of) return [];
    const name = `${of.namespace}/${of.name}`;
    return [
      {
        action: 'review.closed',
        subject: `${name}@${of.version}`,
        model: name,
        data: { review: id, environment, reason: reason.commitment },
      },
    ];
  });
}

export interface EndedWith {
  readonly tokens: readonly LedgerEvent[];
  readonly reviews: readonly LedgerEvent[];
}

/** In the order in which the gate locks: the version (by the caller), its reviews, its tokens. */
export async function endWhatRestsOn(tx: Tx, ctx: Ctx, ids: SQL, reason: Kept): Promise<EndedWith> {
  const reviews = await closeReviews(tx, ids, reason);
  const live = and(sql`${token.versionId} in ${ids}`, gt(token.expiresAt, tx.now));
  return { reviews, tokens: await endTokens(tx, ctx, live, reason) };
}
