// A review's life: asked, sent back, asked again on other content, approved, lapsed; and what is said meanwhile.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asOwner } from '#db/testing/owner.ts';
import type { Actor } from '#domain/access/actor.ts';
import { changesIn } from '#domain/compare/entry.ts';
import { REVIEW_STATES, type ReviewState, stateChanges } from '#domain/gate/review-states.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { leaves, ledgerFaults, tokenFaults } from '../testing/ledger-check.ts';
import { hire, type Organisation, organise } from '../testing/organisation.ts';
import { approve, approvedVersion, ask, register, shownDigest } from '../testing/release.ts';
import { tryVerbs } from '../testing/verbs.ts';
import { commentOnReview } from './comment.ts';
import { decideReview } from './decide.ts';
import { listReviews } from './list.ts';
import { readReviewPage } from './read-page.ts';
import { withdrawApproval } from './withdraw.ts';

let deployment: Deployment;
let org: Organisation;
let reviewId = '';
const LIMITS = { useCase: 'limits', classification: ['regulated-decision'] };

beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
  await register(deployment, org.pipeline, { version: 'talk', ...LIMITS });
  reviewId = (await ask(deployment, org.pipeline, 'talk')).reviewId ?? '';
});
afterAll(() => deployment.close());

const page = (id: string, who: Actor = org.risk) => readReviewPage(deployment.as(who), id);
const stateOf = async (id: string) => (await page(id)).review.state;
const sendBack = async (id: string) =>
  decideReview(deployment.as(org.risk), {
    reviewId: id,
    verdict: 'request-changes',
    contentDigest: await shownDigest(deployment, org.risk, id),
    comment: 'Say where the data is from',
  });
const revise = (version: string, description: string) =>
  register(deployment, org.pipeline, { version, ...LIMITS, description });

async function opened(version: string): Promise<string> {
  await register(deployment, org.pipeline, { version, ...LIMITS });
  const { reviewId: id } = await ask(deployment, org.pipeline, version);
  if (id === null) throw new Error('no review was opened');
  return id;
}

const comment = (actor: Actor) => commentOnReview(deployment.as(actor), { reviewId, comment: 'Which quarter is it?' });

tryVerbs(
  {
    'commenting as the owner': {
      run: comment,
      by: 'owner',
      events: ['review.commented'],
      refused: ['pipeline'],
    },
    'commenting as somebody of another team': {
      run: comment,
      by: 'stranger',
      events: ['review.commented'],
      refused: [],
    },
  },
  () => ({ deployment, org }),
);

test('a comment is in the conversation with who said it and on which content, and not in the ledger', async () => {
  const { entries, review } = await page(reviewId);
  const said = entries.rows.filter(({ kind }) => kind === 'comment');
  expect(said.map(({ by, comment: text }) => [by, text])).toEqual([
    ['Canary owner', 'Which quarter is it?'],
    ['Canary stranger', 'Which quarter is it?'],
  ]);
  expect(said[0]?.contentDigest).toBe(review.contentDigest);
  expect(JSON.stringify(await leaves(deployment))).not.toContain('Which quarter');
});

test.each([
  ['an empty comment', { comment: '  ' }],
  ['a comment of extreme length', { comment: 'x'.repeat(5_001) }],
  ['a field that nobody asked for', { comment: 'x', state: 'approved' }],
])('%s is refused', async (_name, body) => {
  await expect(commentOnReview(deployment.as(org.owner), { reviewId, ...body })).rejects.toMatchObject({
    code: 'invalid',
  });
});

