// Saved views are nobody's but their keeper's (THREATS.md T63), and hold a filter and nothing else.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { leaves } from '../testing/ledger-check.ts';
import { type Organisation, organise } from '../testing/organisation.ts';
import { tryVerbs } from '../testing/verbs.ts';
import { listViews } from './list.ts';
import { removeView } from './remove.ts';
import { MOST_VIEWS, saveView } from './save.ts';

let deployment: Deployment;
let org: Organisation;
beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
});
afterAll(() => deployment.close());

tryVerbs(
  {
    'keeping a view': {
      run: (actor) => saveView(deployment.as(actor), { name: 'Mine', query: 'tier=high' }),
      by: 'auditor',
      events: [],
      refused: [],
    },
    'listing views': {
      run: (actor) => listViews(deployment.as(actor)),
      by: 'auditor',
      events: null,
      refused: ['pipeline'],
    },
  },
  () => ({ deployment, org }),
);

test('a view is the filter and nothing else: no page, no look at a row, no name that is none of the register’s', async () => {
  const ctx = deployment.as(org.owner);
  const hostile = 'cursor=abc&peek=a/b&tier=high&tier=critical&q=a%26b&sort=newest&next=https://evil.test&state=';
  await saveView(ctx, { name: ' Risky ones ', query: hostile });
  expect(await listViews(ctx)).toMatchObject([
    { name: 'Risky ones', query: 'tier=high&tier=critical&q=a%26b&sort=newest' },
  ]);
});

test('another person’s view is not there: not to see, not to take away', async () => {
  const { id } = await saveView(deployment.as(org.owner), { name: 'Private', query: 'q=secret' });
  for (const person of [org.stranger, org.admin]) {
    expect(await listViews(deployment.as(person))).toEqual([]);
    await expect(removeView(deployment.as(person), id)).rejects.toMatchObject({ code: 'not-found' });
  }
  await removeView(deployment.as(org.owner), id);
  expect((await listViews(deployment.as(org.owner))).map((view) => view.id)).not.toContain(id);
  await expect(removeView(deployment.as(org.owner), id)).rejects.toMatchObject({ code: 'not-found' });
  await expect(removeView(deployment.as(org.owner), 'no id')).rejects.toMatchObject({ code: 'not-found' });
});

test.each([
  ['no name', { name: ' ', query: 'tier=high' }],
  ['a name without end', { name: 'x'.repeat(61), query: 'tier=high' }],
  ['no filter', { name: 'x', query: 'cursor=abc' }],
  ['a filter without end', { name: 'x', query: `q=${'x'.repeat(4_000)}` }],
  ['a field that nobody asked for', { name: 'x', query: 'tier=high', personId: 'y' }],
])('%s is refused, and nothing is kept or recorded', async (_name, input) => {
  const before = await leaves(deployment);
  await expect(saveView(deployment.as(org.maker), input)).rejects.toMatchObject({ code: 'invalid' });
  expect(await listViews(deployment.as(org.maker))).toEqual([]);
  expect(await leaves(deployment)).toHaveLength(before.length);
});

test('the twenty-first is refused, and what there is stays', async () => {
  const ctx = deployment.as(org.risk);
  for (let made = 0; made < MOST_VIEWS; made++) {
    deployment.advance(1_000);
    await saveView(ctx, { name: `view ${made}`, query: `q=${made}` });
  }
  await expect(saveView(ctx, { name: 'one more', query: 'q=x' })).rejects.toMatchObject({ code: 'conflict' });
  expect((await listViews(ctx)).map(({ name }) => name)).toEqual(
    Array.from({ length: MOST_VIEWS }, (_, made) => `view ${made}`),
  );
});
