// Five hundred reviews that wait: the queue is in order, complete, read in one go, and says whose turn it is.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { statementsOf } from '#db/testing/count-statements.ts';
import { asOwner } from '#db/testing/owner.ts';
import { anonymous } from '../context.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { type Organisation, organise } from '../testing/organisation.ts';
import { ask, register } from '../testing/release.ts';
import { countReviews, listReviews, type QueueRow, type QueueTab } from './list.ts';

const WAITING = 500;

let deployment: Deployment;
let org: Organisation;

/** One that went through the services, and copies of its rows: what the queue reads is the same, and it takes seconds. */
async function seed(): Promise<void> {
  await register(deployment, org.pipeline, { version: '0', useCase: 'limits', classification: ['regulated-decision'] });
  await ask(deployment, org.pipeline, '0');
  await asOwner(
    deployment,
    // Whole rows with a few members changed, so that columns that come later are copied too.
    `with source as (select v, a, m, r from version v join artifact a on a.digest = v.artifact_digest
        join manifest_revision m on m.version_id = v.id join review r on r.version_id = v.id limit 1),
      copies as (select gen_random_uuid() as id, 'sha256:' || lpad(to_hex(n), 64, '0') as digest, n
        from generate_series(1, ${WAITING - 1}) as n),
      artifacts as (insert into artifact select (jsonb_populate_record(s.a, jsonb_build_object('digest', c.digest))).*
        from copies c, source s returning 1),
      versions as (insert into version select (jsonb_populate_record(s.v, jsonb_build_object('id', c.id, 'artifact_digest', c.digest,
          'version', '1.' || c.n || '-' || repeat('long', 20),
          'tier', case c.n % 4 when 0 then 'critical' when 1 then 'high' else 'low' end))).* from copies c, source s returning 1),
      revisions as (insert into manifest_revision select (jsonb_populate_record(s.m, jsonb_build_object('version_id', c.id))).*
        from copies c, source s returning 1)
    insert into review select (jsonb_populate_record(s.r, jsonb_build_object('id', gen_random_uuid(), 'version_id', c.id,
      'environment', case c.n % 5 when 0 then 'staging' else 'production' end,
      'requested_at', now() - c.n * interval '1 hour', 'asked_at', now() - c.n * interval '1 hour'))).* from copies c, source s`,
  );
}

beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
  await seed();
});
afterAll(() => deployment.close());

async function everything(tab: QueueTab, filter = {}): Promise<QueueRow[]> {
  const found: QueueRow[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < 100; pages += 1) {
    const { rows, next } = await listReviews(deployment.as(org.risk), tab, { ...filter, limit: 100, cursor });
    found.push(...rows);
    if (next === null) return found;
    cursor = Buffer.from(JSON.stringify(next)).toString('base64url');
  }
  throw new Error('the pages do not end');
}

test('page by page it is every review once, the longest waiting first', async () => {
  const rows = await everything('all');
  expect(new Set(rows.map(({ id }) => id)).size).toBe(WAITING);
  const asked = rows.map(({ askedAt }) => askedAt.getTime());
  expect(asked).toEqual(asked.toSorted((a, b) => a - b));
  expect(await countReviews(deployment.as(org.risk))).toEqual({ all: WAITING, team: 0, done: 0 });
  expect(await countReviews(deployment.as(org.owner))).toEqual({ all: WAITING, team: WAITING, done: 0 });
});

test('a page is one batch of evaluations: as many statements for 25 rows as for one', async () => {
  const page = (limit: number) => listReviews(deployment.as(org.risk), 'mine', { limit });
  const { rows } = await page(25);
  expect(rows.length).toBe(25);
  expect(rows.every(({ part }) => part.kind === 'can')).toBe(true);
  const forOne = await statementsOf(() => page(1));
  expect(forOne).toBeGreaterThan(0);
  expect(await statementsOf(() => page(25))).toBe(forOne);
});

test('filters narrow the rows and the counts alike', async () => {
  const staging = await everything('all', { environment: 'staging' });
  expect(staging.every(({ environment }) => environment === 'staging')).toBe(true);
  expect((await countReviews(deployment.as(org.risk), { environment: 'staging' })).all).toBe(staging.length);
  const both = await everything('all', { environment: 'staging', tier: 'critical', team: 'credit' });
  expect(both.length).toBeGreaterThan(0);
  expect(both.every(({ tier, team }) => tier === 'critical' && team === 'credit')).toBe(true);
  expect(await everything('all', { team: 'support' })).toEqual([]);
});

test('each says whether it is in time, by its tier', async () => {
  const rows = await everything('all');
  const [oldest] = rows;
  expect(oldest?.due).toMatchObject({ standing: 'over' });
  expect(rows.at(-1)?.due).toMatchObject({ standing: 'in-time', text: expect.stringMatching(/^due in 2[34] h$/) });
});

test('a critical review stays mine when the sign-in is not fresh any more: it is confirmed when one decides', async () => {
  const stale = { ...org.risk, session: { ...org.risk.session, authenticatedAt: new Date(Date.now() - 3_600_000) } };
  const filter = { tier: 'critical', environment: 'production', limit: 1 } as const;
  const { rows } = await listReviews(deployment.as(stale), 'mine', filter);
  expect(rows.map(({ part }) => part.kind)).toEqual(['can']);
});

test('it says whose turn it is: asked of me, not of me, and why not', async () => {
  const of = async (who: keyof Organisation) =>
    (await listReviews(deployment.as(org[who] as never), 'all', { limit: 1 })).rows[0]?.part;
  expect(await of('risk')).toEqual({ kind: 'can', reason: null });
  expect((await of('stranger'))?.kind).toBe('none');
  await expect(listReviews(deployment.as(anonymous), 'all')).rejects.toMatchObject({ code: 'unauthenticated' });
  await expect(countReviews(deployment.as(anonymous))).rejects.toMatchObject({ code: 'unauthenticated' });
});
