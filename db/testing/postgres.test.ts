import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { LEDGER_HISTORY_TABLES } from '../store/roles.ts';
import { openTestStore, type TestStore, testPostgres } from './postgres.ts';

const migrations = fileURLToPath(new URL('../store/testdata/migrations', import.meta.url));
const script = fileURLToPath(new URL('../../scripts/test-postgres.mjs', import.meta.url));

test('each store is a database of its own, works as the app role, and is gone when closed', async () => {
  const [one, two] = await Promise.all([openTestStore(migrations), openTestStore(migrations)]);
  await one.pool.query("INSERT INTO sample (label) VALUES ('mine')");
  expect((await two.pool.query('SELECT FROM sample')).rowCount).toBe(0);
  await expect(one.pool.query('DELETE FROM ledger_entry')).rejects.toMatchObject({ code: '42501' });
  const names = await Promise.all(
    [one, two].map((store) => store.pool.query<{ name: string }>('SELECT current_database() AS name')),
  );
  await Promise.all([one.close(), two.close()]);
  const again = await openTestStore(migrations);
  const left = await again.pool.query('SELECT FROM pg_database WHERE datname = ANY($1)', [
    names.map(({ rows }) => rows[0]?.name),
  ]);
  expect(left.rowCount).toBe(0);
  await again.close();
});

test('a database with the schema of the product is a copy of the template, and ledger history is out of reach', async () => {
  const stores = [await openTestStore(), await openTestStore()];
  for (const table of LEDGER_HISTORY_TABLES) {
    await expect(stores[1]?.pool.query(`DELETE FROM ${table}`), table).rejects.toMatchObject({ code: '42501' });
  }
  const applied = stores.map((store) => store.pool.query('SELECT * FROM drizzle.__drizzle_migrations'));
  const [one, two] = await Promise.all(applied);
  expect(two?.rows).toEqual(one?.rows);
  const { rows } = await (stores[0] as TestStore).pool.query(
    "SELECT count(*)::int AS n FROM pg_database WHERE datname ~ '^countersign_template_.*_new$'",
  );
  expect(rows, 'no half-made template').toEqual([{ n: 0 }]);
  await Promise.all(stores.map((store) => store.close()));
});

test('text sorts by language unless COLLATE "C" is asked for, so that a forgotten one shows', async () => {
  const server = await testPostgres();
  const database = await server.createDatabase(migrations);
  const store = await openTestStore(migrations);
  const { rows } = await store.pool.query(
    `SELECT 'a' < 'B' AS language, 'a' < 'B' COLLATE "C" AS bytes FROM pg_database
     WHERE datname = current_database() AND datlocprovider = 'i'`,
  );
  if (!process.env.TEST_DATABASE_URL) expect(rows).toEqual([{ language: true, bytes: false }]);
  await store.close();
  await database.drop();
});

test('a server whose test run is killed goes away, and its data with it', { timeout: 60_000 }, async () => {
  const directory = path.join(tmpdir(), `countersign-killed-${process.pid}`);
  const run = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  spawn(process.execPath, [script, '--dir', directory, '--for', String(run.pid)], { stdio: 'ignore' });
  const until = async (condition: () => boolean) => {
    while (!condition()) await new Promise((resolve) => setTimeout(resolve, 50));
  };
  await until(() => existsSync(path.join(directory, 'url')) || existsSync(path.join(directory, 'failed')));
  const postmaster = Number(readFileSync(path.join(directory, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
  process.kill(postmaster, 0);
  run.kill('SIGKILL');
  await until(() => !existsSync(directory));
  expect(() => process.kill(postmaster, 0)).toThrow('ESRCH');
});
