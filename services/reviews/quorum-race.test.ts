// Approvers at the same moment, on real connections (DESIGN.md §2 "Quorum is exact"; THREATS.md T31, P5).

import { afterAll, beforeAll, expect, test } from 'vitest';
import { asOwner } from '#db/testing/owner.ts';
import type { Person } from '#domain/access/actor.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { leaves, ledgerFaults, tokenFaults } from '../testing/ledger-check.ts';
import { hire, type Organisation, organise } from '../testing/organisation.ts';
import { approve, ask, register, shownDigest } from '../testing/release.ts';
import { decideReview } from './decide.ts';
import { withdrawApproval } from './withdraw.ts';

const QUORUM_ROUNDS = 600;
const VERDICT_ROUNDS = 250;
const ASKING_ROUNDS = 150;
/** reviews that are raced on at the same time */
const LANES = 3;

let deployment: Deployment;
let org: Organisation;
let risks: Person[];

beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
  risks = [org.risk, await hire(deployment, org.admin, 'risk-two', { roles: ['risk-reviewer'] })];
});
afterAll(() => deployment.close());

interface Lane {
  readonly version: string;
  readonly reviewId: string;
  readonly digest: string;
}

/** A critical version, for which staging needs a risk reviewer and a security reviewer. */
async function open(version: string): Promise<Lane> {
  await register(deployment, org.pipeline, { version, useCase: 'limits', classification: ['regulated-decision'] });
  const { reviewId } = await ask(deployment, org.pipeline, version);
  if (reviewId === null) throw new Error('no review was opened');
  return { version, reviewId, digest: await shownDigest(deployment, org.risk, reviewId) };
}

/** Runs rounds in a few lanes at once; each lane has a review of its own. */
async function race(name: string, rounds: number, round: (lane: Lane, number: number) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: LANES }, async (_, index) => {
      const lane = await open(`${name}-${index}`);
      while (next < rounds) {
        next += 1;
        await round(lane, next);
      }
    }),
  );
}

const settled = (attempts: readonly Promise<unknown>[]) => Promise.allSettled(attempts);
const codes = (results: readonly PromiseSettledResult<unknown>[]) =>
  results
    .map((one) => (one.status === 'fulfilled' ? 'done' : String((one.reason as { detail?: string }).detail)))
    .sort();

async function standing(reviewId: string): Promise<{ person_id: string; id: string }[]> {
  return asOwner(
    deployment,
    `select id, person_id from approval where review_id = $1 and verdict = 'approve' and withdrawn_at is null`,
    [reviewId],
  );
}

test(`${QUORUM_ROUNDS} rounds of approvers at once, one of them twice: each counts once, and the quorum is met`, async () => {
  await race('quorum', QUORUM_ROUNDS, async ({ version, reviewId, digest }, number) => {
    const people = number % 2 === 0 ? [org.risk, org.risk, org.security] : [org.security, org.risk, org.security];
    const results = await settled(people.map((person) => approve(deployment, person, reviewId, digest)));
    expect(codes(results)).toEqual(['approved-already', 'done', 'done']);
    const given = results.flatMap((one) => (one.status === 'fulfilled' ? [one.value as { approvalId: string }] : []));
    // Every twelfth round looks at everything; the others end what they began.
    if (number % 12 === 0) {
      expect((await standing(reviewId)).length).toBe(2);
      const { token } = await ask(deployment, org.pipeline, version);
      expect(token?.claims.approvals).toEqual(given.map(({ approvalId }) => approvalId).sort());
    }
    const ended = await settled([
      withdrawApproval(deployment.as(org.risk), reviewId),
      withdrawApproval(deployment.as(org.security), reviewId),
    ]);
    expect(codes(ended)).toEqual(['done', 'done']);
  });
  expect(await tokenFaults(deployment)).toEqual([]);
});

test(`${ASKING_ROUNDS} rounds of asking while the last approval is given: a token rests on both approvals or is not there`, async () => {
  await race('asking', ASKING_ROUNDS, async ({ version, reviewId, digest }) => {
    await approve(deployment, org.security, reviewId, digest);
    const [answer, given] = await Promise.all([
      ask(deployment, org.pipeline, version),
      approve(deployment, org.risk, reviewId, digest),
    ]);
    const approvals = (await standing(reviewId)).map(({ id }) => id).sort();
    expect(approvals).toContain(given.approvalId);
    if (answer.token) expect(answer.token.claims.approvals).toEqual(approvals);
    else expect(answer.decision.outcome).toBe('pending');
    const after = await ask(deployment, org.pipeline, version);
    expect(after.token?.claims.approvals, 'never missed once both have committed').toEqual(approvals);
    const ended = await settled([
      withdrawApproval(deployment.as(org.risk), reviewId),
      withdrawApproval(deployment.as(org.security), reviewId),
    ]);
    expect(codes(ended)).toEqual(['done', 'done']);
  });
  const live = await asOwner(
    deployment,
    `select 1 from token where revoked_at is null and claims ->> 'sub' like '%@asking-%'`,
  );
  expect(live, 'withdrawing ended every token').toEqual([]);
});

test(`${VERDICT_ROUNDS} rounds of approve against reject: one order holds, and a rejected review never allows`, async () => {
  let rejectedFirst = 0;
  await race('verdict', VERDICT_ROUNDS, async (lane, number) => {
    const { version, reviewId, digest } = lane;
    const reject = decideReview(deployment.as(risks[1] as Person), {
      reviewId,
      verdict: number % 25 === 0 ? 'reject' : 'request-changes',
      contentDigest: digest,
      comment: 'Not like this',
    });
    const results = await settled([approve(deployment, org.risk, reviewId, digest), reject]);
    const [approved, refused] = results;
    expect(refused?.status).toBe('fulfilled');
    if (approved?.status === 'rejected') rejectedFirst += 1;
    const [row] = await asOwner<{ state: string }>(deployment, 'select state from review where id = $1', [reviewId]);
    expect(row?.state, 'the objection stands, whichever came first').toBe(
      number % 25 === 0 ? 'rejected' : 'changes-requested',
    );
    if (number % 25 === 0) {
      expect(codes([approved as PromiseSettledResult<unknown>])[0]).toMatch(/^(done|review-over)$/);
      const { decision, token } = await ask(deployment, org.pipeline, version);
      expect([decision.outcome, token]).toEqual(['deny', null]);
      Object.assign(lane, await open(`verdict-next-${number}`));
      return;
    }
    expect(approved?.status).toBe('fulfilled');
    const { token } = await ask(deployment, org.pipeline, version);
    expect(token).toBeNull();
    await withdrawApproval(deployment.as(org.risk), reviewId);
  });
  expect(rejectedFirst).toBeLessThanOrEqual(VERDICT_ROUNDS / 25);
});

test('every approval that was given is a leaf, and the log has no gap', async () => {
  const [{ count } = { count: '' }] = await asOwner<{ count: string }>(
    deployment,
    `select count(*) from approval where verdict = 'approve'`,
  );
  const log = await leaves(deployment);
  expect(log.filter(({ action }) => action === 'approval.granted').length).toBe(Number(count));
  expect(await ledgerFaults(deployment)).toEqual([]);
});
