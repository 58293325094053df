import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ModelRepository, makeModelRepository } from '../testing/model-repository.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

let server: TestServer;
const repositories: ModelRepository[] = [];
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  for (const repository of repositories) repository.remove();
  await server.close();
});

async function registered(name: string, change: (repository: ModelRepository) => void = () => undefined) {
  const repository = makeModelRepository(name, { COUNTERSIGN_URL: server.origin, COUNTERSIGN_TOKEN: server.key });
  repositories.push(repository);
  change(repository);
  expect((await repository.run(['register'])).code).toBe(0);
  return repository;
}

test('is 3 while approvals are missing, 0 where they are given, and 0 for all when all are', async () => {
  const repository = await registered('in-review');
  const status = (...args: string[]) => repository.run(['status', repository.ref, ...args]);
  expect((await status()).code).toBe(3);
  const approve = async (environment: string) => {
    expect((await repository.run(['promote', repository.ref, '--env', environment])).code).toBe(3);
    await server.decide('rui', repository.ref, environment);
  };
  await approve('staging');
  expect((await status('--env', 'staging')).code).toBe(0);
  expect((await status('--env', 'production')).code).toBe(3);
  expect((await status()).code).toBe(3);
  await approve('production');
  const { code, err } = await status();
  expect([code, err]).toEqual([0, expect.stringMatching(/^ALLOWED: .*: staging allowed, production allowed$/m)]);
  // Looking is not asking: no token came of it.
  expect(await server.tokensOf(repository.ref)).toEqual([]);
});

test('shows each requirement with its mark and reason, by environment', async () => {
  const repository = await registered('shown');
  const { err, out } = await repository.run(['status', repository.ref]);
  expect(out).toBe('');
  expect(err).toMatch(/^sandbox: ALLOWED {2}not gated$/m);
  expect(err).toMatch(/^ {2}✓ owner-known +Owned by team:credit$/m);
  expect(err).toMatch(/^ {2}✗ approval:\S+ +Needs the approval of/m);
});

test('is 1 where anything but an approval is missing, though another environment only waits', async () => {
  const repository = await registered('denied', ({ edit }) =>
    edit('lineage: from-scratch', 'lineage: from-scratch\nruntime: { environments: [staging] }'),
  );
  const { code, json } = await repository.run(['status', repository.ref, '--json']);
  expect([code, json()]).toMatchObject([1, { verdict: 'deny', ref: repository.ref }]);
  expect((await repository.run(['status', repository.ref, '--env', 'staging'])).code).toBe(3);
  const one = await repository.run(['status', repository.ref, '--env', 'production', '--json']);
  expect(one.json()).toMatchObject({ environments: [{ name: 'production', decision: { outcome: 'deny' } }] });
  expect(one.json().environments).toHaveLength(1);
});

test('is 1 for what is not registered and for an environment that is not there', async () => {
  const repository = await registered('known');
  expect((await repository.run(['status', 'credit/known@2.0.0', '--json'])).json()).toMatchObject({
    code: 'not-registered',
  });
  expect((await repository.run(['status', 'credit/known@2.0.0'])).code).toBe(1);
  expect((await repository.run(['status', repository.ref, '--env', 'moon'])).code).toBe(1);
});

test('is 4 without a good key and 2 for mistakes of usage', async () => {
  const repository = await registered('keys');
  expect((await repository.run(['status', repository.ref], { COUNTERSIGN_TOKEN: 'csk_wrong' })).code).toBe(4);
  for (const args of [[], ['credit/x'], [repository.ref, repository.ref], [repository.ref, '--env', 'A B']])
    expect((await repository.run(['status', ...args])).code).toBe(2);
});

test('a version with characters that mean something in a URL is found', async () => {
  const version = '1.0.0+b%2f?x#y&é';
  const repository = await registered('odd', ({ edit }) => edit('version: 1.0.0', `version: "${version}"`));
  expect((await repository.run(['status', `credit/odd@${version}`, '--env', 'sandbox'])).code).toBe(0);
});
