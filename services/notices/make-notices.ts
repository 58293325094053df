/**
 * The notices job. The ledger is the outbox (decision 013): every change appends its leaf in its own transaction, so
 * reading leaves in order from a cursor misses nothing. Everything is worked out first, without a transaction; then
 * rows and the cursor's step are committed together. Killed anywhere, or run twice at once, it tells everybody once.
 */
import { and, asc, eq, gte, lt } from 'drizzle-orm';
import { commitBatch } from '#db/desk/notices.ts';
import { type Reader, reader } from '#db/read.ts';
import { ledgerEntry, ledgerHead } from '#db/schema/ledger.ts';
import { noticeCursor } from '#db/schema/notices.ts';
import { type Leaf, signalsOf } from '#domain/notices/signals.ts';
import type { Runtime } from '../runtime.ts';
import { compose } from './compose.ts';
import { occasionsOf } from './occasions.ts';

/** Leaves that are read and committed together. */
const BATCH = 200;

/** How often one leaf may fail before the others stop waiting for it. */
const PATIENCE = 30;

async function standing(db: Reader): Promise<{ next: number; size: number } | null> {
  const [row] = await db
    .select({ next: noticeCursor.next, size: ledgerHead.size })
    .from(noticeCursor)
    .innerJoin(ledgerHead, eq(ledgerHead.id, noticeCursor.id));
  return row ?? null;
}

async function readLeaves(db: Reader, from: number, to: number): Promise<Leaf[]> {
  const rows = await db
    .select({
      index: ledgerEntry.index,
      leaf: ledgerEntry.leaf,
      action: ledgerEntry.action,
      actor: ledgerEntry.actor,
      subject: ledgerEntry.subject,
    })
    .from(ledgerEntry)
    .where(and(gte(ledgerEntry.index, from), lt(ledgerEntry.index, to)))
    .orderBy(asc(ledgerEntry.index));
  return rows.map(({ leaf, ...row }) => {
    const { at, data } = JSON.parse(leaf) as { at: string; data: unknown };
    return { ...row, at, data };
  });
}

/** Makes and commits the notices of leaves `from` to `to`. False when another process was faster. */
async function step(runtime: Runtime, from: number, to: number): Promise<boolean> {
  const db = reader(runtime.store.pool);
  const leaves = await readLeaves(db, from, to);
  const now = await runtime.now();
  const told = leaves.flatMap((leaf) => signalsOf(leaf).map((signal) => ({ leaf, signal })));
  const occasions = await occasionsOf(db, told, runtime.trial, now);
  return commitBatch(runtime.store.pool, from, to, await compose(runtime, db, occasions, now));
}

/** One job a process. It remembers which leaf it stumbles over, so that a single bad one cannot silence all others. */
export function noticesJob(): (runtime: Runtime) => Promise<void> {
  /** leaves before this one are taken singly: something among them failed */
  let careful = 0;
  let stuck = { at: -1, times: 0 };
  return async (runtime) => {
    for (;;) {
      const where = await standing(reader(runtime.store.pool));
      if (!where || where.next >= where.size) return;
      const from = where.next;
      const to = from < careful ? from + 1 : Math.min(from + BATCH, where.size);
      try {
        if (!(await step(runtime, from, to))) return;
      } catch (error) {
        if (to - from > 1) {
          careful = to;
          continue;
        }
        stuck = { at: from, times: stuck.at === from ? stuck.times + 1 : 1 };
        if (stuck.times < PATIENCE) throw error;
        runtime.log.error({ err: error, entry: from }, 'an entry could not be told to anybody and is passed over');
        await commitBatch(runtime.store.pool, from, from + 1, { notices: [], mails: [], webhooks: [] });
      }
    }
  };
}
