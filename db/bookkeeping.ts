/**
 * Counters that no rule of the domain reads and no ledger event records: failed sign-ins (which anybody can cause) and
 * when a key was last used. The only writes outside services/transact.ts.
 */
import { and, eq, isNull, lt, or, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { Pool } from 'pg';
import { localCredential, pipelineKey } from './schema/people.ts';

/** Counts a failed sign-in and sets how long the next one has to wait: 1 s after the third failure, doubling to 15 min. */
export async function countSignInFailure(pool: Pool, personId: string): Promise<void> {
  await drizzle(pool)
    .update(localCredential)
    .set({
      failures: sql`least(${localCredential.failures} + 1, 30)`,
      lockedUntil: sql`case when ${localCredential.failures} >= 2
        then clock_timestamp() + least(power(2, ${localCredential.failures} - 2), 900) * interval '1 second' end`,
    })
    .where(eq(localCredential.personId, personId));
}

export async function clearSignInFailures(pool: Pool, personId: string): Promise<void> {
  await drizzle(pool)
    .update(localCredential)
    .set({ failures: 0, lockedUntil: null })
    .where(eq(localCredential.personId, personId));
}

/** Notes that a key was used, at most once a minute. */
export async function touchKey(pool: Pool, keyId: string, now: Date): Promise<void> {
  const minuteAgo = new Date(now.getTime() - 60_000);
  await drizzle(pool)
    .update(pipelineKey)
    .set({ lastUsedAt: now })
    .where(and(eq(pipelineKey.id, keyId), or(isNull(pipelineKey.lastUsedAt), lt(pipelineKey.lastUsedAt, minuteAgo))));
}
