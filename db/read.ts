/** Reading handles: what a query may use of Drizzle, and nothing that writes. */
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Pool, PoolClient } from 'pg';
import { send } from './batch.ts';
import type { Question } from './statement.ts';

/** Selects only. Raw `execute` is left out because it could write. */
export type Reader = Pick<
  NodePgDatabase,
  'select' | 'selectDistinct' | 'selectDistinctOn' | '$count' | '$with' | 'with'
>;

const handles = new WeakMap<Pool | PoolClient, NodePgDatabase & { $client: Pool | PoolClient }>();

/** Drizzle on a pool or on one connection, made once for each. */
export function handleOn(client: Pool | PoolClient): NodePgDatabase {
  const handle = handles.get(client) ?? drizzle(client);
  handles.set(client, handle);
  return handle;
}

/** A reader on any free connection of the pool. */
export function reader(pool: Pool): Reader {
  return handleOn(pool);
}

/** Puts the question in one round trip. A reader hides its client, because a client could write; questions cannot. */
export async function ask<T>(db: Reader, question: Question<T>): Promise<T> {
  if (question.calls.length === 0) return question.read([]);
  const { $client } = db as NodePgDatabase & { $client: Pool | PoolClient };
  const executed = await send($client, question.calls);
  return question.read(executed.map(({ rows }) => rows));
}
