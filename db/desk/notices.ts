/**
 * Writes about who was told what: made by the notices job from the ledger, read and put away by the person they are for.
 * No rule of the gate reads any of it, and no ledger event records it.
 */
import { and, eq, inArray, isNull, lt, lte, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { Pool } from 'pg';
import { delivery, notice, noticeCursor, noticePreference } from '../schema/notices.ts';
import { inTransaction, type Writer } from '../write.ts';

type NoticeRow = typeof notice.$inferInsert;
type DeliveryRow = typeof delivery.$inferInsert;
type PreferenceRow = typeof noticePreference.$inferInsert;

export interface Batch {
  readonly notices: readonly NoticeRow[];
  /** each with the id of its notice; goes out only when that notice is new */
  readonly mails: readonly DeliveryRow[];
  readonly webhooks: readonly DeliveryRow[];
}

const CHUNK = 500;

function* chunks<T>(rows: readonly T[]): Generator<T[]> {
  for (let start = 0; start < rows.length; start += CHUNK) yield rows.slice(start, start + CHUNK);
}

async function insertBatch(db: Writer, batch: Batch): Promise<void> {
  const fresh = new Set<string>();
  for (const rows of chunks(batch.notices)) {
    const made = await db.insert(notice).values(rows).onConflictDoNothing().returning({ id: notice.id });
    for (const { id } of made) fresh.add(id);
  }
  const mails = batch.mails.filter(({ noticeId }) => fresh.has(noticeId ?? ''));
  for (const rows of chunks([...mails, ...batch.webhooks])) {
    await db.insert(delivery).values(rows).onConflictDoNothing();
  }
}

/**
 * Keeps what was made of the ledger's leaves `from` to `to` and moves the cursor, both or neither. False when another
 * process was faster: then nothing was written.
 */
export async function commitBatch(pool: Pool, from: number, to: number, batch: Batch): Promise<boolean> {
  return inTransaction(pool, async (db) => {
    const moved = await db
      .update(noticeCursor)
      .set({ next: to })
      .where(and(eq(noticeCursor.id, 1), eq(noticeCursor.next, from)))
      .returning({ id: noticeCursor.id });
    if (moved.length === 0) return { ending: 'rollback', value: false };
    await insertBatch(db, batch);
    return { ending: 'commit', value: true };
  });
}

/** Keeps what time alone gave rise to; what is there already stays as it is. */
export async function keepBatch(pool: Pool, batch: Batch): Promise<void> {
  await inTransaction(pool, async (db) => {
    await insertBatch(db, batch);
    return { ending: 'commit', value: undefined };
  });
}

/** Only ever the person's own. */
export async function markRead(pool: Pool, personId: string, ids: readonly string[], now: Date): Promise<void> {
  await drizzle(pool)
    .update(notice)
    .set({ readAt: now })
    .where(and(eq(notice.personId, personId), inArray(notice.id, [...ids]), isNull(notice.readAt)));
}

/** What came after the page was shown stays unread. */
export async function markAllRead(pool: Pool, personId: string, upTo: string, now: Date): Promise<void> {
  await drizzle(pool)
    .update(notice)
    .set({ readAt: now })
    .where(and(eq(notice.personId, personId), lte(notice.id, upTo), isNull(notice.readAt)));
}

export async function keepPreferences(pool: Pool, rows: readonly PreferenceRow[]): Promise<void> {
  await drizzle(pool)
    .insert(noticePreference)
    .values([...rows])
    .onConflictDoUpdate({
      target: [noticePreference.personId, noticePreference.kind],
      set: { inProduct: sql`excluded.in_product`, mail: sql`excluded.mail` },
    });
}

/** Takes away up to `limit` notices that were read before `before`, with what is noted of their mails. Tells how many. */
export async function forgetRead(pool: Pool, before: Date, limit: number): Promise<number> {
  const db = drizzle(pool);
  const old = db.select({ id: notice.id }).from(notice).where(lt(notice.readAt, before)).limit(limit);
  const gone = await db.delete(notice).where(inArray(notice.id, old)).returning({ id: notice.id });
  return gone.length;
}
