// The wall behind the services (THREATS T39): straight SQL, as the app's own role, cannot skip a state or turn one back.

import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { VERSION_ENDS } from '#domain/gate/version-state.ts';
import { MIGRATIONS, type TestDatabase, testPostgres } from '../testing/postgres.ts';
import { migrateSchema } from './migrate.ts';
import { MACHINES, ONCE } from './transitions.ts';

let database: TestDatabase;
let owner: pg.Client;

beforeAll(async () => {
  database = await (await testPostgres()).createDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  // Only the states are tried here, so rows need nothing that they refer to.
  for (const { table } of [...MACHINES, ...ONCE]) {
    const { rows } = await owner.query<{ name: string }>(
      `select conname as name from pg_constraint where conrelid = ('public.' || $1)::regclass and contype = 'f'`,
      [table],
    );
    for (const { name } of rows) await owner.query(`alter table public.${table} drop constraint "${name}"`);
  }
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

/** A row with something of the right type in every column that has to have one. */
async function insert(table: string, values: Readonly<Record<string, string>>): Promise<void> {
  const { rows } = await owner.query<{ name: string; type: string }>(
    `select column_name as name, udt_name as type from information_schema.columns
     where table_schema = 'public' and table_name = $1 and is_nullable = 'NO' and column_default is null`,
    [table],
  );
  const filler = (type: string) =>
    ({
      uuid: 'gen_random_uuid()',
      text: 'gen_random_uuid()::text',
      int4: '1',
      int8: '(extract(epoch from clock_timestamp()) * 1000000)::bigint',
      bool: 'false',
      timestamptz: 'clock_timestamp()',
      jsonb: `'{}'`,
      _text: `'{}'`,
    })[type] ?? 'null';
  const columns = new Map(rows.map(({ name, type }) => [name, filler(type)]));
  for (const [name, value] of Object.entries(values)) columns.set(name, pg.escapeLiteral(value));
  await owner.query(`insert into public.${table} (${[...columns.keys()].map((name) => `"${name}"`).join(', ')})
    values (${[...columns.values()].join(', ')})`);
}

/** Runs it and takes it back; the SQL state of the refusal, or null. */
async function attempt(work: () => Promise<unknown>): Promise<string | null> {
  await owner.query('begin');
  try {
    await work();
    return null;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  } finally {
    await owner.query('rollback');
  }
}

describe.each(MACHINES)('$table', ({ table, column, starts, moves }) => {
  const states = Object.keys(moves);

  test('begins where it begins and nowhere else', async () => {
    for (const state of [...states, 'made-up'])
      expect(await attempt(() => insert(table, { [column]: state })), state).toBe(
        starts.includes(state) ? null : '23514',
      );
  });

  test('moves along its arrows and no other way, and never to a state that nobody knows', async () => {
    for (const from of states) {
      for (const to of [...states, 'made-up']) {
        const refused = await attempt(async () => {
          // Rows that stand in any state: without the wall, as they would have come to be.
          await owner.query(`alter table public.${table} disable trigger user`);
          await insert(table, { [column]: from });
          await owner.query(`alter table public.${table} enable trigger user`);
          await owner.query(`update public.${table} set ${column} = $1`, [to]);
        });
        expect(refused, `${from} to ${to}`).toBe(from === to || moves[from]?.includes(to) ? null : '23514');
      }
    }
  });
});

test.each(ONCE)('$column of a $table is set once: neither cleared nor moved', async ({ table, column }) => {
  for (const value of ['null', `clock_timestamp() + interval '1 hour'`]) {
    const refused = await attempt(async () => {
      await insert(table, {});
      await owner.query(`update public.${table} set ${column} = clock_timestamp()`);
      await owner.query(`update public.${table} set ${column} = ${value}`);
    });
    expect(refused).toBe('23514');
  }
});

test('the database and the domain mean the same by how a version ends', () => {
  expect(MACHINES.find(({ table }) => table === 'version')?.moves).toEqual(VERSION_ENDS);
});

test('starting again changes nothing, and a guard that somebody dropped is put back', async () => {
  const names = async () =>
    (
      await owner.query<{ name: string }>(
        `select tgname as name from pg_trigger where tgname like 'countersign\\_moves\\_%' order by 1`,
      )
    ).rows.map(({ name }) => name);
  const before = await names();
  expect(before).toHaveLength(MACHINES.length + ONCE.length);
  await migrateSchema(owner, MIGRATIONS);
  expect(await names()).toEqual(before);
  await owner.query(`drop trigger ${before[0]} on public.${await tableOf(before[0] ?? '')}`);
  await migrateSchema(owner, MIGRATIONS);
  expect(await names()).toEqual(before);
});

async function tableOf(trigger: string): Promise<string> {
  const { rows } = await owner.query<{ table: string }>(
    `select tgrelid::regclass::text as table from pg_trigger where tgname = $1`,
    [trigger],
  );
  return rows[0]?.table ?? '';
}
