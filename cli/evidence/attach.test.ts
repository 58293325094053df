import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sha256 } from '#domain/artifact/digest.ts';
import { type ModelRepository, makeModelRepository } from '../testing/model-repository.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

let server: TestServer;
let repository: ModelRepository;
beforeAll(async () => {
  server = await startTestServer();
  repository = makeModelRepository('evidence', { COUNTERSIGN_URL: server.origin, COUNTERSIGN_TOKEN: server.key });
  expect((await repository.run(['register'])).code).toBe(0);
});
afterAll(async () => {
  repository.remove();
  await server.close();
});

const REPORT = '{"metrics":[{"suite":"holdout","metric":"auc","value":0.91}]}';
beforeEach(() => repository.write('report.json', REPORT));

const attach = (...args: string[]) => repository.run(['evidence', 'attach', repository.ref, ...args]);

test('a report is kept by its digest, with what it says of itself; again changes nothing', async () => {
  const first = await attach('--type', 'evaluation', '--file', 'report.json', '--producer', 'eval 1.2');
  expect([first.code, first.out]).toEqual([0, `${sha256(REPORT)}\n`]);
  expect(first.err).toMatch(/^ATTACHED: evaluation of credit\/evidence@1\.0\.0, outcome pass: auc 0\.91 \(holdout\)$/m);
  const again = await attach('--type', 'evaluation', '--file', 'report.json', '--json');
  expect([again.code, again.json()]).toMatchObject([0, { verdict: 'unchanged', digest: sha256(REPORT) }]);
});

test('a scan that found something is attached all the same: judging it is for the gate', async () => {
  repository.write('scan.json', '{"result":"fail"}');
  expect(await attach('--type', 'scan', '--file', 'scan.json', '--json')).toMatchObject({
    code: 0,
    err: expect.stringContaining('outcome fail'),
  });
});

test('bytes are sent as they are', async () => {
  const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => index % 256);
  writeFileSync(repository.file('report.pdf'), bytes);
  expect((await attach('--type', 'document', '--file', 'report.pdf')).out).toBe(`${sha256(bytes)}\n`);
});

test('a hostile file name does no harm', async () => {
  const name = 'a b&type=scan#?%2f\u202e.json';
  repository.write(name, '{"a":1}');
  expect((await attach('--type', 'document', '--file', name)).code).toBe(0);
});

test('an empty file, one over 25 MB, and a version that is not registered are refused with exit 1', async () => {
  repository.write('empty.json', '');
  expect((await attach('--type', 'scan', '--file', 'empty.json')).code).toBe(1);
  writeFileSync(repository.file('large.bin'), new Uint8Array(25 * 1024 * 1024 + 1));
  expect(await attach('--type', 'document', '--file', 'large.bin', '--json')).toMatchObject({
    code: 1,
    err: expect.stringContaining('(too-large)'),
  });
  const other = ['evidence', 'attach', 'credit/evidence@9.9.9', '--type', 'scan', '--file', 'report.json', '--json'];
  const { code, json } = await repository.run(other);
  expect([code, json()]).toMatchObject([1, { verdict: 'refused', code: 'not-registered' }]);
});

test('exactly 25 MB is accepted', async () => {
  writeFileSync(repository.file('large.bin'), new Uint8Array(25 * 1024 * 1024));
  expect((await attach('--type', 'document', '--file', 'large.bin')).code).toBe(0);
});

test('a file that cannot be read, and a key that may not, decide nothing', async () => {
  expect((await attach('--type', 'scan', '--file', 'nothing.json')).code).toBe(4);
  expect((await attach('--type', 'scan', '--file', 'model')).code).toBe(4);
  const key = await server.makeKey(['staging'], ['credit/another']);
  const args = ['evidence', 'attach', repository.ref, '--type', 'scan', '--file', 'report.json'];
  expect((await repository.run(args, { COUNTERSIGN_TOKEN: key })).code).toBe(4);
});

test('usage is exit 2', async () => {
  const calls = [[], ['--type', 'scan'], ['--type', 'opinion', '--file', 'report.json'], ['--file', 'report.json']];
  for (const args of calls) expect((await attach(...args)).code).toBe(2);
  expect((await repository.run(['evidence', 'attach', 'not-a-ref', '--type', 'scan', '--file', 'x'])).code).toBe(2);
});
