/**
 * Keeps the tier on version rows, which lists filter by and children inherit from, equal to what the facts give
 * (DESIGN.md §2 "Facts and tier"). The gate itself never reads a version's own row for its tier: it computes it.
 */
import { eq, inArray } from 'drizzle-orm';
import { lineageEdge, version } from '#db/schema/register.ts';
import type { LedgerEvent } from '#domain/ledger/events.ts';
import { computeTier } from '#domain/risk/compute-tier.ts';
import type { Tx } from '../transact.ts';
import { loadTierInputs } from './tier-inputs.ts';

/** A cycle or an absurdly deep lineage ends here; each round is one generation. */
const MAX_GENERATIONS = 64;

/** Recomputes these versions and, while anything changes, their descendants. Returns an event per changed tier. */
export async function refreshTiers(tx: Tx, versionIds: readonly string[]): Promise<LedgerEvent[]> {
  const events: LedgerEvent[] = [];
  let generation = [...new Set(versionIds)];
  for (let round = 0; round < MAX_GENERATIONS && generation.length > 0; round++) {
    const inputs = await loadTierInputs(tx.db, generation);
    const changedIds: string[] = [];
    for (const [id, { ref, model, stored, input }] of inputs) {
      const { tier } = computeTier(input);
      if (tier === stored) continue;
      await tx.db.update(version).set({ tier }).where(eq(version.id, id));
      changedIds.push(id);
      events.push({ action: 'version.tier-changed', subject: ref, model, data: { before: stored, after: tier } });
    }
    if (changedIds.length === 0) break;
    const children = await tx.db
      .select({ id: lineageEdge.childId })
      .from(lineageEdge)
      .innerJoin(version, eq(version.id, lineageEdge.childId))
      .where(inArray(lineageEdge.parentId, changedIds));
    generation = [...new Set(children.map(({ id }) => id))];
  }
  return events;
}

export async function refreshTiersOfUseCase(tx: Tx, slug: string): Promise<LedgerEvent[]> {
  const rows = await tx.db.select({ id: version.id }).from(version).where(eq(version.useCaseSlug, slug));
  return refreshTiers(
    tx,
    rows.map(({ id }) => id),
  );
}
