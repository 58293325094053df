// Migrations are applied under an advisory lock: of six servers that start at once, five would otherwise fail on the
// first CREATE. The same lock covers grants and guards, which PostgreSQL refuses to change concurrently.

import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import type pg from 'pg';
import { grantToApp, guardHistory } from './roles.ts';
import { guardTransitions } from './transitions.ts';

/** Any constant that no other program on the cluster uses: the bytes of "countsgn". */
const LOCK_KEY = '7165074649430321006';

/** The schema in the database is not the one this code was written for. */
export class SchemaMismatchError extends Error {
  override readonly name = 'SchemaMismatchError';
}

/**
 * Brings the schema up to date, guards ledger history, and grants the app role its rights when there is one.
 * `client` is a connection of its own, signed in as the owner of the schema.
 */
export async function migrateSchema(client: pg.ClientBase, migrationsFolder: string, appRole?: string): Promise<void> {
  await client.query('SELECT pg_advisory_lock($1)', [LOCK_KEY]);
  try {
    const { newest, applied } = await compare(client, migrationsFolder);
    if (applied > newest) throw newerThanCode();
    await migrate(drizzle(client as pg.Client), { migrationsFolder });
    await client.query('BEGIN');
    try {
      await guardHistory(client);
      await guardTransitions(client);
      if (appRole !== undefined) await grantToApp(client, appRole);
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    }
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [LOCK_KEY]);
  }
}

/** For a server that may not migrate: throws SchemaMismatchError unless the schema is exactly this code's. */
export async function requireCurrentSchema(client: pg.ClientBase, migrationsFolder: string): Promise<void> {
  const { newest, applied } = await compare(client, migrationsFolder);
  if (applied > newest) throw newerThanCode();
  if (applied < newest) {
    throw new SchemaMismatchError(
      'The database has no current schema, and this role may not make it: start once with DATABASE_MIGRATION_URL.',
    );
  }
}

/** Times of the newest migration known to the code and of the newest applied, as drizzle-kit stamps them. */
async function compare(client: pg.ClientBase, folder: string): Promise<{ newest: number; applied: number }> {
  const newest = Math.max(0, ...readMigrationFiles({ migrationsFolder: folder }).map((each) => each.folderMillis));
  const { rows } = await client.query<{ present: boolean }>(
    `SELECT to_regclass('drizzle.__drizzle_migrations') IS NOT NULL AS present`,
  );
  if (!rows[0]?.present) return { newest, applied: 0 };
  const last = await client.query<{ at: string | null }>(
    'SELECT max(created_at) AS at FROM drizzle.__drizzle_migrations',
  );
  return { newest, applied: Number(last.rows[0]?.at ?? 0) };
}

function newerThanCode(): SchemaMismatchError {
  return new SchemaMismatchError(
    'The database was migrated by a newer Countersign than this one. Run that version, or restore the backup taken before.',
  );
}
