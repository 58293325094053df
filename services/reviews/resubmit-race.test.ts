// Asking again while others decide, on real connections: one order holds, whichever it is (THREATS.md T31, T39).

import { afterAll, beforeAll, expect, test } from 'vitest';
import { asOwner } from '#db/testing/owner.ts';
import type { Person } from '#domain/access/actor.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { leaves, ledgerFaults, tokenFaults } from '../testing/ledger-check.ts';
import { hire, type Organisation, organise } from '../testing/organisation.ts';
import { approve, ask, register, shownDigest } from '../testing/release.ts';
import { decideReview } from './decide.ts';

const ROUNDS = 60;

let deployment: Deployment;
let org: Organisation;
let second: Person;
let reviewId = '';

beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
  second = await hire(deployment, org.admin, 'risk-two', { roles: ['risk-reviewer'] });
  await revise('first');
  reviewId = (await ask(deployment, org.pipeline, 'raced')).reviewId ?? '';
});
afterAll(() => deployment.close());

const revise = (description: string) =>
  register(deployment, org.pipeline, {
    version: 'raced',
    useCase: 'limits',
    classification: ['regulated-decision'],
    description,
  });

async function sendBack(contentDigest: string): Promise<void> {
  await decideReview(deployment.as(second), {
    reviewId,
    verdict: 'request-changes',
    contentDigest,
    comment: 'Not like this',
  });
}

async function standing(): Promise<{ state: string; resubmitted: number; approvals: number }> {
  const [row] = await asOwner<{ state: string; resubmitted: number; approvals: number }>(
    deployment,
    `select r.state, (select count(*)::int from review_entry e where e.review_id = r.id and e.kind = 'resubmitted') as resubmitted,
       (select count(*)::int from approval a where a.review_id = r.id and a.verdict = 'approve' and a.withdrawn_at is null) as approvals
     from review r where r.id = $1`,
    [reviewId],
  );
  if (!row) throw new Error('the review is gone');
  return row;
}

test(`${ROUNDS} rounds of asking again by two while one approves: it opens once, and the approval stands`, async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    await sendBack(await shownDigest(deployment, org.risk, reviewId));
    await revise(`round ${round}`);
    const digest = await shownDigest(deployment, org.risk, reviewId);
    const before = await standing();
    const answers = await Promise.all([
      ask(deployment, org.pipeline, 'raced'),
      ask(deployment, org.pipeline, 'raced'),
      approve(deployment, org.risk, reviewId, digest),
    ]);
    const after = await standing();
    expect([after.state, after.resubmitted - before.resubmitted, after.approvals]).toEqual(['open', 1, 1]);
    for (const answer of answers) if ('token' in answer) expect(answer.token, 'security has not approved').toBeNull();
  }
});

test(`${ROUNDS} rounds of asking again while changes are requested on the new content: the objection stands`, async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    await sendBack(await shownDigest(deployment, org.risk, reviewId));
    await revise(`again ${round}`);
    const digest = await shownDigest(deployment, org.risk, reviewId);
    await Promise.all([ask(deployment, org.pipeline, 'raced'), sendBack(digest)]);
    expect((await standing()).state).toBe('changes-requested');
    const { token, decision } = await ask(deployment, org.pipeline, 'raced');
    expect([token, decision.outcome]).toEqual([null, 'pending']);
  }
});

test('every time it was asked again is a leaf, and the log is sound', async () => {
  const log = await leaves(deployment);
  expect(log.filter(({ action }) => action === 'review.resubmitted').length).toBe((await standing()).resubmitted);
  expect(await ledgerFaults(deployment)).toEqual([]);
  expect(await tokenFaults(deployment)).toEqual([]);
});
