// Several statements in one round trip, on both stores: what a transaction that ends in the ledger rests on (THREATS.md P1).

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { send } from './batch.ts';
import { ask, reader } from './read.ts';
import { known, reading, reworded, together, writing } from './statement.ts';
import { openStore, type Store } from './store/open.ts';
import { openTestStore } from './testing/postgres.ts';
import { inTransaction } from './write.ts';

const migrations = fileURLToPath(new URL('./store/testdata/migrations', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'countersign-batch-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const STORES: Record<string, () => Promise<Store>> = {
  postgres: () => openTestStore(migrations),
  embedded: () => openStore({ kind: 'embedded', dataDir: folder, onFault: () => undefined }, migrations),
};

const labels = reading<Record<never, never>, { label: string }>(
  'test-labels',
  () => sql`select label from sample order by label collate "C"`,
);
const lockLabel = reading<{ label: string }, { label: string }>(
  'test-lock-label',
  ({ label }) => sql`select label from sample where label = ${label} for update`,
);
const add = writing<{ label: string }>('test-add', ({ label }) => sql`insert into sample (label) values (${label})`);
const divide = reading<{ by: number }, { result: number }>(
  'test-divide',
  ({ by }) => sql`select 1 / ${by}::int as result`,
);
const echo = reading<
  { t: string; n: number | null; b: boolean; at: Date; raw: Buffer; list: readonly string[] },
  Record<string, unknown>
>(
  'test-echo',
  ({ t, n, b, at, raw, list }) => sql`select ${t}::text as t, ${n}::float8 as n, ${b}::bool as b,
    ${at}::timestamptz as at, ${raw}::bytea as raw, ${list}::text[] as list`,
);

describe.each(Object.keys(STORES))('a batch on the store %s', (kind) => {
  let store: Store;
  beforeAll(async () => {
    store = await (STORES[kind] as () => Promise<Store>)();
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    await store.pool.query('delete from sample');
  });

  const stored = async () => (await ask(reader(store.pool), labels({}))).map(({ label }) => label);
  const committed = (...wanted: string[]) =>
    inTransaction(store.pool, async () => ({
      ending: 'commit',
      last: wanted.map((label) => add({ label })),
      value: undefined,
    }));

  test('values come back as they went, whatever they hold', async () => {
    const text = fc.string({ unit: 'grapheme' }).filter((given) => !given.includes('\0') && given.isWellFormed());
    const values = fc.record({
      t: text,
      n: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0)),
      b: fc.boolean(),
      at: fc.date({ min: new Date('1970-01-01'), max: new Date('2400-01-01'), noInvalidDate: true }),
      raw: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
      list: fc.array(fc.oneof(text, fc.constantFrom('NULL', '', '"', '\\', '{}', 'a,b'))),
    });
    await fc.assert(
      fc.asyncProperty(values, async (given) => {
        expect(await ask(reader(store.pool), echo(given))).toEqual([given]);
      }),
      { numRuns: 100 },
    );
  });

  test('every question gets its own answer, also one that is asked twice, or has none', async () => {
    await committed('a');
    const db = reader(store.pool);
    const asked = together(divide({ by: 1 }), known('nothing to ask'), labels({}), divide({ by: -1 }), labels({}));
    const counted = reworded(asked, ([one, nothing, some, minusOne, again]) => ({
      sum: (one[0]?.result ?? 0) + (minusOne[0]?.result ?? 0),
      nothing,
      same: [some, again],
    }));
    for (let round = 0; round < 3; round++) {
      expect(await ask(db, counted)).toEqual({
        sum: 0,
        nothing: 'nothing to ask',
        same: [[{ label: 'a' }], [{ label: 'a' }]],
      });
    }
  });

  test('a statement that fails is the error, nothing behind it is carried out, and the connection serves on', async () => {
    const db = reader(store.pool);
    for (let round = 0; round < 2; round++) {
      await expect(ask(db, together(labels({}), divide({ by: 0 }), divide({ by: 1 })))).rejects.toMatchObject({
        code: '22012',
      });
      expect(await ask(db, together(divide({ by: 1 }), labels({})))).toEqual([[{ result: 1 }], []]);
    }
  });

  test('a commit behind a write that fails commits nothing, wherever the write stands', async () => {
    await committed('taken');
    for (const wanted of [
      ['taken', 'x'],
      ['x', 'taken'],
      ['x', 'taken', 'y'],
    ]) {
      await expect(committed(...wanted)).rejects.toMatchObject({ code: '23505' });
      expect(await stored()).toEqual(['taken']);
    }
    await committed('x', 'y');
    expect(await stored()).toEqual(['taken', 'x', 'y']);
  });

  test('a failure that the work did not notice is an error at the commit, never a silent rollback', async () => {
    const unnoticed = inTransaction(store.pool, async (db) => {
      await ask(db, divide({ by: 0 })).catch(() => undefined);
      return { ending: 'commit', value: 'done' };
    });
    await expect(unnoticed).rejects.toThrow('rolled back');
    await expect(
      inTransaction(store.pool, async () => ({ ending: 'commit', value: 'done' }), divide({ by: 0 })),
      'nor is one of the opening',
    ).rejects.toMatchObject({ code: '22012' });
  });

  test('a transaction whose connection is lost within a batch leaves nothing behind', async () => {
    const client = await store.pool.connect();
    await client.query('begin');
    await send(client, [add({ label: 'lost' }).write, ...labels({}).calls]);
    client.release(new Error('lost'));
    expect(await stored()).toEqual([]);
  });

  test.runIf(kind === 'postgres')('each statement sees what the lock before it waited for', async () => {
    await committed('seat');
    const holder = await store.pool.connect();
    await holder.query('begin');
    await holder.query("select from sample where label = 'seat' for update");
    const waiting = inTransaction(
      store.pool,
      async (_db, _started, [before, , after]) => ({ ending: 'rollback', value: { before, after } }),
      together(labels({}), lockLabel({ label: 'seat' }), labels({})),
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    await holder.query("insert into sample (label) values ('while it waited')");
    await holder.query('commit');
    holder.release();
    const { before, after } = await waiting;
    expect(before.map(({ label }) => label)).toEqual(['seat']);
    expect(after.map(({ label }) => label)).toEqual(['seat', 'while it waited']);
  });
});

test('two statements cannot have one name', () => {
  expect(() => reading('test-labels', () => sql`select 1`)).toThrow('test-labels');
});
