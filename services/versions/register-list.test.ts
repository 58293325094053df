// The register's list and its counts: what is filtered, that counts and lists agree, and that pages hold still.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedRegister } from '#db/fixtures/seed-register.ts';
import { ownerConnection } from '#db/testing/owner.ts';
import { writeCursor } from '../paging.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { type Organisation, organise } from '../testing/organisation.ts';
import { approvedVersion, ask, register, registration } from '../testing/release.ts';
import { countFacets } from './count-facets.ts';
import { listModels, MODEL_SORTS, type ModelRequest } from './list-models.ts';
import { registerVersion } from './register.ts';
import { FACETS, type RegisterFilter } from './register-filter.ts';

let deployment: Deployment;
let org: Organisation;

beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
  await approvedVersion(deployment, org.owner, [org.reviewer], { model: 'credit/scorer', version: '1.0.0' });
  await ask(deployment, org.pipeline, '1.0.0');
  await register(deployment, org.owner, {
    model: 'credit/limits',
    version: '2.0.0',
    useCase: 'limits',
    classification: ['customer-data', 'internal'],
    description: 'Raises the limit of 100% of customers_once',
  });
  const child = registration({ model: 'credit/tuned', version: '1.0.0', classification: ['experimental'] });
  await registerVersion(deployment.as(org.owner), {
    ...child,
    manifest: {
      ...child.manifest,
      lineage: [
        { relation: 'finetune', parent: 'credit/scorer@1.0.0' },
        { relation: 'adapter', parent: 'hf:org/base@main' },
      ],
    },
  });
});
afterAll(() => deployment.close());

/** Every model that a request leads to, page by page. */
async function walk(request: ModelRequest, limit = 200): Promise<string[]> {
  const found: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await listModels(deployment.as(org.owner), { ...request, limit, ...(cursor ? { cursor } : {}) });
    found.push(...page.rows.map(({ model }) => model));
    const next = writeCursor(page.next);
    if (next === null) return found;
    cursor = next;
  }
}

describe('each filter, by what it lets through', () => {
  const digest = () => registration({ model: 'credit/limits', version: '2.0.0' }).digest;
  const table: readonly (readonly [name: string, filter: () => RegisterFilter, models: readonly string[]])[] = [
    ['nothing asked', () => ({}), ['credit/limits', 'credit/scorer', 'credit/tuned']],
    ['an empty choice asks for nothing', () => ({ tier: [] }), ['credit/limits', 'credit/scorer', 'credit/tuned']],
    ['one tier', () => ({ tier: ['critical'] }), ['credit/limits']],
    ['two tiers', () => ({ tier: ['critical', 'low'] }), ['credit/limits', 'credit/scorer', 'credit/tuned']],
    ['a team', () => ({ owner: ['credit'] }), ['credit/limits', 'credit/scorer', 'credit/tuned']],
    ['another team', () => ({ owner: ['support'] }), []],
    ['a state nobody is in', () => ({ state: ['revoked'] }), []],
    ['an environment', () => ({ environment: ['staging'] }), ['credit/scorer']],
    ['two environments', () => ({ environment: ['staging', 'production'] }), ['credit/scorer']],
    ['a token that lives', () => ({ live: ['staging'] }), ['credit/scorer']],
    ['a tag', () => ({ classification: ['internal'] }), ['credit/limits', 'credit/scorer']],
    [
      'tags of one facet are alternatives',
      () => ({ classification: ['experimental', 'customer-data'] }),
      ['credit/limits', 'credit/tuned'],
    ],
    ['facets narrow each other', () => ({ classification: ['internal'], tier: ['low'] }), ['credit/scorer']],
    ['a use case', () => ({ useCase: ['limits'] }), ['credit/limits']],
    ['made by', () => ({ relation: ['adapter'] }), ['credit/tuned']],
    ['made from nothing', () => ({ relation: ['from-scratch'] }), ['credit/limits', 'credit/scorer']],
    ['made from, whatever the version', () => ({ base: ['credit/scorer'] }), ['credit/tuned']],
    ['made from a hub’s model', () => ({ base: ['hf:org/base'] }), ['credit/tuned']],
    ['part of the name', () => ({ q: 'T/SCO' }), ['credit/scorer']],
    ['words of the description, in any order', () => ({ q: 'customers limit' }), ['credit/limits']],
    ['wildcards are letters', () => ({ q: '100% of customers_once' }), ['credit/limits']],
    ['a wildcard finds only itself', () => ({ q: 'customers%once' }), []],
    ['the use case', () => ({ q: 'limits' }), ['credit/limits']],
    ['a whole digest', () => ({ q: digest() }), ['credit/limits']],
    ['the first digits of a digest', () => ({ q: digest().slice(7, 17) }), ['credit/limits']],
    ['a digest of nobody', () => ({ q: `sha256:${'0'.repeat(64)}` }), []],
    ['quotes and brackets are text', () => ({ q: `'"{}\\` }), []],
  ];
  test.each(table)('%s', async (_name, filter, models) => {
    expect(await walk(filter())).toEqual(models);
    expect((await countFacets(deployment.as(org.owner), filter())).total).toBe(models.length);
  });
});

