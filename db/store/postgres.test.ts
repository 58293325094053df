import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, type TestPostgres, testPostgres } from '../testing/postgres.ts';
import { SchemaMismatchError } from './migrate.ts';
import { openStore } from './open.ts';
import type { PostgresConfig } from './postgres.ts';
import { UnsafeRoleError } from './role-check.ts';
import { LEDGER_HISTORY_TABLES } from './roles.ts';

const migrations = fileURLToPath(new URL('./testdata/migrations', import.meta.url));
const scratch = mkdtempSync(path.join(tmpdir(), 'countersign-migrations-'));
let server: TestPostgres;
let database: TestDatabase;

const onFault = (fault: Error) => console.error(fault);
const config = (more: Partial<PostgresConfig> = {}): PostgresConfig => ({
  kind: 'postgres',
  url: database.appUrl,
  trial: false,
  onFault,
  ...more,
});
const migrated = () => config({ migrationUrl: database.ownerUrl });

beforeAll(async () => {
  server = await testPostgres();
});
afterAll(async () => {
  await server.stop();
  rmSync(scratch, { recursive: true, force: true });
});
beforeEach(async () => {
  database = await server.createDatabase(null);
  return () => database.drop();
});

async function as<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const applied = (url: string) =>
  as(url, async (client) => (await client.query('SELECT FROM drizzle.__drizzle_migrations')).rowCount);

describe('opening', () => {
  test('six servers that start at once on an empty database all open it, migrated once', async () => {
    const stores = await Promise.all(Array.from({ length: 6 }, () => openStore(migrated(), migrations)));
    for (const store of stores) {
      await store.pool.query("INSERT INTO ledger_node (level, index, hash) VALUES (0, $1, '\\x00')", [
        stores.indexOf(store),
      ]);
      await store.close();
    }
    expect(await applied(database.ownerUrl)).toBe(2);
  });

  test('a newer migration is applied to a store that is in use', async () => {
    const folder = path.join(scratch, 'first-only');
    cpSync(migrations, folder, { recursive: true });
    const journal = path.join(folder, 'meta/_journal.json');
    const { entries, ...rest } = JSON.parse(readFileSync(journal, 'utf8')) as { entries: unknown[] };
    writeFileSync(journal, JSON.stringify({ ...rest, entries: entries.slice(0, 1) }));
    const old = await openStore(migrated(), folder);
    await old.pool.query("INSERT INTO sample (label) VALUES ('before')");
    const fresh = await openStore(migrated(), migrations);
    expect((await fresh.gatePool.query('SELECT label FROM sample')).rows).toEqual([{ label: 'before' }]);
    await fresh.pool.query('INSERT INTO pair SELECT 1, id FROM sample');
    await Promise.all([old.close(), fresh.close()]);

    await expect(openStore(config(), folder), 'older code on a newer schema').rejects.toThrow('newer Countersign');
  });

  test('the app role alone opens a current schema, and is told what to do about an empty one', async () => {
    const refusal = await openStore(config(), migrations).catch((error: Error) => error);
    expect(refusal).toBeInstanceOf(SchemaMismatchError);
    expect((refusal as Error).message).toContain('DATABASE_MIGRATION_URL');
    await (await openStore(migrated(), migrations)).close();
    const store = await openStore(config(), migrations);
    expect(store.describe()).toMatch(/^PostgreSQL .* as countersign_test_app$/);
    expect(store.describe()).not.toContain(new URL(database.appUrl).password);
    await store.close();
  });

  test('limits hold on every connection, and the gate has connections of its own', async () => {
    await (await openStore(migrated(), migrations)).close();
    const store = await openStore({ ...config(), poolSizes: { main: 2, gate: 1 } }, migrations);
    const hogs = await Promise.all([store.pool.connect(), store.pool.connect()]);
    const { rows } = await store.gatePool.query(
      `SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock,
         current_setting('idle_in_transaction_session_timeout') AS idle, current_setting('application_name') AS name`,
    );
    expect(rows).toEqual([{ statement: '30s', lock: '2s', idle: '15s', name: 'countersign gate' }]);
    for (const hog of hogs) hog.release();
    await store.close();
  });
});

