import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeModelRepository } from '../testing/model-repository.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

test('path', async () => {
  const repo = makeModelRepository('path', { COUNTERSIGN_URL: server.origin, COUNTERSIGN_TOKEN: server.key });
  for (const args of [
    ['register'],
    ['register'],
    ['status', repo.ref],
    ['promote', repo.ref, '--env', 'staging', '--observe'],
    ['promote', repo.ref, '--env', 'production', '-o', 'token.jwt'],
  ]) {
    const { code, out, err } = await repo.run(args);
    console.log(args.join(' '), code, '\n', out, err);
  }
  await server.decide('rui', repo.ref, 'production');
  for (const args of [
    ['promote', repo.ref, '--env', 'production', '-o', 'token.jwt'],
    ['promote', repo.ref, '--env', 'production', '--json', '-o', 'token.jwt'],
  ]) {
    const { code, out, err } = await repo.run(args);
    console.log(args.join(' '), code, '\n', out, err);
  }
  expect(1).toBe(1);
});