describe('sent back', () => {
  let id = '';
  beforeAll(async () => {
    id = await opened('back');
    await sendBack(id);
  });

  test('asked again on the same content, it stays so and says so, and nothing is written about it', async () => {
    const { reviewId: again, decision, sentBack } = await ask(deployment, org.pipeline, 'back');
    expect([again, decision.outcome, sentBack]).toEqual([id, 'pending', true]);
    const { review, entries } = await page(id);
    expect([review.state, review.unchangedSinceSentBack]).toEqual(['changes-requested', true]);
    expect(entries.rows.map(({ kind }) => kind)).toEqual(['requested']);
  });

  test('asked again on other content, it opens again, with its conversation and the difference', async () => {
    await revise('back', 'Trained on the third quarter');
    const before = (await leaves(deployment)).length;
    expect((await ask(deployment, org.pipeline, 'back')).reviewId).toBe(id);
    const added = (await leaves(deployment)).slice(before);
    expect(added.map(({ action }) => action)).toEqual(['gate.decided', 'review.resubmitted']);
    const { review, entries, contentChanges } = await page(id);
    expect(review.state).toBe('open');
    expect(review.askedAt.getTime()).toBeGreaterThan(review.requestedAt.getTime());
    expect(entries.rows.map(({ kind }) => kind)).toEqual(['requested', 'resubmitted']);
    expect(review.verdicts.map(({ verdict, comment: why }) => [verdict, why])).toEqual([
      ['request-changes', 'Say where the data is from'],
    ]);
    const [change] = contentChanges;
    expect([change?.before, change?.after]).toEqual([entries.rows[0]?.contentDigest, review.contentDigest]);
    const named = change?.changes?.entries.filter(({ change: what }) => what !== 'same').map(({ label }) => label);
    expect(named).toEqual(['manifest']);
    expect(added[1]?.data).toMatchObject({ before: change?.before, content: change?.after });
  });

  test('and can be approved then', async () => {
    await approve(deployment, org.risk, id);
    await approve(deployment, org.security, id);
    expect((await ask(deployment, org.pipeline, 'back')).token).not.toBeNull();
    expect(await stateOf(id)).toBe('approved');
  });

  test('an approval alone does not take it out of being sent back', async () => {
    const other = await opened('standing');
    await sendBack(other);
    await approve(deployment, org.security, other);
    expect(await stateOf(other)).toBe('changes-requested');
  });
});

describe('approved, and its approvals void', () => {
  let id = '';
  beforeAll(async () => {
    id = (await approvedVersion(deployment, org.pipeline, [org.risk, org.security], { version: 'lapse', ...LIMITS }))
      .reviewId;
    await ask(deployment, org.pipeline, 'lapse');
  });

  test('it is shown as lapsed as soon as they are, before anybody asks', async () => {
    expect((await page(id)).review).toMatchObject({ state: 'approved', lapsed: false });
    await revise('lapse', 'Other words');
    const { review, seats } = await page(id);
    expect(review).toMatchObject({ state: 'approved', lapsed: true });
    expect(review.verdicts.map(({ standing }) => standing.counts)).toEqual([false, false]);
    expect(seats.every(({ approvalId }) => approvalId === null)).toBe(true);
  });

  test('approved again by one, it waits for the other in the queue', async () => {
    await approve(deployment, org.risk, id);
    expect(await stateOf(id)).toBe('open');
    const { rows } = await listReviews(deployment.as(org.security), 'mine');
    expect(rows.map((row) => row.id)).toContain(id);
    await approve(deployment, org.security, id);
    expect((await ask(deployment, org.pipeline, 'lapse')).token).not.toBeNull();
    expect((await page(id)).review).toMatchObject({ state: 'approved', lapsed: false });
  });

  test('asked again after the next change, it opens again', async () => {
    await revise('lapse', 'Yet other words');
    await ask(deployment, org.pipeline, 'lapse');
    expect(await stateOf(id)).toBe('open');
  });
});

test('let through on content that needs no approval, a version leaves a rejected review rejected', async () => {
  const model = 'credit/rejected';
  for (const version of ['1', '2']) await register(deployment, org.pipeline, { model, version });
  const { reviewId: first } = await ask(deployment, org.pipeline, '1', { model });
  const { reviewId: id } = await ask(deployment, org.pipeline, '2', { model });
  await decideReview(deployment.as(org.reviewer), {
    reviewId: id,
    verdict: 'reject',
    contentDigest: await shownDigest(deployment, org.reviewer, id ?? ''),
    comment: 'Not this',
  });
  await approve(deployment, org.reviewer, first ?? '');
  expect((await ask(deployment, org.pipeline, '1', { model })).token).not.toBeNull();
  await register(deployment, org.pipeline, { model, version: '2', description: 'Corrected' });
  // No longer the model's first in staging, at the lowest tier: nobody has to approve it.
  expect((await ask(deployment, org.pipeline, '2', { model })).token).not.toBeNull();
  expect(await stateOf(id ?? '')).toBe('rejected');
});

