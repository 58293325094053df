// Drafts lose nothing that was typed, and are nobody's but their author's (THREATS.md T63).

import { afterAll, beforeAll, expect, test } from 'vitest';
import { asOwner } from '#db/testing/owner.ts';
import type { Person } from '#domain/access/actor.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { leaves } from '../testing/ledger-check.ts';
import { type Organisation, organise } from '../testing/organisation.ts';
import { tryVerbs } from '../testing/verbs.ts';
import { discardDraft } from './discard.ts';
import { listDrafts } from './list.ts';
import { readDraft } from './read.ts';
import { LARGEST_DRAFT, MOST_DRAFTS, saveDraft } from './save.ts';

let deployment: Deployment;
let org: Organisation;
beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
});
afterAll(() => deployment.close());

const TAB = 'tab-number-1';
const OTHER_TAB = 'tab-number-2';
const draft = (content: Record<string, unknown>, change: object = {}) => ({
  id: null,
  revision: 0,
  title: 'A draft',
  content,
  writer: TAB,
  ...change,
});
const save = (input: unknown, person: Person = org.owner) => saveDraft(deployment.as(person), input);
const read = (id: string, person: Person = org.owner) => readDraft(deployment.as(person), id);

tryVerbs(
  {
    'saving a draft': {
      run: (actor) => saveDraft(deployment.as(actor), draft({ model: 'a/b' })),
      by: 'owner',
      events: [],
      refused: [],
    },
    'listing drafts': {
      run: (actor) => listDrafts(deployment.as(actor)),
      by: 'owner',
      events: null,
      refused: ['pipeline'],
    },
  },
  () => ({ deployment, org }),
);

test('a save goes on from the one before, and reading gives back what was typed, odd characters and all', async () => {
  const typed = { text: 'é👩‍💻 \u2028 "quoted" \\u0041', nested: { list: ['', 'x'] } };
  const first = await save(draft({}));
  const second = await save(draft(typed, { id: first.id, revision: first.revision }));
  expect(second.revision).toBe(2);
  expect(await read(first.id)).toMatchObject({ content: typed, revision: 2, title: 'A draft' });
});

test('of two tabs the second is told, and nothing of the first is lost', async () => {
  const { id } = await save(draft({ from: 'first' }));
  await save(draft({ from: 'second tab' }, { id, revision: 1, writer: OTHER_TAB }));
  const late = save(draft({ from: 'first tab again' }, { id, revision: 1 }));
  await expect(late).rejects.toMatchObject({ code: 'conflict', detail: 'draft-changed' });
  expect(await read(id)).toMatchObject({ content: { from: 'second tab' }, revision: 2 });
  await save(draft({ from: 'mine, knowingly' }, { id, revision: 2 }));
  expect(await read(id)).toMatchObject({ content: { from: 'mine, knowingly' }, revision: 3 });
});

test('a page that did not hear the answer to its own save goes on', async () => {
  const { id } = await save(draft({ typed: 'a' }));
  await save(draft({ typed: 'ab' }, { id, revision: 1 }));
  expect(await save(draft({ typed: 'abc' }, { id, revision: 1 }))).toMatchObject({ revision: 3 });
});

test('twenty tabs at once on one revision: one is taken', async () => {
  const { id } = await save(draft({}));
  const tabs = Array.from({ length: 20 }, (_, tab) =>
    save(draft({ tab }, { id, revision: 1, writer: `racing-${tab}x` })),
  );
  const outcomes = await Promise.allSettled(tabs);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('another person’s draft is not there: not to read, to write over, to throw away, or to see listed', async () => {
  const { id } = await save(draft({ secret: 'mine' }));
  for (const person of [org.stranger, org.maker, org.admin]) {
    await expect(read(id, person)).rejects.toMatchObject({ code: 'not-found' });
    await expect(save(draft({}, { id, revision: 1 }), person)).rejects.toMatchObject({ code: 'not-found' });
    await expect(discardDraft(deployment.as(person), id)).rejects.toMatchObject({ code: 'not-found' });
    expect((await listDrafts(deployment.as(person))).rows.map((row) => row.id)).not.toContain(id);
  }
  expect(await read(id)).toMatchObject({ content: { secret: 'mine' }, revision: 1 });
  await expect(read('not an id')).rejects.toMatchObject({ code: 'not-found' });
});

test('thrown away, it is gone, and what it held is in hand for an undo', async () => {
  const { id } = await save(draft({ typed: 'much' }));
  expect(await discardDraft(deployment.as(org.owner), id)).toMatchObject({ content: { typed: 'much' } });
  await expect(read(id)).rejects.toMatchObject({ code: 'not-found' });
});

test('more than 256 kB is refused and leaves what was there', async () => {
  const { id } = await save(draft({ small: 1 }));
  const large = save(draft({ large: 'x'.repeat(LARGEST_DRAFT) }, { id, revision: 1 }));
  await expect(large).rejects.toMatchObject({ code: 'invalid', detail: 'draft-size' });
  expect(await read(id)).toMatchObject({ content: { small: 1 } });
});

test('with fifty, the one longest unused makes room, and its title is said', async () => {
  const before = (await listDrafts(deployment.as(org.stranger))).rows.length;
  for (let made = before; made < MOST_DRAFTS; made++) {
    deployment.advance(1_000);
    await save(draft({}, { title: `number ${made}` }), org.stranger);
  }
  deployment.advance(1_000);
  const { dropped } = await save(draft({}, { title: 'one more' }), org.stranger);
  expect(dropped).toEqual(['number 0']);
  const page = await listDrafts(deployment.as(org.stranger), { limit: 60 });
  expect([page.rows.length, page.rows[0]?.title, page.next]).toEqual([MOST_DRAFTS, 'one more', null]);
  const [first, second] = [await listDrafts(deployment.as(org.stranger), { limit: 30 }), page.rows.slice(30, 60)];
  expect(first.next).not.toBeNull();
  const cursor = Buffer.from(JSON.stringify(first.next)).toString('base64url');
  expect((await listDrafts(deployment.as(org.stranger), { limit: 30, cursor })).rows).toEqual(second);
});

test('what one types is no event of the register, and fields that nobody asked for are refused', async () => {
  const before = (await leaves(deployment)).length;
  const { id } = await save(draft({ typed: 1 }));
  await discardDraft(deployment.as(org.owner), id);
  expect(await leaves(deployment)).toHaveLength(before);
  await expect(save({ ...draft({}), personId: org.admin.id })).rejects.toMatchObject({ code: 'invalid' });
  expect(await asOwner(deployment, `select 1 from draft where person_id = '${org.admin.id}'`)).toEqual([]);
});
