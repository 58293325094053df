/** Reading handles: what a query may use of Drizzle, and nothing that writes. */
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Pool } from 'pg';

/** Selects only. Raw `execute` is left out because it could write. */
export type Reader = Pick<
  NodePgDatabase,
  'select' | 'selectDistinct' | 'selectDistinctOn' | '$count' | '$with' | 'with'
>;

/** A reader on any free connection of the pool. */
export function reader(pool: Pool): Reader {
  return drizzle(pool);
}
