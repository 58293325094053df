// What is shown before registering is what holds after it, and showing it leaves nothing behind.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asOwner } from '#db/testing/owner.ts';
import type { Person } from '#domain/access/actor.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { leaves, ledgerFaults } from '../testing/ledger-check.ts';
import { type Organisation, organise } from '../testing/organisation.ts';
import { registration, type Wanted } from '../testing/release.ts';
import { previewRegistration } from './preview.ts';
import { readVersion } from './read-version.ts';
import { registerVersion } from './register.ts';

let deployment: Deployment;
let org: Organisation;
beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
});
afterAll(() => deployment.close());

const preview = (body: unknown, person: Person = org.owner) => previewRegistration(deployment.as(person), body);
const body = (wanted: Wanted) => ({ ...registration(wanted), measuredBy: 'browser' });

/** Rows of everything that a registration writes. */
async function rows(): Promise<unknown> {
  const tables = ['version', 'model', 'artifact', 'manifest_revision', 'lineage_edge', 'version_act', 'namespace'];
  const counts = tables.map((table) => `(select count(*)::int from ${table}) as ${table}`);
  return (
    await asOwner(deployment, `select ${counts.join(', ')}, (select count(*)::int from private_text) as texts`)
  )[0];
}

/** What a preview says of one environment, and `status` right after registering; the moment of registering apart. */
async function status(version: string) {
  const view = await readVersion(deployment.as(org.owner), { namespace: 'credit', name: 'scorer', version });
  return view.environments.map(({ name, gated, decision }) => ({
    name,
    gated,
    outcome: decision.outcome,
    tier: decision.tier,
    reasons: decision.tierReasons,
    requirements: decision.requirements.filter(({ id }) => id !== 'registered'),
  }));
}

describe.each<[string, Wanted]>([
  ['an internal one', { version: '1' }],
  ['one of a regulated use case', { version: '2', useCase: 'limits', committers: ['owner@canary.test'] }],
  ['one of a use case that nobody knows', { version: '3', useCase: 'nothing' }],
  ['one with a tag that no policy defines', { version: '4', classification: ['unheard-of'] }],
])('%s', (_name, wanted) => {
  test('tier, reasons, requirements and approvals are those that `status` gives once it is registered', async () => {
    const before = { rows: await rows(), leaves: (await leaves(deployment)).length };
    const { problems, refusal, outcome } = await preview(body(wanted));
    expect({ problems, refusal }).toEqual({ problems: [], refusal: null });
    expect({ rows: await rows(), leaves: (await leaves(deployment)).length }).toEqual(before);

    await registerVersion(deployment.as(org.owner), body(wanted));
    expect(outcome).toMatchObject({ result: 'created' });
    expect(
      outcome?.environments.map(({ requirements, ...environment }) => ({
        ...environment,
        tier: outcome.tier,
        reasons: outcome.reasons,
        requirements: requirements.filter(({ id }) => id !== 'registered').map(({ waivable: _, ...rest }) => rest),
      })),
    ).toEqual(await status(wanted.version));
    expect((await preview(body(wanted))).outcome).toMatchObject({ result: 'unchanged' });
  });
});

test('what an exemption could cover is marked, and approvals never are', async () => {
  const { outcome } = await preview(body({ version: '10', useCase: 'limits' }));
  const production = outcome?.environments.find(({ name }) => name === 'production');
  const waivable = production?.requirements.filter((requirement) => requirement.waivable).map(({ id }) => id);
  expect(waivable).toContain('artifact-scan');
  expect(waivable?.filter((id) => id.startsWith('approval:') || id === 'use-case-approved')).toEqual([]);
  expect(production?.requirements.filter(({ id }) => id.startsWith('approval:'))).toHaveLength(3);
});

test('without a measured artifact everything else is shown, and that it is missing', async () => {
  const { digest: _, files: __, ...unmeasured } = body({ version: '11' });
  const { outcome } = await preview(unmeasured);
  for (const { requirements } of outcome?.environments ?? []) {
    expect(requirements.find(({ id }) => id === 'digest-bound')).toMatchObject({ status: 'unmet' });
  }
  expect(outcome?.tier).toBe('low');
  expect(JSON.stringify(outcome)).not.toContain('sha256:');
});

test('every problem comes back with its pointer, and nothing is asked of the database for it', async () => {
  const { problems, outcome } = await preview({ manifest: 'model: UPPER\nnonsense: true\n' });
  expect(outcome).toBeNull();
  expect(problems.map(({ path }) => path)).toEqual(expect.arrayContaining(['/manifest/model', '/manifest/nonsense']));
});

test('what registering would refuse is said, and held against nobody', async () => {
  const before = (await leaves(deployment)).length;
  const refusals = [
    await preview(body({ version: '1', content: 'other bytes' })),
    await preview(body({ version: '12', content: 'credit/scorer@1' })),
    await preview(body({ version: '13' }), org.stranger),
  ];
  expect(refusals.map(({ refusal }) => refusal?.code)).toEqual(['version-conflict', 'digest-conflict', 'forbidden']);
  expect(refusals.every(({ outcome }) => outcome === null)).toBe(true);
  expect(await leaves(deployment)).toHaveLength(before);
  expect(await ledgerFaults(deployment)).toEqual([]);
});

test('nobody sees one without signing in', async () => {
  const attempt = previewRegistration(deployment.as({ kind: 'anonymous' }), body({ version: '14' }));
  await expect(attempt).rejects.toMatchObject({ code: 'unauthenticated' });
});