test('a revision of the manifest moves the version to where it now belongs', async () => {
  const wanted = { model: 'credit/moved', version: '1.0.0' };
  await register(deployment, org.owner, { ...wanted, classification: ['internal'] });
  expect(await walk({ classification: ['regulated-decision'] })).toEqual([]);
  await register(deployment, org.owner, { ...wanted, classification: ['regulated-decision'], useCase: 'limits' });
  expect(await walk({ classification: ['regulated-decision'] })).toEqual(['credit/moved']);
  expect(await walk({ useCase: ['limits'] })).toEqual(['credit/limits', 'credit/moved']);
});

test('a token that has ended is no live one', async () => {
  deployment.advance(2 * 3_600_000);
  expect(await walk({ live: ['staging'] })).toEqual([]);
  expect(await walk({ environment: ['staging'] })).toEqual(['credit/scorer']);
});

describe('with many models', () => {
  beforeAll(async () => {
    const client = await ownerConnection(deployment.ownerUrl);
    await seedRegister(client, { models: 60, versions: 30, tokens: 90 }).finally(() => client.end());
  });

  test('every count is what choosing that value lists, whatever else is chosen', async () => {
    const { facets } = await countFacets(deployment.as(org.owner));
    const some = (facet: (typeof FACETS)[number]) =>
      fc.subarray(
        facets[facet].map(({ value }) => value),
        { maxLength: Math.min(2, facets[facet].length) },
      );
    const chosen = fc.record(
      Object.fromEntries(FACETS.map((facet) => [facet, some(facet)])) as Record<string, fc.Arbitrary<string[]>>,
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(chosen, fc.constantFrom(...FACETS), fc.nat(), async (given, facet, pick) => {
        const filter = given as RegisterFilter;
        const counts = await countFacets(deployment.as(org.owner), filter);
        expect(counts.total).toBe((await walk(filter)).length);
        const value = counts.facets[facet][pick % Math.max(1, counts.facets[facet].length)];
        if (value) expect((await walk({ ...filter, [facet]: [value.value] })).length).toBe(value.count);
      }),
      { numRuns: 60 },
    );
  });

  test.each(MODEL_SORTS)('by %s: pages of any size hold the same models in the same order', async (sort) => {
    const whole = await walk({ sort });
    expect(new Set(whole).size).toBe(64);
    for (const limit of [1, 7, 63, 64]) expect(await walk({ sort }, limit)).toEqual(whole);
  });

  test.each(MODEL_SORTS)('by %s: models that arrive while one pages neither repeat nor hide others', async (sort) => {
    const before = await walk({ sort });
    const first = await listModels(deployment.as(org.owner), { sort, limit: 20 });
    for (const name of ['aaa', 'mmm', 'zzz'])
      await register(deployment, org.owner, { model: `credit/${name}-${sort}`, version: '1.0.0' });
    const rest: string[] = [];
    for (let cursor = writeCursor(first.next); cursor !== null; ) {
      const page = await listModels(deployment.as(org.owner), { sort, limit: 20, cursor });
      rest.push(...page.rows.map(({ model }) => model));
      cursor = writeCursor(page.next);
    }
    const seen = [...first.rows.map(({ model }) => model), ...rest];
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((model) => before.includes(model))).toEqual(before);
  });

  test('a cursor of another order is refused', async () => {
    const { next } = await listModels(deployment.as(org.owner), { sort: 'name', limit: 1 });
    const attempt = listModels(deployment.as(org.owner), { sort: 'newest', cursor: writeCursor(next) ?? '' });
    await expect(attempt).rejects.toMatchObject({ code: 'invalid' });
  });
});
