// The store of a trial and of one machine: PGlite in a thread of this process, behind the same driver as PostgreSQL.

import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { createEmbeddedCluster, EmbeddedEngine } from './embedded-engine.ts';
import { EmbeddedStream } from './embedded-stream.ts';
import { type OnFault, StoreFault } from './fault.ts';
import { acquireLock, type StoreLock } from './lock.ts';
import { maintain } from './maintenance.ts';
import { migrateSchema } from './migrate.ts';
import type { Store } from './open.ts';

export interface EmbeddedConfig {
  kind: 'embedded';
  /** Holds the lock and, under `pg`, the cluster. Made when missing. */
  dataDir: string;
  lockInfo?: { url?: string };
  onFault: OnFault;
}

const WAIT_FOR_CONNECTION_MS = 10_000;
const CLOSE_WAITS_MS = 5_000;

/** Throws StoreLockedError while another process has the directory. */
export async function openEmbedded(config: EmbeddedConfig, migrationsFolder: string): Promise<Store> {
  const dataDir = path.resolve(config.dataDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  let engine: EmbeddedEngine | undefined;
  const lock = await acquireLock(dataDir, {
    url: config.lockInfo?.url,
    onLost: () => void engine?.abandon('Another process took the store over'),
  });
  try {
    const cluster = path.join(dataDir, 'pg');
    if (!existsSync(cluster)) await createEmbeddedCluster(cluster);
    engine = await EmbeddedEngine.start(cluster, config.onFault);
    const pool = embeddedPool(engine);
    pool.on('error', () => {}); // the engine reports its own end, once
    const client = await pool.connect();
    try {
      await migrateSchema(client, migrationsFolder);
    } finally {
      client.release();
    }
    return embeddedStore(dataDir, pool, engine, lock, config.onFault);
  } catch (error) {
    await engine?.close();
    lock.release();
    throw error;
  }
}

/** One connection: the pool's queue is the mutex that the engine needs. */
export function embeddedPool(engine: EmbeddedEngine): pg.Pool {
  return new EmbeddedPool({
    stream: () => new EmbeddedStream(engine),
    ssl: false,
    user: 'postgres',
    database: 'postgres',
    application_name: 'countersign',
    max: 1,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: WAIT_FOR_CONNECTION_MS,
  });
}

type Connected = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (release?: unknown) => void,
) => void;

/** Says what "timeout exceeded" means here: nearly always a query on the pool inside a transaction, a deadlock. */
class EmbeddedPool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<pg.PoolClient> | void {
    if (callback) return super.connect((error, client, done) => callback(error && explain(error), client, done));
    return super.connect().catch((error: Error) => Promise.reject(explain(error)));
  }
}

function explain(error: Error): Error {
  if (!error.message.startsWith('timeout exceeded')) return error;
  return new Error(
    `The embedded store's only connection was not free for ${WAIT_FOR_CONNECTION_MS / 1000} s. ` +
      'Either a query outside a transaction was awaited inside it, or one transaction takes too long.',
    { cause: error },
  );
}

function embeddedStore(
  dataDir: string,
  pool: pg.Pool,
  engine: EmbeddedEngine,
  lock: StoreLock,
  onFault: OnFault,
): Store {
  const maintenance = maintain(pool, (error) =>
    onFault(new StoreFault('Maintenance of the embedded store failed', false, { cause: error })),
  );
  let closing: Promise<void> | undefined;
  const close = async () => {
    maintenance.stop();
    // A transaction that never ends must not keep the lock: the engine rolls it back.
    const patience = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_WAITS_MS).unref());
    await Promise.race([pool.end(), patience]);
    await engine.close();
    lock.release();
  };
  return {
    kind: 'embedded',
    pool,
    gatePool: pool,
    close: () => (closing ??= close()),
    describe: () => `embedded store in ${dataDir}: one process, trial`,
  };
}
