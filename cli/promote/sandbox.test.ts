// The sandbox lane from end to end (DESIGN.md §2 "Default policy"): register after the experiment; what the sandbox gives
// opens nothing else; leaving it names everything that is missing.
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

function experiment(name: string, key = server.key): ModelRepository {
  const repository = makeModelRepository(name, { COUNTERSIGN_URL: server.origin, COUNTERSIGN_TOKEN: key });
  repositories.push(repository);
  return repository;
}

const promote = (repository: ModelRepository, env: string, ...args: string[]) =>
  repository.run(['promote', repository.ref, '--env', env, ...args]);

test('a sandbox token is issued without a review, for the sandbox, and opens nothing else', async () => {
  const repository = experiment('tried-out');
  // A use case that nobody knows: fit for nothing but the sandbox.
  repository.edit('useCase: doc-search', 'useCase: not-yet-described');
  expect((await repository.run(['register'])).code).toBe(0);
  const allowed = await promote(repository, 'sandbox', '-o', 'token.jwt');
  expect(allowed.code, allowed.err).toBe(0);
  expect(await server.tokensOf(repository.ref)).toHaveLength(1);

  for (const args of [
    ['trust', 'fetch', '-o', 'trust.json'],
    ['status-list', 'fetch', '-o', 'status.jwt'],
  ])
    expect((await repository.run(args)).code).toBe(0);
  const verify = async (env: string) => {
    const at = ['--artifact', 'model', '--env', env, '--trust', 'trust.json', '--status', 'status.jwt', '--json'];
    const { code, json } = await repository.run(['verify', 'token.jwt', ...at], { COUNTERSIGN_URL: undefined });
    return [code, json().code];
  };
  expect(await verify('sandbox')).toEqual([0, undefined]);
  for (const env of ['staging', 'production']) expect(await verify(env)).toEqual([1, 'audience']);
});

test('leaving the sandbox is refused with everything that is missing, and tried-out is not approved', async () => {
  const repository = repositories[0] as ModelRepository;
  for (const env of ['staging', 'production']) {
    const denied = await promote(repository, env, '--json');
    expect([denied.code, denied.json().review]).toEqual([1, null]);
    const unmet = (denied.json().unmet as { id: string }[]).map(({ id }) => id);
    expect(unmet).toEqual(expect.arrayContaining(['facts-answered', 'use-case-approved']));
    expect(unmet.some((id) => id.startsWith('approval:'))).toBe(true);
  }
  const status = await repository.run(['status', repository.ref]);
  expect([status.code, status.err]).toEqual([1, expect.stringMatching(/^sandbox: ALLOWED {2}not gated$/m)]);
  expect(await server.tokensOf(repository.ref), 'the refusals issued nothing').toHaveLength(1);
});

test('what is not registered leaves no sandbox, and does not enter one either', async () => {
  const repository = experiment('never-registered');
  for (const env of ['sandbox', 'staging', 'production']) {
    const denied = await promote(repository, env);
    expect([denied.code, denied.err]).toEqual([1, expect.stringContaining('not-registered')]);
  }
});

test('a key for the sandbox asks for nothing beyond it', async () => {
  const repository = experiment('sandbox-key', await server.makeKey(['sandbox']));
  expect((await repository.run(['register'])).code).toBe(0);
  expect((await promote(repository, 'sandbox')).code).toBe(0);
  for (const env of ['staging', 'production']) expect((await promote(repository, env)).code).toBe(4);
  expect(await server.tokensOf(repository.ref)).toHaveLength(1);
});
