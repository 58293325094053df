// Every kind of notice from a real act, to whom it concerns and to nobody else (DESIGN.md §4 "Background work").

import { afterAll, beforeAll, expect, test } from 'vitest';
import { asOwner } from '#db/testing/owner.ts';
import { attachEvidence } from '../evidence/attach.ts';
import { setDisabled } from '../people/disable-person.ts';
import { revokeRole } from '../people/grant-role.ts';
import { commentOnReview } from '../reviews/comment.ts';
import { decideReview } from '../reviews/decide.ts';
import { withdrawApproval } from '../reviews/withdraw.ts';
import { addMember } from '../teams/membership.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { noticesSoFar, toldBy } from '../testing/notices.ts';
import { HARMLESS, type Hired, hire, type Organisation, organise } from '../testing/organisation.ts';
import { approve, ask, register, registration, shownDigest } from '../testing/release.ts';
import { decideUseCase } from '../use-cases/decide.ts';
import { submitUseCase } from '../use-cases/submit.ts';
import { registerVersion } from '../versions/register.ts';
import { noticesJob } from './make-notices.ts';

let deployment: Deployment;
let org: Organisation;

beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
  await noticesJob()(deployment.runtime);
});
afterAll(() => deployment.close());

const told = (act: () => Promise<unknown>) => toldBy(deployment, org, act);
const ctx = (who: keyof Organisation) => deployment.as(org[who] as Organisation['owner']);
const hired = (name: string, hiring: Hired) => hire(deployment, org.admin, name, hiring);

/** Registered by the owner, asked for by the pipeline (made by `maker`, who answers for credit). */
async function waiting(version: string, environment = 'staging'): Promise<string> {
  await register(deployment, org.owner, { version });
  const { reviewId } = await ask(deployment, org.pipeline, version, { environment });
  if (reviewId === null) throw new Error('no review was opened');
  return reviewId;
}

test('a review asked for: those who could fill an open slot, and nobody whom separation turns away', async () => {
  const insider = await hired('insider', { roles: ['reviewer'], teams: ['credit'] });
  const who = await told(() => waiting('1.0.0'));
  expect(who).toEqual(['reviewer: review.requested', 'risk: review.requested', 'security: review.requested']);
  expect(who.join()).not.toContain(insider.id);
});

test('a verdict: who requested it and who answers for the team, once when that is one person', async () => {
  const reviewId = await waiting('1.0.1');
  await told(async () => {});
  const contentDigest = await shownDigest(deployment, org.reviewer, reviewId);
  const back = { reviewId, contentDigest, verdict: 'request-changes', comment: 'Say more about the data' };
  expect(await told(() => decideReview(ctx('risk'), back))).toEqual(['maker: review.decided']);
  expect(await told(() => approve(deployment, org.reviewer, reviewId))).toEqual(['maker: review.decided']);
  const [last] = (await noticesSoFar(deployment, org)).slice(-1);
  expect(last?.data).toEqual({
    ref: 'credit/scorer@1.0.1',
    environment: 'staging',
    review: reviewId,
    verdict: 'approve',
  });
});

test('a comment: who requested it, decided or commented, and not who wrote it', async () => {
  const reviewId = await waiting('1.1.0');
  await approve(deployment, org.reviewer, reviewId);
  await told(async () => {});
  const say = (who: keyof Organisation) => commentOnReview(ctx(who), { reviewId, comment: 'Canary: one more thing' });
  expect(await told(() => say('owner'))).toEqual(['maker: review.commented', 'reviewer: review.commented']);
  expect(await told(() => say('maker'))).toEqual(['owner: review.commented', 'reviewer: review.commented']);
});

test('an approval taken back: whom it leaves without', async () => {
  const reviewId = await waiting('1.0.2');
  await approve(deployment, org.reviewer, reviewId);
  await told(async () => {});
  expect(await told(() => withdrawApproval(ctx('reviewer'), reviewId))).toEqual(['maker: review.voided']);
});

const VOIDING: Readonly<Record<string, (version: string) => Promise<unknown>>> = {
  'the manifest is revised': (version) =>
    registerVersion(ctx('owner'), registration({ version, description: 'Says something else now' })),
  'evidence is attached': (version) =>
    attachEvidence(ctx('owner'), {
      ref: `credit/scorer@${version}`,
      type: 'document',
      fileName: 'card.txt',
      mediaType: 'text/plain',
      bytes: new TextEncoder().encode(`For ${version}`),
    }),
};

test.each(Object.entries(VOIDING))('void because %s: the approver and the requester, told once', async (name, act) => {
  const version = `2.0.${Object.keys(VOIDING).indexOf(name)}`;
  const reviewId = await waiting(version);
  await approve(deployment, org.reviewer, reviewId);
  await told(async () => {});
  expect(await told(() => act(version))).toEqual(['maker: review.voided', 'reviewer: review.voided']);
  expect(
    await told(() => registerVersion(ctx('owner'), registration({ version, description: `More ${version}` }))),
  ).toEqual([]);
});

