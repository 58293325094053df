/** What a verifier fetches of the log: inclusion proofs as receipts, tiles, and entry bundles (C2SP tlog-tiles, tlog-proof). */
import { and, asc, eq, gte, lt } from 'drizzle-orm';
import { reader } from '#db/read.ts';
import { ledgerEntry, ledgerHead } from '#db/schema/ledger.ts';
import { inclusionNodes, inclusionProof } from '#domain/ledger/proof.ts';
import { formatEntries, parseTilePath, TILE_WIDTH, tileNodes, tileWidthAt } from '#domain/ledger/tiles.ts';
import { formatTlogProof } from '#domain/ledger/tlog-proof.ts';
import { ServiceError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { signedHead } from './checkpoint.ts';
import { readNodes } from './nodes.ts';

/** The receipt of one entry against the present head, the leaf's text inside. Throws `not-found`. */
export async function receipt(runtime: Runtime, index: number): Promise<string> {
  const head = await signedHead(runtime);
  const db = reader(runtime.store.pool);
  const [entry] =
    Number.isSafeInteger(index) && index >= 0 && index < head.size
      ? await db.select({ leaf: ledgerEntry.leaf }).from(ledgerEntry).where(eq(ledgerEntry.index, index))
      : [];
  if (!entry) throw new ServiceError('not-found', 'The ledger has no such entry');
  const hashes = await readNodes(db, inclusionNodes(index, head.size));
  const extra = new TextEncoder().encode(entry.leaf);
  return formatTlogProof({ index, proof: inclusionProof(index, head.size, hashes), checkpoint: head.note, extra });
}

/** A tile or entry bundle by its C2SP path (`tile/0/x001/234.p/5`). Only what the log's size covers exists. */
export async function tile(runtime: Runtime, path: string): Promise<Uint8Array> {
  const wanted = parseTilePath(path);
  const db = reader(runtime.store.pool);
  const [head] = await db.select({ size: ledgerHead.size }).from(ledgerHead);
  const width = wanted && head ? tileWidthAt(wanted, head.size) : 0;
  if (!wanted || wanted.width > width) throw new ServiceError('not-found', 'The ledger has no such tile');
  if (wanted.level === 'entries') {
    const from = wanted.index * TILE_WIDTH;
    const rows = await db
      .select({ leaf: ledgerEntry.leaf })
      .from(ledgerEntry)
      .where(and(gte(ledgerEntry.index, from), lt(ledgerEntry.index, from + wanted.width)))
      .orderBy(asc(ledgerEntry.index));
    return formatEntries(rows.map(({ leaf }) => new TextEncoder().encode(leaf)));
  }
  const hashes = await readNodes(db, tileNodes({ level: wanted.level, index: wanted.index, width: wanted.width }));
  const bytes = new Uint8Array(hashes.length * 32);
  hashes.forEach((hash, position) => {
    bytes.set(hash, position * 32);
  });
  return bytes;
}
