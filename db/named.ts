/**
 * Named statements: parsed and planned once a connection instead of at every call. For the few statements on the gate's
 * path that are large enough for planning to cost more than running.
 */
import type { SQL } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { PgDialect } from 'drizzle-orm/pg-core';
import type { Pool, PoolClient, QueryResultRow } from 'pg';
import type { Reader } from './read.ts';
import type { Writer } from './write.ts';

const dialect = new PgDialect();

/**
 * The rows of a statement that is named. The same name always has to have the same text; only values may differ.
 * A reader hides its client, because a client could write: give this statements that only read or lock.
 */
export async function namedRows<R extends QueryResultRow>(
  db: Reader | Writer,
  name: string,
  statement: SQL,
): Promise<R[]> {
  const { $client } = db as NodePgDatabase & { $client: Pool | PoolClient };
  const { sql: text, params: values } = dialect.sqlToQuery(statement);
  const { rows } = await $client.query<R>({ name, text, values });
  return rows;
}
