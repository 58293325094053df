// What the home page reads: for whom, and that it is true.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countEndingSoon } from '../exemptions/count-ending.ts';
import { reviewsWaiting } from '../reviews/waiting.ts';
import { createTeam } from '../teams/create-team.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { type Organisation, organise, refreshed } from '../testing/organisation.ts';
import { approve, ask, register } from '../testing/release.ts';
import { tryVerbs } from '../testing/verbs.ts';
import { listBlocked } from '../versions/list-blocked.ts';
import { versionNeighbours } from '../versions/neighbours.ts';
import { setDisabled } from './disable-person.ts';
import { listGaps } from './list-gaps.ts';

let deployment: Deployment;
let org: Organisation;
beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
});
afterAll(() => deployment.close());

tryVerbs(
  {
    'what an administrator has to mend': {
      run: (actor) => listGaps(deployment.as(actor)),
      by: 'admin',
      events: null,
      refused: ['owner', 'auditor', 'risk', 'pipeline'],
    },
    'what of my teams is blocked': {
      run: (actor) => listBlocked(deployment.as(actor)),
      by: 'owner',
      events: null,
      refused: [],
    },
    'how many reviews wait': {
      run: (actor) => reviewsWaiting(deployment.as(actor)),
      by: 'owner',
      events: null,
      refused: ['pipeline'],
    },
    'how many exemptions end soon': {
      run: (actor) => countEndingSoon(deployment.as(actor)),
      by: 'owner',
      events: null,
      refused: [],
    },
  },
  () => ({ deployment, org }),
);

test('a version is blocked where it was asked for and may not go, with the reasons, for its team alone', async () => {
  const mine = () => listBlocked(deployment.as(org.owner));
  await register(deployment, org.owner, { version: '1.0.0' });
  // Nobody has asked for anything yet: it waits for nobody.
  expect(await mine()).toEqual([]);
  const { reviewId } = await ask(deployment, org.owner, '1.0.0');
  const [row] = await mine();
  expect(row).toMatchObject({ model: 'credit/scorer', version: '1.0.0', tier: 'low' });
  expect(row?.blocked.map(({ environment, outcome }) => [environment, outcome])).toEqual([['staging', 'pending']]);
  expect(row?.blocked[0]?.open.map(({ id }) => id)).toEqual([expect.stringMatching(/^approval:/)]);
  expect(row?.blocked[0]?.review).toMatchObject({ id: reviewId, state: 'open' });
  expect(await listBlocked(deployment.as(org.stranger))).toEqual([]);
  await approve(deployment, org.reviewer, reviewId ?? '');
  expect(await mine()).toEqual([]);
  await ask(deployment, org.owner, '1.0.0');
});

test('the median age is that of the reviews that are open now', async () => {
  expect(await reviewsWaiting(deployment.as(org.auditor))).toEqual({ open: 0, medianAge: null });
  for (const [number, hours] of [
    [2, 10],
    [3, 2],
    [4, 1],
  ] as const) {
    await register(deployment, org.owner, { model: `credit/waits-${number}`, version: '1.0.0' });
    await ask(deployment, org.owner, '1.0.0', { model: `credit/waits-${number}` });
    deployment.advance(hours * 3_600_000);
  }
  const { open, medianAge } = await reviewsWaiting(deployment.as(org.auditor));
  expect(open).toBe(3);
  // Asked 13, 3 and 1 hours ago.
  expect(Math.round((medianAge ?? 0) / 3_600)).toBe(3);
});

test('gaps: approvals nobody can give, teams nobody answers for, roles and keys that end soon', async () => {
  const gaps = () => listGaps(deployment.as(org.admin));
  const before = await gaps();
  // Nobody is a privacy or legal reviewer, and critical models need one.
  expect(before.vacant.map((slot) => slot.toSorted())).toEqual([['legal-reviewer', 'privacy-reviewer']]);
  expect(before.teams).toEqual([]);
  expect(before.roles).toEqual([]);
  expect(before.keys).toEqual([]);

  await createTeam(deployment.as(org.admin), { slug: 'orphans', name: 'Orphans' });
  await setDisabled(deployment.as(org.admin), { personId: org.maker.id, disabled: true });
  await setDisabled(deployment.as(org.admin), { personId: org.security.id, disabled: true });
  const after = await gaps();
  // Credit's accountable person cannot sign in any more: nobody answers for it either.
  expect(after.teams.map(({ slug }) => slug)).toEqual(['credit', 'orphans']);
  expect(after.vacant).toContainEqual(['security-reviewer']);

  deployment.advance(17 * 86_400_000);
  expect((await gaps()).keys.map(({ team }) => team)).toEqual(['credit']);
  deployment.advance(325 * 86_400_000);
  const late = await gaps();
  expect(late.keys, 'a key that has ended is no longer about to').toEqual([]);
  expect(late.roles.map(({ role }) => role)).toEqual(expect.arrayContaining(['risk-reviewer', 'auditor']));
});

test('a version leads to the one before and the one after it', async () => {
  const owner = await refreshed(deployment, org.owner).catch(() => org.owner);
  for (const version of ['2.0.0', '3.0.0']) {
    deployment.advance(1_000);
    await register(deployment, org.owner, { version });
  }
  const of = (version: string) =>
    versionNeighbours(deployment.as(owner), { namespace: 'credit', name: 'scorer', version });
  expect(await of('1.0.0')).toEqual({ previous: null, next: '2.0.0' });
  expect(await of('2.0.0')).toEqual({ previous: '1.0.0', next: '3.0.0' });
  expect(await of('3.0.0')).toEqual({ previous: '2.0.0', next: null });
  await expect(of('9.9.9')).rejects.toMatchObject({ code: 'not-found' });
});
