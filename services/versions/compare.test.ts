// Two versions by name, as everybody signed in may read them.

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#domain/access/actor.ts';
import { changesIn } from '#domain/compare/entry.ts';
import { anonymous } from '../context.ts';
import { attachEvidence } from '../evidence/attach.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { leaves } from '../testing/ledger-check.ts';
import { type Organisation, organise } from '../testing/organisation.ts';
import { register } from '../testing/release.ts';
import { compare } from './compare.ts';
import { versionChoices } from './version-choices.ts';

let deployment: Deployment;
let org: Organisation;
const [A, B] = ['credit/scorer@1.0.0', 'credit/scorer@2.0.0'];

beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
  await register(deployment, org.pipeline, { version: '1.0.0' });
  await register(deployment, org.pipeline, {
    version: '2.0.0',
    useCase: 'limits',
    classification: ['regulated-decision'],
  });
  await attachEvidence(deployment.as(org.pipeline), {
    ref: B,
    type: 'evaluation',
    fileName: 'report.json',
    bytes: new TextEncoder().encode('{"suite":"holdout","metrics":{"auc":0.93}}'),
  });
});
afterAll(() => deployment.close());

const ask = (actor: Actor, a = A, b = B) => compare(deployment.as(actor), { a, b });

test('everybody signed in compares, a pipeline too, and nothing is written', async () => {
  const before = (await leaves(deployment)).length;
  for (const actor of [org.stranger, org.auditor, org.pipeline]) expect((await ask(actor)).same).toBe(false);
  expect((await leaves(deployment)).length).toBe(before);
});

test('nobody does without signing in', async () => {
  await expect(ask(anonymous)).rejects.toMatchObject({ code: 'unauthenticated' });
});

test.each([
  ['credit/scorer@9', 'not-found'],
  ['nobody/nothing@1', 'not-found'],
  ['credit/scorer', 'invalid'],
  ["credit/scorer@1'; drop table version; --", 'invalid'],
])('%s: %s, on either side', async (other, code) => {
  await expect(ask(org.stranger, A, other)).rejects.toMatchObject({ code });
  await expect(ask(org.stranger, other, B)).rejects.toMatchObject({ code });
});

test('what the register knows to differ is in its section, and the requirements of each environment are judged', async () => {
  const { sections } = await ask(org.stranger);
  const changes = Object.fromEntries(sections.map((part) => [part.id, changesIn(part)]));
  for (const id of ['manifest', 'use-case', 'tier', 'metrics', 'files', 'evidence', 'requirements-production'])
    expect([id, changes[id]]).not.toEqual([id, 0]);
  expect(changes.lineage).toBe(0);
  const metric = sections.find(({ id }) => id === 'metrics')?.entries[0];
  expect(metric).toMatchObject({ label: 'holdout / auc, reported', change: 'added', after: '0.93' });
  expect((await ask(org.stranger, A, A)).same).toBe(true);
});

test('versions of the models that are named are offered for picking, and only theirs', async () => {
  const choices = (near: string[]) => versionChoices(deployment.as(org.stranger), near);
  expect(await choices([A])).toEqual([B, A]);
  expect(await choices(['nonsense', 'nobody/nothing@1'])).toEqual([]);
});
