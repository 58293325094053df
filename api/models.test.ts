/** The register over HTTP: the filters of CONTRACT.md §4, the same that the pages have. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { register } from '#services/testing/release.ts';
import { type Answer, problemFaults, type Served, serve } from './testing/served.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
  const { deployment, org } = served;
  await register(deployment, org.owner, { model: 'credit/limits', version: '1.0.0', useCase: 'limits' });
  await register(deployment, org.owner, {
    model: 'credit/tagged',
    version: '1.0.0',
    classification: ['internal', 'customer-data'],
  });
});
afterAll(() => served.deployment.close());

const get = (path: string) => served.call('GET', `/api/v1/models${path}`, { person: served.org.auditor });
const itemsOf = ({ json, text }: Answer): string[] => {
  if (!Array.isArray(json?.items)) throw new Error(text);
  return json.items.map(({ model }: { model: string }) => model);
};
async function names(query: string): Promise<string[]> {
  return itemsOf(await get(query));
}

test.each([
  ['', ['credit/limits', 'credit/scorer', 'credit/tagged']],
  ['?tier=critical', ['credit/limits']],
  ['?tier=critical,high', ['credit/limits', 'credit/tagged']],
  ['?tier=critical%2Chigh&useCase=limits', ['credit/limits']],
  ['?classification=customer-data,nothing', ['credit/tagged']],
  ['?environment=staging', ['credit/scorer']],
  ['?live=staging,production', ['credit/scorer']],
  ['?relation=from-scratch&q=limits', ['credit/limits']],
  ['?owner=support', []],
  ['?owner=', ['credit/limits', 'credit/scorer', 'credit/tagged']],
  ['?sort=tier', ['credit/limits', 'credit/tagged', 'credit/scorer']],
])('GET /api/v1/models%s', async (query, models) => {
  expect(await names(query)).toEqual(models);
});

test('pages follow each other in every order', async () => {
  for (const sort of ['name', 'newest', 'tier']) {
    const whole = await names(`?sort=${sort}`);
    const walked: string[] = [];
    for (let cursor: unknown = null; ; ) {
      const page = await get(`?sort=${sort}&limit=1${cursor === null ? '' : `&cursor=${cursor}`}`);
      walked.push(...itemsOf(page));
      cursor = page.json?.next ?? null;
      if (cursor === null) break;
    }
    expect(walked).toEqual(whole);
  }
});

test('the counts are those of the lists', async () => {
  const { status, json } = await get('/facets?tier=critical,high');
  expect(status).toBe(200);
  expect(json?.total).toBe(2);
  const facets = json?.facets as Record<string, { value: string; count: number }[]>;
  // Under what is chosen elsewhere, not under its own choice: what another tier would add is in sight.
  expect(facets.tier?.map(({ value, count }) => [value, count]).sort()).toEqual([
    ['critical', 1],
    ['high', 1],
    ['low', 1],
  ]);
  for (const [facet, values] of Object.entries(facets)) {
    if (facet === 'tier') continue;
    for (const { value, count } of values)
      expect(await names(`?tier=critical,high&${facet}=${encodeURIComponent(value)}`)).toHaveLength(count);
  }
});

test.each([
  '?tier=extreme',
  '?tier=high,extreme',
  '?state=gone',
  '?sort=age',
  `?q=${'x'.repeat(201)}`,
  '/facets?limit=1',
  '/facets?cursor=x',
])('GET /api/v1/models%s is refused as a problem', async (query) => {
  const answer = await get(query);
  expect(answer.status).toBe(422);
  expect(problemFaults(answer)).toEqual([]);
});
