// The one way to a store. It comes back opened, migrated and granted, or not at all.

import type pg from 'pg';
import { type EmbeddedConfig, openEmbedded } from './embedded.ts';
import { openPostgres, type PostgresConfig } from './postgres.ts';

export type StoreConfig = EmbeddedConfig | PostgresConfig;

export interface Store {
  readonly kind: 'embedded' | 'postgres';
  readonly pool: pg.Pool;
  /** Connections kept for issuing tokens; the same pool on the embedded store, which has one connection. */
  readonly gatePool: pg.Pool;
  /** Waits for running transactions, then lets the next process in. Idempotent. */
  close(): Promise<void>;
  /** For a log line and the banner; holds no secrets. */
  describe(): string;
}

/** @param migrationsFolder drizzle-kit's folder, with `meta/_journal.json` */
export function openStore(config: StoreConfig, migrationsFolder: string): Promise<Store> {
  return config.kind === 'embedded' ? openEmbedded(config, migrationsFolder) : openPostgres(config, migrationsFolder);
}
