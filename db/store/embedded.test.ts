import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { embeddedPool } from './embedded.ts';
import { EmbeddedEngine } from './embedded-engine.ts';
import type { StoreFault } from './fault.ts';
import { StoreLockedError } from './lock.ts';
import { maintainOnce } from './maintenance.ts';
import { openStore, type Store } from './open.ts';
import { LEDGER_HISTORY_TABLES } from './roles.ts';

const migrations = fileURLToPath(new URL('./testdata/migrations', import.meta.url));
const dataDir = mkdtempSync(path.join(tmpdir(), 'countersign-embedded-'));
const faults: StoreFault[] = [];
const onFault = (fault: StoreFault) => faults.push(fault);
let store: Store;

beforeAll(async () => {
  store = await openStore({ kind: 'embedded', dataDir: path.join(dataDir, 'not/yet/there'), onFault }, migrations);
});
afterAll(async () => {
  await store.close();
  rmSync(dataDir, { recursive: true, force: true });
  expect(faults).toEqual([]);
});

describe('the driver over the embedded engine', () => {
  test('values of every type come back as they went', async () => {
    const when = new Date('2026-11-23T10:11:12.345Z');
    const { rows } = await store.pool.query({
      text: `SELECT $1::int AS i, $2::bigint AS b, $3::text AS t, $4::bool AS f, $5::timestamptz AS at, $6::jsonb AS j,
               $7::bytea AS raw, $8::text[] AS list, $9::uuid AS id, $10::text AS nothing, $11::float8 AS x`,
      values: [
        7,
        '9007199254740993',
        'ß€𝄞\n',
        false,
        when,
        { a: [1, null] },
        Buffer.from([0, 255]),
        ['a', 'b,"c"'],
        '0193e7a0-0000-7000-8000-000000000000',
        null,
        0.1,
      ],
    });
    expect(rows[0]).toEqual({
      i: 7,
      b: '9007199254740993',
      t: 'ß€𝄞\n',
      f: false,
      at: when,
      j: { a: [1, null] },
      raw: Buffer.from([0, 255]),
      list: ['a', 'b,"c"'],
      id: '0193e7a0-0000-7000-8000-000000000000',
      nothing: null,
      x: 0.1,
    });
  });

  test('10 MB go in and come out unchanged', async () => {
    const body = Buffer.alloc(10_000_000);
    for (let index = 0; index < body.length; index += 1) body[index] = (index * 31 + (index >> 9)) % 256;
    await store.pool.query('INSERT INTO sample (label, body) VALUES ($1, $2)', ['big', body]);
    const { rows } = await store.pool.query<{ body: Buffer }>('SELECT body FROM sample WHERE label = $1', ['big']);
    expect(rows[0]?.body.equals(body)).toBe(true);
  });

  test('100,000 rows arrive whole', async () => {
    const { rows } = await store.pool.query<{ n: number }>('SELECT n FROM generate_series(1, 100000) AS n');
    expect(rows.length).toBe(100_000);
    expect(rows.at(-1)?.n).toBe(100_000);
  });

  test('an error keeps its SQLSTATE, constraint and detail, and the connection goes on', async () => {
    await store.pool.query("INSERT INTO sample (label) VALUES ('once')");
    const error = await store.pool.query("INSERT INTO sample (label) VALUES ('once')").catch((caught) => caught);
    expect(error).toMatchObject({ code: '23505', constraint: 'sample_label_key', table: 'sample' });
    expect(error.detail).toContain('(label)=(once)');
    const bound = await store.pool.query('INSERT INTO pair VALUES ($1, $2)', [1, -1]).catch((caught) => caught);
    expect(bound.code).toBe('23503');
    await expect(store.pool.query('nonsense')).rejects.toMatchObject({ code: '42601' });
    expect((await store.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  test('a named statement is prepared once and used again', async () => {
    const query = (n: number) => store.pool.query({ name: 'twice', text: 'SELECT $1::int * 2 AS n', values: [n] });
    expect((await query(4)).rows).toEqual([{ n: 8 }]);
    expect((await query(5)).rows).toEqual([{ n: 10 }]);
    const { rows } = await store.pool.query(
      "SELECT count(*)::int AS n FROM pg_prepared_statements WHERE name = 'twice'",
    );
    expect(rows).toEqual([{ n: 1 }]);
  });

  test('notices and notifications arrive', async () => {
    const client = await store.pool.connect();
    const heard: Array<string | undefined> = [];
    client.on('notice', (notice) => heard.push(notice.message));
    client.on('notification', (notification) => heard.push(notification.payload));
    await client.query(`DO $$ BEGIN RAISE NOTICE 'look'; END $$`);
    await client.query('LISTEN here');
    await client.query(`NOTIFY here, 'hark'`);
    client.release(true);
    expect(heard).toEqual(['look', 'hark']);
  });

  test('a transaction through drizzle rolls back whole', async () => {
    const db = drizzle(store.pool);
    const failing = db.transaction(async (tx) => {
      await tx.execute(sql`INSERT INTO sample (label) VALUES (${'rolled back'})`);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    const { rows } = await store.pool.query("SELECT FROM sample WHERE label = 'rolled back'");
    expect(rows).toHaveLength(0);
  });

  test('a client that is thrown away in a transaction leaves neither its rows nor its session behind', async () => {
    const client = await store.pool.connect();
    await client.query('BEGIN');
    await client.query("INSERT INTO sample (label) VALUES ('abandoned')");
    await client.query("SET application_name = 'abandoned'");
    client.release(new Error('lost interest'));
    const { rows } = await store.pool.query(
      "SELECT count(*)::int AS n, current_setting('application_name') AS name FROM sample WHERE label = 'abandoned'",
    );
    expect(rows[0]).toMatchObject({ n: 0 });
    expect(rows[0]?.name).not.toBe('abandoned');
  });

  test('100 queries at once share the one connection', async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) => store.pool.query<{ n: number }>('SELECT $1::int AS n', [n])),
    );
    expect(answers.map(({ rows }) => rows[0]?.n)).toEqual(Array.from({ length: 100 }, (_, n) => n));
  });

  test('COPY FROM STDIN, which the engine cannot do, is an error and not its end', async () => {
    await expect(store.pool.query('COPY sample (label) FROM STDIN')).rejects.toMatchObject({ code: '57014' });
    const { rows } = await store.pool.query("SELECT 'copy that' AS said");
    expect(rows).toEqual([{ said: 'copy that' }]);
  });

  test('a slow query does not block the event loop', async () => {
    let beats = 0;
    const pulse = setInterval(() => {
      beats += 1;
    }, 1);
    await store.pool.query('SELECT count(*) FROM generate_series(1, 5000000)');
    clearInterval(pulse);
    // In this thread it would stand still for some hundred of them.
    expect(beats).toBeGreaterThan(20);
  });
});

test('ledger history cannot be changed by an ordinary statement on the embedded store either', async () => {
  await store.pool.query("INSERT INTO ledger_entry VALUES (0, 'first')");
  await store.pool.query("INSERT INTO ledger_node VALUES (0, 0, '\\x00')");
  await store.pool.query("INSERT INTO checkpoint VALUES (1, 'note')");
  for (const table of LEDGER_HISTORY_TABLES) {
    for (const attack of [
      `DELETE FROM ${table}`,
      `TRUNCATE ${table}`,
      `UPDATE ${table} SET ${table === 'checkpoint' ? 'size' : 'index'} = 5`,
    ]) {
      await expect(store.pool.query(attack), attack).rejects.toMatchObject({ code: '42501' });
    }
    await expect(store.pool.query(`SET session_replication_role = replica; DELETE FROM ${table}`)).rejects.toThrow(
      'append-only',
    );
    await store.pool.query('RESET session_replication_role');
  }
});

test('a second opener is refused while the first works, and gets in when it has closed', async () => {
  const config = { kind: 'embedded', dataDir: path.join(dataDir, 'second'), onFault } as const;
  const both = await Promise.allSettled([openStore(config, migrations), openStore(config, migrations)]);
  const opened = both.filter((result) => result.status === 'fulfilled');
  const refused = both.filter((result) => result.status === 'rejected');
  expect(opened).toHaveLength(1);
  expect(refused[0]?.reason).toBeInstanceOf(StoreLockedError);
  await opened[0]?.value.pool.query("INSERT INTO sample (label) VALUES ('kept')");
  await opened[0]?.value.close();

  const again = await openStore(config, migrations);
  expect((await again.pool.query('SELECT label FROM sample')).rows).toEqual([{ label: 'kept' }]);
  await again.close();

  const broken = await openStore(config, path.join(dataDir, 'no-migrations')).catch((error: Error) => error);
  expect(broken).toBeInstanceOf(Error);
  expect(broken).not.toBeInstanceOf(StoreLockedError);
});

test('each commit is a real fsync, and a read is none', async () => {
  const engine = await EmbeddedEngine.start(path.join(dataDir, 'second', 'pg'), onFault);
  const pool = embeddedPool(engine);
  await pool.query('SELECT count(*) FROM sample');
  const before = await engine.syncCount();
  for (let n = 0; n < 50; n += 1) await pool.query('INSERT INTO sample (label) VALUES ($1)', [`synced ${n}`]);
  const afterWrites = await engine.syncCount();
  expect(afterWrites - before).toBeGreaterThanOrEqual(50);
  for (let n = 0; n < 50; n += 1) await pool.query('SELECT count(*) FROM sample');
  expect((await engine.syncCount()) - afterWrites).toBeLessThan(5);
  await pool.end();
  await engine.close();
});

test('maintenance checkpoints what was written, vacuums hourly, and does neither while somebody works', async () => {
  const clock = { checkpointedAt: 0, vacuumedAt: 0 };
  await store.pool.query("INSERT INTO sample (label) VALUES ('dirty')");
  expect(await maintainOnce(store.pool, clock, 60_000)).toEqual([]);
  const client = await store.pool.connect();
  expect(await maintainOnce(store.pool, clock, 4_000_000)).toEqual([]);
  client.release();
  expect(await maintainOnce(store.pool, clock, 4_000_000)).toEqual(['checkpoint', 'vacuum']);
  expect(await maintainOnce(store.pool, clock, 4_000_001)).toEqual([]);
});

test('an engine that dies is told once, fails what waits, and does not hang', async () => {
  const directory = path.join(dataDir, 'second', 'pg');
  const told: StoreFault[] = [];
  const engine = await EmbeddedEngine.start(directory, (fault) => told.push(fault));
  const pool = embeddedPool(engine);
  pool.on('error', () => {});
  const waiting = Promise.allSettled([pool.query('SELECT pg_sleep(5)'), pool.query('SELECT 1')]);
  await new Promise((resolve) => setTimeout(resolve, 200));
  await engine.abandon('pulled the plug');
  for (const result of await waiting) expect(result.status).toBe('rejected');
  expect(told.map((fault) => [fault.message, fault.fatal])).toEqual([['pulled the plug', true]]);
});
