/** Reading stored subtree hashes: leaves from the entries, everything above from the nodes, in one query each. */
import { inArray, sql } from 'drizzle-orm';
import type { Reader } from '#db/read.ts';
import { ledgerEntry, ledgerNode } from '#db/schema/ledger.ts';
import type { Hash, NodeId } from '#domain/ledger/tree.ts';
import { ServiceError } from '../errors.ts';

/** The hashes of these nodes, in their order. Throws `unavailable` when the store has lost one. */
export async function readNodes(db: Reader, nodes: readonly NodeId[]): Promise<Hash[]> {
  const leaves = nodes.filter(({ level }) => level === 0).map(({ index }) => index);
  const inner = nodes.filter(({ level }) => level > 0);
  const leafRows =
    leaves.length === 0
      ? []
      : await db
          .select({ index: ledgerEntry.index, hash: ledgerEntry.leafHash })
          .from(ledgerEntry)
          .where(inArray(ledgerEntry.index, leaves));
  const innerRows =
    inner.length === 0
      ? []
      : await db
          .select()
          .from(ledgerNode)
          .where(
            sql`(${ledgerNode.level}, ${ledgerNode.index}) in ${inner.map(({ level, index }) => sql`(${level}::int, ${index}::bigint)`)}`,
          );
  const found = new Map<string, Hash>([
    ...leafRows.map(({ index, hash }) => [`0/${index}`, hash] as const),
    ...innerRows.map(({ level, index, hash }) => [`${level}/${index}`, hash] as const),
  ]);
  return nodes.map(({ level, index }) => {
    const hash = found.get(`${level}/${index}`);
    if (!hash)
      throw new ServiceError('unavailable', 'The ledger has lost a node; run the ledger check', 'ledger-damaged');
    return hash;
  });
}
