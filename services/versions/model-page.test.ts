// What the model's page reads: the glance, the timeline and its marks, reviews and tokens of every version.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedRegister } from '#db/fixtures/seed-register.ts';
import { ownerConnection } from '#db/testing/owner.ts';
import { modelActivity } from '../ledger/model-activity.ts';
import { type Page, writeCursor } from '../paging.ts';
import { reinstateModel, retireModel } from '../retirement/end-model.ts';
import { listReviewsOfModel } from '../reviews/list-of-model.ts';
import { withdrawApproval } from '../reviews/withdraw.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { type Organisation, organise } from '../testing/organisation.ts';
import { approvedVersion, ask, register, registration } from '../testing/release.ts';
import { tryVerbs } from '../testing/verbs.ts';
import { listTokensOfModel } from '../tokens/list-of-model.ts';
import { peekModel } from './peek-model.ts';
import { readTimeline } from './read-timeline.ts';
import { registerVersion } from './register.ts';

let deployment: Deployment;
let org: Organisation;
beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
  await approvedVersion(deployment, org.owner, [org.reviewer], { version: '1.0.0' });
  await ask(deployment, org.pipeline, '1.0.0');
  await ask(deployment, org.pipeline, '1.0.0');
  deployment.advance(60_000);
  // A second version of a low tier needs nobody for staging; a pipeline's is a retrain.
  await register(deployment, org.pipeline, { version: '1.1.0' });
  deployment.advance(60_000);
  await ask(deployment, org.pipeline, '1.1.0');
  const corrected = registration({ version: '1.1.0', description: 'Corrected' });
  await registerVersion(deployment.as(org.owner), corrected);
});
afterAll(() => deployment.close());

const glance = () => peekModel(deployment.as(org.owner), 'credit', 'scorer');
const timeline = (request = {}) => readTimeline(deployment.as(org.owner), 'credit', 'scorer', request);

tryVerbs(
  {
    'looking at a model': {
      run: (actor) => peekModel(deployment.as(actor), 'credit', 'scorer'),
      by: 'stranger',
      events: null,
      refused: [],
    },
    'its timeline': {
      run: (actor) => readTimeline(deployment.as(actor), 'credit', 'scorer'),
      by: 'stranger',
      events: null,
      refused: [],
    },
    'its tokens': {
      run: (actor) => listTokensOfModel(deployment.as(actor), 'credit', 'scorer'),
      by: 'stranger',
      events: null,
      refused: [],
    },
    'its reviews': {
      run: (actor) => listReviewsOfModel(deployment.as(actor), 'credit', 'scorer'),
      by: 'stranger',
      events: null,
      refused: ['pipeline'],
    },
  },
  () => ({ deployment, org }),
);

test('the glance names the version that the newest token names, not the one registered last', async () => {
  expect((await glance()).promoted).toMatchObject([{ environment: 'staging', version: '1.1.0', state: 'active' }]);
  // Going back to an earlier version is a promotion like any other.
  await ask(deployment, org.pipeline, '1.0.0');
  const after = await glance();
  expect(after.promoted).toMatchObject([{ environment: 'staging', version: '1.0.0' }]);
  expect(after.promoted[0]?.liveUntil).toBeInstanceOf(Date);
  expect(after.newest).toMatchObject({ version: '1.1.0', retrain: true, description: 'Corrected', tier: 'low' });
  deployment.advance(2 * 3_600_000);
  expect((await glance()).promoted[0]?.liveUntil).toBeNull();
});

test('what stands in the way is what the gate says of the newest version', async () => {
  const { standing } = await glance();
  expect(standing.map(({ environment, outcome }) => [environment, outcome])).toEqual([
    ['staging', 'allow'],
    ['production', 'pending'],
  ]);
  expect(standing[0]).toMatchObject({ open: [], asked: false });
  expect(standing[1]?.open.map(({ id }) => id)).toEqual([expect.stringMatching(/^approval:/)]);
});

