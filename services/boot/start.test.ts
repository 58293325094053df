// Coming up on PostgreSQL (DESIGN.md §4): several replicas on one new database, keys that are not the deployment's, the
// first administrator from the environment.

import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asOwner } from '#db/testing/owner.ts';
import { MIGRATIONS, testPostgres } from '#db/testing/postgres.ts';
import { type Config, readConfig } from '../config.ts';
import { anonymous } from '../context.ts';
import { signIn } from '../people/sign-in.ts';
import { type Started, start } from './start.ts';

const PASSWORD = 'canary-initial-password';
const made: (() => Promise<unknown>)[] = [];
let postgres: Awaited<ReturnType<typeof testPostgres>>;
beforeAll(async () => {
  postgres = await testPostgres();
});
afterAll(async () => {
  for (const undo of made.reverse()) await undo();
  await postgres.stop();
});

async function directory(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'countersign-boot-'));
  made.push(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

async function database() {
  const one = await postgres.createDatabase();
  made.push(() => one.drop());
  return one;
}

function config(url: string, keyDir: string, more: Record<string, string> = {}): Config {
  return readConfig(
    {
      DATABASE_URL: url,
      COUNTERSIGN_ORIGIN: 'https://gate.test',
      COUNTERSIGN_KEY_DIR: keyDir,
      AUTH_SECRET: 'canary-auth-secret-0123456789abcdef',
      COUNTERSIGN_LOG_LEVEL: 'silent',
      ...more,
    },
    '/srv',
  );
}

async function up(given: Config): Promise<Started> {
  const started = await start(given, MIGRATIONS);
  made.push(() => started.runtime.close());
  return started;
}

const actions = async (ownerUrl: string) =>
  (await asOwner<{ action: string }>({ ownerUrl }, 'select action from ledger_entry order by index')).map(
    ({ action }) => action,
  );

test('four replicas at once on one new database: one ledger, one policy, one configuration, one administrator', async () => {
  const { appUrl, ownerUrl } = await database();
  const given = config(appUrl, await directory(), {
    COUNTERSIGN_INIT_ADMIN_EMAIL: 'first@canary.test',
    COUNTERSIGN_INIT_ADMIN_PASSWORD: PASSWORD,
  });
  const replicas = await Promise.all(Array.from({ length: 4 }, () => up(given)));
  expect(new Set(replicas.map(({ runtime }) => runtime.ledgerOrigin)).size).toBe(1);
  expect(new Set(replicas.map(({ runtime }) => runtime.signer.keys.promotion.kid)).size).toBe(1);
  expect(replicas.map(({ setupPath }) => setupPath)).toEqual([null, null, null, null]);
  expect((await actions(ownerUrl)).sort()).toEqual([
    'deployment.configured',
    'person.created',
    'policy.installed',
    'role.granted',
  ]);
  const [{ runtime } = replicas[0] as Started] = replicas;
  const ctx = { runtime, actor: anonymous, requestId: 'test' };
  const signedIn = await signIn(ctx, { email: 'FIRST@canary.test', password: PASSWORD });
  expect(signedIn.mustChangePassword).toBe(false);
});

test('a second start adds nothing, and the administrator of the environment is made once only', async () => {
  const { appUrl, ownerUrl } = await database();
  const keys = await directory();
  const first = await up(config(appUrl, keys));
  expect(first.setupPath).toMatch(/^\/setup\?link=[\w-]{43}$/);
  const before = await actions(ownerUrl);
  const more = {
    COUNTERSIGN_INIT_ADMIN_EMAIL: 'late@canary.test',
    COUNTERSIGN_INIT_ADMIN_PASSWORD: PASSWORD,
  };
  await up(config(appUrl, keys, more));
  expect(await actions(ownerUrl)).toEqual([...before, 'person.created', 'role.granted']);
  await up(config(appUrl, keys, more));
  await up(config(appUrl, keys));
  expect((await actions(ownerUrl)).length).toBe(before.length + 2);
});

test('another origin is another event', async () => {
  const { appUrl, ownerUrl } = await database();
  const keys = await directory();
  await up(config(appUrl, keys));
  await up(config(appUrl, keys, { COUNTERSIGN_ORIGIN: 'https://moved.test' }));
  expect((await actions(ownerUrl)).filter((action) => action === 'deployment.configured')).toHaveLength(2);
});

test('keys that are not the ones this database knows are refused, and so are keys that are gone', async () => {
  const { appUrl } = await database();
  const keys = await directory();
  await up(config(appUrl, keys));
  await expect(start(config(appUrl, await directory()), MIGRATIONS)).rejects.toThrow(/key is missing/);
  const other = await directory();
  await up(config((await database()).appUrl, other));
  for (const purpose of ['promotion', 'status', 'ledger'] as const) {
    const mixed = await directory();
    for (const name of ['promotion', 'status', 'ledger']) {
      await copyFile(join(name === purpose ? other : keys, `${name}.pem`), join(mixed, `${name}.pem`));
    }
    const attempt = start(config(appUrl, mixed), MIGRATIONS).then((started) => started.runtime.close());
    await expect(attempt, purpose).rejects.toThrow(new RegExp(`${purpose} key`));
  }
});

test('two replicas with different keys at once: the second is refused, whoever it is', async () => {
  const { appUrl, ownerUrl } = await database();
  const attempts = await Promise.allSettled([
    up(config(appUrl, await directory())),
    up(config(appUrl, await directory())),
  ]);
  expect(attempts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const known = await asOwner<{ purpose: string }>({ ownerUrl }, 'select purpose from signing_key order by purpose');
  expect(known.map(({ purpose }) => purpose)).toEqual(['ledger', 'promotion', 'status']);
});
