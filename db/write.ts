/**
 * Transactions that may write. Only services/transact.ts imports this file (lint), so that no write happens without
 * authorisation and a ledger event.
 */
import { sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Pool } from 'pg';
import { send } from './batch.ts';
import { handleOn } from './read.ts';
import { known, type Question, reading, together, type Write, writing } from './statement.ts';

export type Writer = Omit<NodePgDatabase, 'transaction' | '$client'>;

/** What a unit of work ends in: its changes kept, `last` among them, or none of them. */
export type Ending<R> =
  | { readonly ending: 'commit'; readonly last?: readonly Write[]; readonly value: R }
  | { readonly ending: 'rollback'; readonly value: R };

const begin = reading<Record<never, never>, never>('begin', () => sql`begin`);
const clock = reading<Record<never, never>, { now: Date }>('clock', () => sql`select clock_timestamp() as now`);
const commit = writing<Record<never, never>>('commit', () => sql`commit`);

/** Writes, and then asks, in one round trip. */
export type Step = <T>(writes: readonly Write[], question: Question<T>) => Promise<T>;

/**
 * Runs `work` in one transaction on one connection; an exception rolls back. `opening` goes out with BEGIN, and the `last`
 * writes with COMMIT: a round trip each. `started` is the database's clock when the transaction began.
 */
export async function inTransaction<R, A = undefined>(
  pool: Pool,
  work: (db: Writer, started: Date, opened: A, step: Step) => Promise<Ending<R>>,
  opening: Question<A> = known(undefined as A),
): Promise<R> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    const db = handleOn(client);
    try {
      const start = together(begin({}), clock({}), opening);
      const [, [time], opened] = start.read((await send(client, start.calls)).map(({ rows }) => rows));
      if (!time) throw new Error('the database did not tell the time');
      const step: Step = async (writes, question) => {
        const calls = [...writes.map(({ write }) => write), ...question.calls];
        return question.read((await send(client, calls)).slice(writes.length).map(({ rows }) => rows));
      };
      const done = await work(db, time.now, opened, step);
      if (done.ending === 'rollback') {
        await client.query('ROLLBACK');
        return done.value;
      }
      const executed = await send(
        client,
        [...(done.last ?? []), commit({})].map(({ write }) => write),
      );
      // What failed before and was not noticed ends in a ROLLBACK that is no error.
      if (executed.at(-1)?.command !== 'COMMIT') throw new Error('the transaction had failed and was rolled back');
      return done.value;
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
