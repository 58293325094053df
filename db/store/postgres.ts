// The store of several servers: PostgreSQL, as a role that cannot rewrite history.

import pg from 'pg';
import { type OnFault, StoreFault } from './fault.ts';
import { migrateSchema, requireCurrentSchema } from './migrate.ts';
import type { Store } from './open.ts';
import { reasonToRefuse, UnsafeRoleError } from './role-check.ts';

export interface PostgresConfig {
  kind: 'postgres';
  /** The app's sign-in (DATABASE_URL). */
  url: string;
  /** The owner's sign-in (DATABASE_MIGRATION_URL). Without it the schema must be current already. */
  migrationUrl?: string;
  /** COUNTERSIGN_TRIAL: works as owner or superuser too, and then migrates by itself. */
  trial: boolean;
  onFault: OnFault;
  /** Connections of pages and the API, and of issuing tokens, which must go on when the former are all taken (T53). */
  poolSizes?: { main: number; gate: number };
}

const LIMITS = {
  statement_timeout: 30_000,
  // A request queues for a connection, for its key and for the ledger's head: ten seconds have to suffice for all (P4).
  lock_timeout: 2_000,
  idle_in_transaction_session_timeout: 15_000,
  connectionTimeoutMillis: 5_000,
  keepAlive: true,
};

/** Throws UnsafeRoleError or SchemaMismatchError, each saying what to do. */
export async function openPostgres(config: PostgresConfig, migrationsFolder: string): Promise<Store> {
  const { role, version, target } = await onConnection(config.url, identify);
  if (config.migrationUrl !== undefined) {
    await onConnection(config.migrationUrl, async (owner) => {
      const { role: ownerRole } = await identify(owner);
      await migrateSchema(owner, migrationsFolder, ownerRole === role ? undefined : role);
    });
  }
  await onConnection(config.url, async (app) => {
    const reason = await reasonToRefuse(app);
    if (reason !== undefined && !config.trial) throw new UnsafeRoleError(role, reason);
    if (reason !== undefined && config.migrationUrl === undefined) await migrateSchema(app, migrationsFolder);
    else await requireCurrentSchema(app, migrationsFolder);
  });
  const sizes = config.poolSizes ?? { main: 10, gate: 4 };
  const pool = limitedPool(config, 'countersign', sizes.main);
  const gatePool = limitedPool(config, 'countersign gate', sizes.gate);
  let closing: Promise<void> | undefined;
  return {
    kind: 'postgres',
    pool,
    gatePool,
    close: () => (closing ??= Promise.all([pool.end(), gatePool.end()]).then(() => undefined)),
    describe: () => `PostgreSQL ${version} at ${target} as ${role}`,
  };
}

function limitedPool(config: PostgresConfig, application_name: string, max: number): pg.Pool {
  const pool = new pg.Pool({ ...LIMITS, connectionString: config.url, application_name, max });
  // Without a listener an idle connection that the server drops would end the process.
  pool.on('error', (error) =>
    config.onFault(new StoreFault('A connection to PostgreSQL was lost', false, { cause: error })),
  );
  // Likewise one that is lost between two statements of a transaction: the next statement reports it.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

async function identify(client: pg.ClientBase): Promise<{ role: string; version: string; target: string }> {
  const { rows } = await client.query<{ role: string; version: string; database: string }>(
    `SELECT session_user AS role, current_setting('server_version') AS version, current_database() AS database`,
  );
  const row = rows[0];
  if (!row) throw new Error('PostgreSQL did not say who is signed in');
  const { host, port } = client as pg.Client;
  return { role: row.role, version: row.version, target: `${host}:${port}/${row.database}` };
}

/** A connection of its own: migrations may take longer than a request is allowed to. */
async function onConnection<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'countersign start',
    connectionTimeoutMillis: LIMITS.connectionTimeoutMillis,
    keepAlive: true,
  });
  client.on('error', () => {}); // the query that runs reports it
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
