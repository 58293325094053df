import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asOwner } from '#db/testing/owner.ts';
import { listReviews } from '../reviews/list.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { leaves, ledgerFaults, tokenFaults } from '../testing/ledger-check.ts';
import { signedIn } from '../testing/organisation.ts';
import { clockOfDemo, type Played, playDemo } from './play.ts';

let deployment: Deployment;
let folder: string;
let played: Played;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-demo-'));
  const clock = clockOfDemo(() => new Date());
  deployment = await openDeployment({}, clock.now);
  played = await playDemo(
    deployment.runtime,
    deployment.setupPath ?? '',
    clock,
    folder,
    'the demo password of the test',
  );
});
afterAll(async () => {
  await deployment.close();
  await rm(folder, { recursive: true, force: true });
});

test('its ledger and its tokens are as sound as any', async () => {
  expect(await ledgerFaults(deployment)).toEqual([]);
  expect(await tokenFaults(deployment)).toEqual([]);
});

test('it spans more than two months and ends in the present, in order', async () => {
  const times = (await leaves(deployment)).map(({ at }) => Date.parse(at));
  expect(times).toEqual([...times].sort((a, b) => a - b));
  const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
  expect(span / 86_400_000).toBeGreaterThan(75);
  expect(Date.now() - (times.at(-1) ?? 0)).toBeLessThan(120_000);
});

test('everybody of the contract can sign in with the one password', async () => {
  const wanted = ['ada', 'sam', 'rui', 'sec', 'pri', 'aud', 'adm'].map((name) => `${name}@demo.test`);
  expect(played.people.map(({ email }) => email)).toEqual(expect.arrayContaining(wanted));
  for (const { email, name } of played.people) {
    expect((await signedIn(deployment, email, played.password)).name).toBe(name);
  }
});

test('a dozen models, three levels of lineage, and versions in every state', async () => {
  const [counts] = await asOwner<{ models: string; depth: number }>(
    deployment,
    `with recursive chain(id, depth) as (
       select id, 1 from version union all
       select e.child_id, depth + 1 from lineage_edge e join chain on chain.id = e.parent_id)
     select (select count(*) from model) as models, max(depth) as depth from chain`,
  );
  expect(Number(counts?.models)).toBeGreaterThanOrEqual(12);
  expect(counts?.depth).toBeGreaterThanOrEqual(3);
  const states = await asOwner<{ state: string }>(deployment, 'select distinct state from review');
  expect(states.map(({ state }) => state)).toEqual(
    expect.arrayContaining(['open', 'changes-requested', 'approved', 'rejected']),
  );
  const ends = await asOwner<{ state: string }>(deployment, 'select distinct state from version order by 1');
  expect(ends.map(({ state }) => state)).toEqual(['active', 'retired', 'revoked']);
  const [revoked] = await asOwner<{ n: string }>(
    deployment,
    'select count(*) as n from token where revoked_at is not null',
  );
  expect(Number(revoked?.n)).toBeGreaterThan(0);
});

test('one exemption is live, one has ended, one waits for its second approver', async () => {
  const rows = await asOwner<{ kind: string }>(
    deployment,
    `select case when state = 'granted' and ends_at > now() then 'live' when state = 'granted' then 'ended' else state end as kind
     from exemption order by 1`,
  );
  expect(rows.map(({ kind }) => kind)).toEqual(['ended', 'live', 'requested']);
});

test('a reviewer finds work in the queue', async () => {
  const rui = await signedIn(deployment, 'rui@demo.test', played.password);
  const { rows } = await listReviews(deployment.as(rui), 'mine');
  expect(rows.length).toBeGreaterThan(1);
});