test('void because the approver lost the role, was disabled, or joined the team', async () => {
  for (const [index, act] of [
    (id: string) => revokeRole(ctx('admin'), { personId: id, role: 'reviewer' }),
    (id: string) => setDisabled(ctx('admin'), { personId: id, disabled: true }),
    (id: string) => addMember(ctx('admin'), { slug: 'credit', personId: id }),
  ].entries()) {
    const leaver = await hired(`leaver${index}`, { roles: ['reviewer'] });
    const reviewId = await waiting(`3.0.${index}`);
    await approve(deployment, leaver, reviewId);
    await told(async () => {});
    const who = await told(() => act(leaver.id));
    // Who is disabled is told nothing.
    expect(who, String(index)).toEqual(
      [...(index === 1 ? [] : [`${leaver.id}: review.voided`]), 'maker: review.voided'].sort(),
    );
  }
});

test('a use case: risk reviewers outside the team, then who submitted it; approvals that rest on it', async () => {
  const insider = await hired('credit-risk', { roles: ['risk-reviewer'], teams: ['credit'] });
  const reviewId = await waiting('4.0.0');
  await approve(deployment, org.reviewer, reviewId);
  await told(async () => {});
  const before = (await noticesSoFar(deployment, org)).length;
  const submission = { slug: 'search', team: 'credit', title: 'search', description: 'More', facts: HARMLESS };
  const who = await told(() => submitUseCase(ctx('owner'), submission));
  expect(who.filter((line) => line.endsWith('use-case.submitted'))).toEqual(['risk: use-case.submitted']);
  expect(who.join()).not.toContain(insider.id);
  const voided = (await noticesSoFar(deployment, org)).slice(before).filter(({ kind }) => kind === 'review.voided');
  expect(
    voided
      .filter(({ data }) => data.review === reviewId)
      .map(({ who: name }) => name)
      .sort(),
  ).toEqual(['maker', 'reviewer']);
  const verdict = { slug: 'search', version: 2, verdict: 'approve' };
  expect(await told(() => decideUseCase(ctx('risk'), verdict))).toEqual(['owner: use-case.decided']);
});

test('a token for production: who answers for the team and the use-case owner; for staging nobody', async () => {
  const staging = await waiting('5.0.0');
  await approve(deployment, org.reviewer, staging);
  await told(async () => {});
  expect(await told(() => ask(deployment, org.pipeline, '5.0.0'))).toEqual([]);
  const { reviewId } = await ask(deployment, org.pipeline, '5.0.0', { environment: 'production' });
  for (const person of [org.reviewer, org.risk]) await approve(deployment, person, reviewId ?? '').catch(() => null);
  await told(async () => {});
  expect(await told(() => ask(deployment, org.pipeline, '5.0.0', { environment: 'production' }))).toEqual([
    'maker: token.production',
    'owner: token.production',
  ]);
});

test('a role that goes raises what runs and what waits, not history', async () => {
  const leaver = await hired('long-serving', { roles: ['reviewer'] });
  for (const version of ['3.5.0', '3.5.1']) {
    const reviewId = await waiting(version, 'production');
    await approve(deployment, leaver, reviewId);
    const { token } = await ask(deployment, org.pipeline, version, { environment: 'production' });
    expect(token, version).not.toBeNull();
  }
  const open = await waiting('3.5.2', 'production');
  await approve(deployment, leaver, open);
  await told(async () => {});
  const before = (await noticesSoFar(deployment, org)).length;
  await told(() => revokeRole(ctx('admin'), { personId: leaver.id, role: 'reviewer' }));
  const raised = (await noticesSoFar(deployment, org)).slice(before).filter(({ who }) => who === 'maker');
  expect(raised.map(({ data }) => data.ref).sort()).toEqual(['credit/scorer@3.5.1', 'credit/scorer@3.5.2']);
});

test('a retrain: everybody in the owning team', async () => {
  const who = await told(() => register(deployment, org.pipeline, { version: '6.0.0' }));
  expect(who.filter((line) => /^(owner|maker):/.test(line))).toEqual(['maker: retrain.seen', 'owner: retrain.seen']);
  expect(new Set(who.map((line) => line.split(': ')[1]))).toEqual(new Set(['retrain.seen']));
});

test('nobody is told of their own act', async () => {
  const rows = await asOwner<{ kind: string }>(
    deployment,
    `select kind from notice where actor = 'person:' || person_id and kind <> 'review.voided'`,
  );
  expect(rows).toEqual([]);
});

test('a notice holds no name, address or comment', async () => {
  const rows = await asOwner<{ text: string }>(deployment, `select data::text || actor || source as text from notice`);
  expect(rows.length).toBeGreaterThan(20);
  for (const { text } of rows) expect(text).not.toMatch(/canary|Say more/i);
});
