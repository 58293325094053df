// An exemption as the command tells of it, before its end, at it and after, with one clock for command and server: `promote`,
// `status`, and `verify` of the token that was minted under it, without a network (THREATS.md T24, T35).
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { decideExemption } from '#services/exemptions/decide.ts';
import { requestExemption } from '#services/exemptions/request.ts';
import { type ModelRepository, makeModelRepository } from '../testing/model-repository.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

let server: TestServer;
let repository: ModelRepository;
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  server = await startTestServer({ clock: () => new Date() });
  repository = makeModelRepository('exempted', { COUNTERSIGN_URL: server.origin, COUNTERSIGN_TOKEN: server.key });
  // A base without a fixed revision: unknown, and no approval makes up for it.
  repository.edit('lineage: from-scratch', 'lineage:\n  - { relation: finetune, parent: "hf:acme/base@main" }');
  expect((await repository.run(['register'])).code).toBe(0);
});
afterAll(async () => {
  repository.remove();
  await server.close();
  vi.useRealTimers();
});

const promote = (...args: string[]) => repository.run(['promote', repository.ref, '--env', 'production', ...args]);
const status = () => repository.run(['status', repository.ref, '--env', 'production']);
const verify = () =>
  repository.run(
    [
      'verify',
      'token.jwt',
      '--artifact',
      'model',
      '--env',
      'production',
      '--trust',
      'trust.json',
      '--status',
      'status.jwt',
    ],
    { COUNTERSIGN_URL: undefined },
  );

test('the command follows an exemption to its end, to the millisecond', async () => {
  const denied = await promote();
  expect(denied.code).toBe(1);
  expect(denied.err).toMatch(
    /\? lineage-sound[\s\S]*ask for an exemption: http\S+\/exemptions\/new\?ref=credit%2Fexempted/,
  );
  expect((await status()).err).toContain(`${server.origin}/exemptions/new?`);

  const end = Math.floor(Date.now() / 1_000) * 1_000 + 60_000;
  const until = new Date(end).toISOString();
  const { exemptionId } = await requestExemption(server.as.ada, {
    ref: repository.ref,
    environment: 'production',
    requirement: 'lineage-sound',
    reason: 'The base is being registered',
    control: 'Only internal documents',
    until,
  });
  await decideExemption(server.as.sec, { exemptionId, verdict: 'approve' });

  const pending = await promote();
  expect(pending.code).toBe(3);
  expect(pending.err).toMatch(/~ lineage-sound +Waived until [\s\S]*exemption: http\S+\/exemptions\/[0-9a-f-]{36}\n/);
  await server.decide('rui', repository.ref, 'production');
  const allowed = await promote('-o', 'token.jwt');
  expect(allowed.code, allowed.err).toBe(0);
  expect(allowed.err).toContain(`until ${until}`);
  for (const args of [
    ['trust', 'fetch', '-o', 'trust.json'],
    ['status-list', 'fetch', '-o', 'status.jwt'],
  ])
    expect((await repository.run(args)).code).toBe(0);

  vi.setSystemTime(end - 1);
  expect([(await verify()).code, (await status()).code, (await promote('-o', 'late.jwt')).code]).toEqual([0, 0, 0]);
  for (const moment of [end, end + 1]) {
    vi.setSystemTime(moment);
    const dead = await verify();
    expect([dead.code, dead.err]).toEqual([1, expect.stringContaining('expired')]);
    const after = await status();
    expect([after.code, after.err]).toEqual([1, expect.stringContaining(`it ended at ${until}`)]);
    expect((await promote()).code).toBe(1);
  }
});