describe('who may serve', () => {
  test.each([
    ['the owner', () => config({ url: database.ownerUrl, migrationUrl: database.ownerUrl }), 'owns the database'],
    ['the owner of an empty database', () => config({ url: database.ownerUrl }), 'owns the database'],
    [
      'a superuser',
      () => config({ url: inDatabase(server.adminUrl), migrationUrl: database.ownerUrl }),
      'is a superuser',
    ],
  ])('%s is refused with the two ways out, and serves a trial', async (_name, make, reason) => {
    const refusal = await openStore(make(), migrations).catch((error: Error) => error);
    expect(refusal).toBeInstanceOf(UnsafeRoleError);
    for (const part of [reason, 'DATABASE_MIGRATION_URL', 'COUNTERSIGN_TRIAL=1']) {
      expect((refusal as Error).message).toContain(part);
    }
    const trial = await openStore({ ...make(), trial: true }, migrations);
    await expect(trial.pool.query('DELETE FROM ledger_entry; TRUNCATE ledger_entry')).rejects.toThrow('append-only');
    await trial.close();
  });

  test.each([
    ['a member of the owner', 'GRANT countersign_test_owner TO $role', 'owns the database'],
    ['who can make roles', 'ALTER ROLE $role CREATEROLE', 'CREATEROLE'],
    ['who may write every table', 'GRANT pg_write_all_data TO $role', 'pg_write_all_data'],
    ['who may run programs', 'GRANT pg_execute_server_program TO $role', 'pg_execute_server_program'],
    ['who was given UPDATE on history', 'GRANT UPDATE ON checkpoint TO $role', 'may update on checkpoint'],
    ['who may add triggers to history', 'GRANT TRIGGER ON ledger_entry TO $role', 'may trigger on ledger_entry'],
    [
      'a member of a superuser, not inheriting',
      'ALTER ROLE $role NOINHERIT; GRANT postgres TO $role',
      'is a superuser',
    ],
  ])('a role %s is refused', async (_name, grant, reason) => {
    await (await openStore(migrated(), migrations)).close();
    const role = `countersign_test_${Math.random().toString(36).slice(2)}`;
    await as(inDatabase(server.adminUrl), async (admin) => {
      await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD 'x'; GRANT USAGE ON SCHEMA drizzle TO ${role};
        GRANT SELECT ON drizzle.__drizzle_migrations TO ${role}`);
      try {
        const url = new URL(database.appUrl);
        [url.username, url.password] = [role, 'x'];
        await (await openStore(config({ url: url.toString() }), migrations)).close();
        await admin.query(grant.replaceAll('$role', role));
        await expect(openStore(config({ url: url.toString() }), migrations)).rejects.toThrow(reason);
      } finally {
        await admin.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
      }
    });
  });
});

describe('the app role and ledger history', () => {
  const column = { ledger_entry: 'body', ledger_node: 'hash', checkpoint: 'note' } as const;
  const key = { ledger_entry: 'index', ledger_node: 'level, index', checkpoint: 'size' } as const;
  const attacks = LEDGER_HISTORY_TABLES.flatMap((table) => [
    `UPDATE ${table} SET ${column[table]} = ${column[table]}`,
    `DELETE FROM ${table}`,
    `TRUNCATE ${table}`,
    `DROP TABLE ${table}`,
    `ALTER TABLE ${table} RENAME TO gone`,
    `ALTER TABLE ${table} DISABLE TRIGGER ALL`,
    `DROP TRIGGER countersign_append_only_rows ON ${table}`,
    `CREATE TRIGGER mine BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()`,
    `CREATE RULE mine AS ON INSERT TO ${table} DO INSTEAD NOTHING`,
    `INSERT INTO ${table} SELECT * FROM ${table} ON CONFLICT (${key[table]}) DO UPDATE SET ${column[table]} = excluded.${column[table]}`,
    `MERGE INTO ${table} t USING ${table} s ON t.${column[table]} = s.${column[table]} WHEN MATCHED THEN DELETE`,
    `WITH gone AS (DELETE FROM ${table} RETURNING 1) SELECT count(*) FROM gone`,
    `GRANT ALL ON ${table} TO CURRENT_USER; DELETE FROM ${table}`,
    `SELECT * FROM ${table} FOR UPDATE`,
    `DO $$ BEGIN LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE; END $$`,
    `COPY ${table} FROM '/etc/hostname'`,
    `COPY ${table} TO PROGRAM 'true'`,
  ]);
  const elsewhere = [
    'SET ROLE countersign_test_owner',
    'SET SESSION AUTHORIZATION postgres',
    'RESET ROLE; DELETE FROM ledger_entry',
    'SET session_replication_role = replica',
    'DROP SCHEMA public CASCADE',
    'DROP OWNED BY countersign_test_owner',
    'CREATE OR REPLACE FUNCTION countersign_refuse_history_change() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN OLD; END$$',
    'DROP FUNCTION countersign_refuse_history_change() CASCADE',
    "UPDATE pg_class SET relowner = 1 WHERE relname = 'ledger_entry'",
    "UPDATE drizzle.__drizzle_migrations SET hash = ''",
    'CREATE TABLE ours (n int)',
  ];

  test(`${attacks.length + elsewhere.length} SQL attacks: all refused, nothing changed`, async () => {
    const store = await openStore(migrated(), migrations);
    await store.pool.query("INSERT INTO ledger_entry VALUES (0, 'first'); INSERT INTO checkpoint VALUES (1, 'note')");
    await store.pool.query("INSERT INTO ledger_node VALUES (0, 0, '\\x00')");
    const read = async () => (await store.pool.query('SELECT * FROM ledger_entry, checkpoint, ledger_node')).rows;
    const before = await read();
    expect(before).toHaveLength(1);
    const got: string[] = [];
    for (const attack of [...attacks, ...elsewhere]) {
      const outcome = await store.pool.query(attack).then(
        () => 'allowed',
        (error: pg.DatabaseError) => error.code,
      );
      // 42501 insufficient_privilege; a refusal for any other reason would prove nothing about rights.
      if (outcome !== '42501') got.push(`${outcome}: ${attack}`);
    }
    expect(got).toEqual([]);
    expect(await read()).toEqual(before);
    await store.pool.query("UPDATE sample SET label = 'x'; DELETE FROM sample");
    await store.close();
  });

  test('the owner, who has the rights, is stopped by the triggers', async () => {
    await (await openStore(migrated(), migrations)).close();
    await as(database.ownerUrl, async (owner) => {
      await owner.query("INSERT INTO ledger_entry VALUES (0, 'first')");
      for (const attack of ["UPDATE ledger_entry SET body = ''", 'DELETE FROM ledger_entry', 'TRUNCATE ledger_entry']) {
        await expect(owner.query(attack), attack).rejects.toThrow('append-only');
      }
    });
  });
});

function inDatabase(adminUrl: string): string {
  const url = new URL(adminUrl);
  url.pathname = new URL(database.ownerUrl).pathname;
  return url.toString();
}
