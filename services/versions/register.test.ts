// Registering at the same moment, and again (DESIGN.md §2 "Registration"; THREATS.md T10).

import { afterAll, beforeAll, expect, test } from 'vitest';
import { asOwner } from '#db/testing/owner.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { leaves, ledgerFaults } from '../testing/ledger-check.ts';
import { type Organisation, organise } from '../testing/organisation.ts';
import { approvedVersion, ask, registration } from '../testing/release.ts';
import { registerVersion } from './register.ts';

let deployment: Deployment;
let org: Organisation;
beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
});
afterAll(() => deployment.close());

const register = (wanted: Parameters<typeof registration>[0]) =>
  registerVersion(deployment.as(org.pipeline), registration(wanted));

test('eight at once in a namespace that nobody has: one creates, the others find it', async () => {
  const results = await Promise.all(Array.from({ length: 8 }, () => register({ version: '1' })));
  expect(results.map(({ result }) => result).sort()).toEqual([
    'created',
    ...Array.from({ length: 7 }, () => 'unchanged'),
  ]);
  const made = (await leaves(deployment)).filter(({ action }) => /^(version\.|namespace\.)/.test(action));
  expect(made.map(({ action }) => action).sort()).toEqual(['namespace.claimed', 'version.registered']);
});

test('eight with different bytes for one version: one is bound for ever, the others conflict', async () => {
  const attempts = await Promise.allSettled(
    Array.from({ length: 8 }, (_, writer) => register({ version: '2', content: `bytes of ${writer}` })),
  );
  expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const one of attempts) {
    if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'conflict', detail: 'version-conflict' });
  }
});

test('eight names for the same bytes in one model: one version', async () => {
  const attempts = await Promise.allSettled(
    Array.from({ length: 8 }, (_, writer) => register({ version: `3-${writer}`, content: 'the same' })),
  );
  expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const one of attempts) {
    if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'conflict', detail: 'digest-conflict' });
  }
});

test('eight corrections of one manifest are eight revisions, without a gap', async () => {
  const results = await Promise.all(
    Array.from({ length: 8 }, (_, writer) => register({ version: '1', description: `Correction ${writer}` })),
  );
  expect(results.map(({ revision }) => revision).sort((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
  const [row] = await asOwner<{ revision: number }>(deployment, `select revision from version where version = '1'`);
  expect(row?.revision).toBe(9);
  expect(await ledgerFaults(deployment)).toEqual([]);
});

test('new bytes by a pipeline after an approved version are a retrain, without approvals, the gate closed', async () => {
  await approvedVersion(deployment, org.pipeline, [org.reviewer], { version: '10' }, 'production');
  expect((await ask(deployment, org.pipeline, '10', { environment: 'production' })).token).not.toBeNull();
  const again = await register({ version: '11' });
  expect(again.retrain).toBe(true);
  const { decision, token } = await ask(deployment, org.pipeline, '11', { environment: 'production' });
  expect([decision.outcome, token]).toEqual(['pending', null]);
});

test.each(['https://ci:canary-password@git.test/x.git', 'javascript:alert(1)', 'not a repository'])(
  'a source address like %s is refused, as in a manifest',
  async (repository) => {
    const body = registration({ version: '20' });
    const { source: _source, ...manifest } = body.manifest;
    const attempt = registerVersion(deployment.as(org.pipeline), { ...body, manifest, source: { repository } });
    await expect(attempt).rejects.toMatchObject({
      code: 'invalid',
      problems: [expect.objectContaining({ path: '/source/repository' })],
    });
  },
);