test('the page names who filled a seat and who could fill the others, and nobody who may not', async () => {
  const second = await hire(deployment, org.admin, 'security-two', { roles: ['security-reviewer'] });
  const barred = await hire(deployment, org.admin, 'security-owner', {
    roles: ['security-reviewer'],
    teams: ['credit'],
  });
  const id = await opened('seats');
  await approve(deployment, org.risk, id);
  const { seats, review } = await page(id, org.stranger);
  const of = (role: string) => seats.find((seat) => seat.id === `approval:${role}`);
  expect(of('risk-reviewer')?.approvalId).toBe(review.verdicts[0]?.id);
  expect(of('security-reviewer')?.could.toSorted()).toEqual([org.security.name, second.name].sort());
  expect(of('security-reviewer')?.could).not.toContain(barred.name);
});

test('a version is compared with the last that was let into the environment; the first with none', async () => {
  const wanted = { model: 'credit/compared', version: '1', useCase: 'search' };
  await approvedVersion(deployment, org.pipeline, [org.reviewer], wanted);
  const first = await ask(deployment, org.pipeline, '1', { model: wanted.model });
  expect((await page(first.reviewId ?? '')).comparison).toBeNull();
  await register(deployment, org.pipeline, { ...wanted, version: '2', ...LIMITS });
  const { reviewId: id } = await ask(deployment, org.pipeline, '2', { model: wanted.model });
  const { comparison } = await page(id ?? '');
  expect([comparison?.a, comparison?.b]).toEqual(['credit/compared@1', 'credit/compared@2']);
  expect(comparison?.sections.find(({ id: name }) => name === 'tier')).toSatisfy(
    (part: Parameters<typeof changesIn>[0]) => changesIn(part) > 0,
  );
});

test('before an approval is withdrawn, the page says how many tokens end with it', async () => {
  const { reviewId: id } = await approvedVersion(deployment, org.pipeline, [org.risk, org.security], {
    version: 'resting',
    ...LIMITS,
  });
  await ask(deployment, org.pipeline, 'resting');
  await ask(deployment, org.pipeline, 'resting');
  expect((await page(id, org.risk)).restingOnMine).toBe(2);
  expect((await page(id, org.reviewer)).restingOnMine).toBe(0);
  expect((await withdrawApproval(deployment.as(org.risk), id)).revoked).toBe(2);
  expect((await page(id, org.risk)).restingOnMine).toBe(0);
});

describe('the database itself', () => {
  const allowed = new Set(stateChanges().map((pair) => pair.join(' > ')));
  const pairs = REVIEW_STATES.flatMap((from) =>
    REVIEW_STATES.filter((to) => to !== from).map((to) => [from, to] as const),
  );
  const put = (id: string, state: ReviewState) =>
    asOwner(deployment, 'update review set state = $2 where id = $1 returning id', [id, state]);

  test.each(pairs)('a review that is %s becomes %s only where the table of acts says so', async (from, to) => {
    const id = await opened(`db-${from}-${to}`);
    if (from !== 'open') await put(id, from);
    const attempt = put(id, to);
    if (allowed.has(`${from} > ${to}`)) await expect(attempt).resolves.toHaveLength(1);
    else await expect(attempt).rejects.toThrow(/does not become/);
  });

  test('a review begins open, whatever is written', async () => {
    await expect(
      asOwner(
        deployment,
        `insert into review (id, version_id, environment, state, policy_version, requested_by, requested_at, asked_at, updated_at)
         select gen_random_uuid(), version_id, 'sandbox', 'approved', policy_version, requested_by, now(), now(), now() from review limit 1`,
      ),
    ).rejects.toThrow(/begins open/);
  });
});

test('after all of it, the log and the tokens are sound', async () => {
  expect(await ledgerFaults(deployment)).toEqual([]);
  expect(await tokenFaults(deployment)).toEqual([]);
});