test('the timeline tells of each version what happened to it, and whose approval was withdrawn', async () => {
  const { rows, next } = await timeline();
  expect(next).toBeNull();
  expect(rows.map(({ version, retrain }) => [version, retrain])).toEqual([
    ['1.1.0', true],
    ['1.0.0', false],
  ]);
  expect(rows[0]?.marks.map(({ kind }) => kind)).toEqual(['tokens', 'revised']);
  expect(rows[1]?.marks.map(({ kind }) => kind)).toEqual(['requested', 'approve', 'tokens']);
  expect(rows[1]?.marks.at(-1)).toMatchObject({ kind: 'tokens', environment: 'staging', count: 3, revoked: 0 });
  expect(rows[1]?.marks[1]).toMatchObject({ capacity: 'reviewer', withdrawn: false });
  const [review] = (await listReviewsOfModel(deployment.as(org.owner), 'credit', 'scorer')).rows;
  await withdrawApproval(deployment.as(org.reviewer), review?.id ?? '');
  expect((await timeline()).rows[1]?.marks[1]).toMatchObject({ kind: 'approve', withdrawn: true });
});

test('versions are found by part of their name and by where they were let in', async () => {
  const found = async (request: object) => (await timeline(request)).rows.map(({ version }) => version);
  expect(await found({ q: '1.0.' })).toEqual(['1.0.0']);
  expect(await found({ q: '_' })).toEqual([]);
  expect(await found({ environment: 'staging' })).toEqual(['1.1.0', '1.0.0']);
  expect(await found({ environment: 'production' })).toEqual([]);
});

test('the ledger’s entries are for those who may read it; for others there is nothing, and no refusal', async () => {
  const all = await modelActivity(deployment.as(org.auditor), 'credit/scorer');
  expect(all?.rows.map(({ action }) => action)).toContain('version.registered');
  expect(all?.rows.every(({ model }) => model === 'credit/scorer')).toBe(true);
  expect(await modelActivity(deployment.as(org.owner), 'credit/scorer')).toBeNull();
});

test('a model that is not there is not found, on every way', async () => {
  const ctx = deployment.as(org.auditor);
  for (const read of [peekModel, readTimeline, listTokensOfModel, listReviewsOfModel])
    await expect(read(ctx, 'credit', 'nothing')).rejects.toMatchObject({ code: 'not-found' });
});

describe('with 10,000 versions', () => {
  beforeAll(async () => {
    const client = await ownerConnection(deployment.ownerUrl);
    await seedRegister(client, { models: 2, versions: 10_000, tokens: 3_000 }).finally(() => client.end());
  }, 240_000);

  /** Walks every page; the number of rows, and whether their order held. */
  async function walk<R>(read: (cursor: string | undefined) => Promise<Page<R>>, keyOf: (row: R) => string | number) {
    const seen: (string | number)[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await read(cursor);
      seen.push(...page.rows.map(keyOf));
      const next = writeCursor(page.next);
      if (next === null) return seen;
      cursor = next;
    }
  }

  test('the timeline pages through all of them, each once, newest first', async () => {
    const seen = await walk(
      (cursor) =>
        readTimeline(deployment.as(org.owner), 'seed', 'model-000001', { limit: 200, ...(cursor ? { cursor } : {}) }),
      ({ version }) => version,
    );
    expect(seen).toEqual(Array.from({ length: 10_000 }, (_, index) => `1.${10_000 - index}.0`));
  });

  test('tokens page through all of them, each once, newest first', async () => {
    const seen = await walk(
      (cursor) =>
        listTokensOfModel(deployment.as(org.owner), 'seed', 'model-000001', {
          limit: 200,
          ...(cursor ? { cursor } : {}),
        }),
      ({ ledgerIndex }) => ledgerIndex,
    );
    expect(seen.length).toBeGreaterThan(2_900);
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => Number(b) - Number(a)));
  });
});

test('a model says that it is retired, which its versions stay when it is taken out of retirement', async () => {
  const of = { namespace: 'credit', name: 'scorer', reason: 'Replaced' };
  expect((await glance()).retired).toBe(false);
  await retireModel(deployment.as(org.owner), of);
  expect(await glance()).toMatchObject({ retired: true, newest: { state: 'retired' } });
  await reinstateModel(deployment.as(org.owner), of);
  expect(await glance()).toMatchObject({ retired: false, newest: { state: 'retired' } });
});
