import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ModelRepository, makeModelRepository } from '../testing/model-repository.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

let server: TestServer;
let repository: ModelRepository;
const [A, B] = ['credit/compared@1.0.0', 'credit/compared@2.0.0'];

beforeAll(async () => {
  server = await startTestServer();
  repository = makeModelRepository('compared', { COUNTERSIGN_URL: server.origin, COUNTERSIGN_TOKEN: server.key });
  const register = async () => {
    const { code, err } = await repository.run(['register']);
    expect(code, err).toBe(0);
  };
  repository.edit(
    'lineage: from-scratch',
    'lineage: from-scratch\nevaluation:\n  - { suite: holdout, metric: auc, value: 0.91 }',
  );
  await register();
  repository.edit('version: 1.0.0', 'version: 2.0.0');
  repository.edit('value: 0.91', 'value: 0.95');
  repository.write('model/weights.bin', 'other weights');
  repository.write('model/tokenizer.json', '[]');
  await register();
});
afterAll(async () => {
  repository.remove();
  await server.close();
});

const diff = (...args: string[]) => repository.run(['diff', ...args]);

test('says what differs, one line a change, and counts what does not: exit 0, as it answered', async () => {
  const { code, out, err } = await diff(A, B);
  expect([code, out]).toEqual([0, '']);
  expect(err).toMatch(/^Files: 2 changes, 1 the same$/m);
  expect(err).toMatch(/^ {2}\+ tokenizer\.json: [0-9a-f]{64} 2 B$/m);
  expect(err).toMatch(/^ {2}~ weights\.bin: [0-9a-f]{64} 19 B → [0-9a-f]{64} 13 B$/m);
  expect(err).toMatch(/^ {2}~ version: 1\.0\.0 → 2\.0\.0$/m);
  expect(err).toMatch(/^ {2}~ holdout \/ auc, as the manifest says: 0\.91 → 0\.95 \(\+0\.04\)/m);
  expect(err).toMatch(/^ {2}-version: 1\.0\.0$/m);
  expect(err).toMatch(/^ {2}\+version: 2\.0\.0$/m);
  expect(err).not.toMatch(/^ {2}= /m);
  expect(err).toMatch(/sections? without a change not shown; --all shows them/);
  expect(err.trimEnd().split('\n').at(-1)).toMatch(/^DIFFERENT: .* and .*: \d+ changes in \d+ sections$/);
});

test('--all shows what is the same too', async () => {
  const { err } = await diff(A, B, '--all');
  expect(err).toMatch(/^ {2}= config\.json$/m);
  expect(err).toMatch(/^ {2}= owner$/m);
});

test('one with itself is the same, and --exit-code tells the two apart as git diff does', async () => {
  const same = await diff(A, A, '--exit-code');
  expect([same.code, same.err.trimEnd().split('\n').at(-1)]).toEqual([0, `SAME: ${A} and ${A}`]);
  expect((await diff(A, B, '--exit-code')).code).toBe(1);
  expect((await diff(A, B)).code).toBe(0);
});

test('--json is one object with every section, entries that are the same included', async () => {
  const { code, json } = await diff(A, B, '--json');
  const body = json() as {
    verdict: string;
    sections: { id: string; counts: Record<string, number>; entries: unknown[] }[];
  };
  expect([code, body.verdict]).toEqual([0, 'different']);
  const files = body.sections.find(({ id }) => id === 'files');
  expect(files?.counts).toEqual({ added: 1, removed: 0, changed: 1, renamed: 0, same: 1 });
  expect(files?.entries.length).toBe(3);
});

test('turned round it is the same changes turned round', async () => {
  const { json } = await diff(B, A, '--json');
  const files = (json() as { sections: { id: string; counts: object }[] }).sections.find(({ id }) => id === 'files');
  expect(files?.counts).toMatchObject({ added: 0, removed: 1, changed: 1 });
});

test('is 1 for what is not registered, 2 for mistakes of usage and 4 without a good key', async () => {
  const missing = await diff(A, 'credit/compared@9', '--json');
  expect([missing.code, missing.json()]).toMatchObject([1, { verdict: 'not-found', code: 'not-registered' }]);
  for (const args of [[], [A], [A, B, A], [A, 'credit/compared'], [A, B, '--nonsense']])
    expect((await diff(...args)).code).toBe(2);
  expect((await repository.run(['diff', A, B], { COUNTERSIGN_TOKEN: 'csk_wrong' })).code).toBe(4);
});

test('the help has an example for copying and every exit code', async () => {
  const { code, out } = await diff('--help');
  expect(code).toBe(0);
  for (const part of ['countersign diff credit/', '--exit-code', 'Exit codes: 0']) expect(out).toContain(part);
});
