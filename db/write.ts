/**
 * Transactions that may write. Only services/transact.ts imports this file (lint), so that no write happens without
 * authorisation and a ledger event.
 */
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Pool } from 'pg';

export type Writer = Omit<NodePgDatabase, 'transaction' | '$client'>;

/** What a unit of work ends in: its changes kept, or none of them. */
export type Ending = 'commit' | 'rollback';

/**
 * Runs `work` in one transaction on one connection; an exception rolls back.
 * `started` is the database's clock when the transaction began.
 */
export async function inTransaction<R>(
  pool: Pool,
  work: (db: Writer, started: Date) => Promise<{ ending: Ending; value: R }>,
): Promise<R> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    // One round trip: `pg` answers several simple statements with a list of results.
    const results = (await client.query('BEGIN; SELECT clock_timestamp() AS now')) as unknown as {
      rows: { now: Date }[];
    }[];
    const started = results[1]?.rows[0]?.now;
    if (!started) throw new Error('the database did not tell the time');
    try {
      const { ending, value } = await work(drizzle(client), started);
      await client.query(ending === 'commit' ? 'COMMIT' : 'ROLLBACK');
      return value;
    } catch (error) {
      await client.query('ROLLBACK').catch((failure: Error) => {
        broken = failure;
      });
      throw error;
    }
  } catch (error) {
    if (isConnectionFault(error)) broken = error as Error;
    throw error;
  } finally {
    // A connection whose state is unknown is closed, never handed to the next request.
    client.release(broken);
  }
}

function isConnectionFault(error: unknown): boolean {
  const code = (error as { code?: string }).code ?? '';
  return code.startsWith('08') || code === '57P01' || code === 'ECONNRESET' || code === 'EPIPE';
}
