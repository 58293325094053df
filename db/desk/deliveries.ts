/** Bookkeeping of what goes out: who is at it, how each attempt ended, when it is due again. */
import { and, asc, eq, inArray, lt, lte, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { Pool } from 'pg';
import { delivery, deliveryAttempt } from '../schema/notices.ts';
import { inTransaction } from '../write.ts';

export type DeliveryRow = typeof delivery.$inferSelect;

/**
 * Takes up to `limit` deliveries that are due and counts the attempt; nobody else takes them before `leaseUntil`. What a
 * process that died had taken is taken again then: sent twice at worst, under the same id.
 */
export async function claimDue(pool: Pool, now: Date, leaseUntil: Date, limit: number): Promise<DeliveryRow[]> {
  const db = drizzle(pool);
  const due = db
    .select({ id: delivery.id })
    .from(delivery)
    .where(and(inArray(delivery.state, ['pending', 'failed']), lte(delivery.nextAt, now)))
    .orderBy(asc(delivery.nextAt))
    .limit(limit)
    .for('update', { skipLocked: true });
  return db
    .update(delivery)
    .set({ nextAt: leaseUntil, attempts: sql`${delivery.attempts} + 1` })
    .where(inArray(delivery.id, due))
    .returning();
}

export interface Ended {
  readonly state: 'failed' | 'sent' | 'dead';
  /** when it is due again; for what has ended, when it ended */
  readonly nextAt: Date;
}

/** Writes an attempt down, with what follows from it. */
export async function recordAttempt(
  pool: Pool,
  attempt: typeof deliveryAttempt.$inferInsert,
  { state, nextAt }: Ended,
): Promise<void> {
  await inTransaction(pool, async (db) => {
    await db.insert(deliveryAttempt).values(attempt);
    await db
      .update(delivery)
      .set({ state, nextAt, ...(state === 'sent' ? { sentAt: nextAt } : {}) })
      .where(eq(delivery.id, attempt.deliveryId));
    return { ending: 'commit', value: undefined };
  });
}

/** Makes a delivery that has ended due at once, with all its attempts before it. False when it has not ended. */
export async function makeDueAgain(pool: Pool, id: string, now: Date): Promise<boolean> {
  const again = await drizzle(pool)
    .update(delivery)
    .set({ state: 'pending', attempts: 0, nextAt: now })
    .where(and(eq(delivery.id, id), inArray(delivery.state, ['sent', 'dead', 'failed'])))
    .returning({ id: delivery.id });
  return again.length > 0;
}

export async function addDelivery(pool: Pool, row: typeof delivery.$inferInsert): Promise<void> {
  await drizzle(pool).insert(delivery).values(row);
}

/** Takes away up to `limit` deliveries that ended before `before`, with their attempts. Tells how many. */
export async function forgetEnded(pool: Pool, before: Date, limit: number): Promise<number> {
  const db = drizzle(pool);
  const old = db
    .select({ id: delivery.id })
    .from(delivery)
    .where(and(inArray(delivery.state, ['sent', 'dead']), lt(delivery.nextAt, before)))
    .limit(limit);
  const gone = await db.delete(delivery).where(inArray(delivery.id, old)).returning({ id: delivery.id });
  return gone.length;
}
