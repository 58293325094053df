// What the register and the gate let whom do, and what it leaves in the ledger (STYLE.md, four cases a verb).

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#domain/access/actor.ts';
import { anonymous } from '../context.ts';
import { attachEvidence } from '../evidence/attach.ts';
import { readEvidence } from '../evidence/read.ts';
import { listEvents, readEvent } from '../ledger/events.ts';
import { grantRole } from '../people/grant-role.ts';
import { decideReview } from '../reviews/decide.ts';
import { listReviews } from '../reviews/list.ts';
import { readReview } from '../reviews/read.ts';
import { withdrawApproval } from '../reviews/withdraw.ts';
import { addMember } from '../teams/membership.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { ledgerFaults, tokenFaults } from '../testing/ledger-check.ts';
import { HARMLESS, hire, issueKey, type Organisation, organise } from '../testing/organisation.ts';
import { approve, ask, register, registration, shownDigest } from '../testing/release.ts';
import { tryVerbs, type Verb } from '../testing/verbs.ts';
import { revokeToken } from '../tokens/revoke.ts';
import { decideUseCase } from '../use-cases/decide.ts';
import { submitUseCase } from '../use-cases/submit.ts';
import { listModels } from '../versions/list-models.ts';
import { readModel } from '../versions/read-model.ts';
import { readVersion } from '../versions/read-version.ts';
import { registerVersion } from '../versions/register.ts';
import { readPromotion } from './read.ts';

let deployment: Deployment;
let org: Organisation;
/** what the verbs are tried on */
let at: {
  review: string;
  digest: string;
  jti: string;
  key: string;
  evidence: string;
  spare: string;
  promotion: string;
};

beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
  await register(deployment, org.pipeline, { version: '1.0.0' });
  const asked = await ask(deployment, org.pipeline, '1.0.0');
  const review = asked.reviewId ?? '';
  await approve(deployment, org.reviewer, review);
  const { token } = await ask(deployment, org.pipeline, '1.0.0');
  await register(deployment, org.pipeline, { version: '2.0.0' });
  const open = await ask(deployment, org.pipeline, '2.0.0', { environment: 'production' });
  const evidence = await attachEvidence(deployment.as(org.pipeline), {
    ref: 'credit/scorer@1.0.0',
    type: 'document',
    fileName: 'a.txt',
    bytes: new Uint8Array([65]),
  });
  const spare = await hire(deployment, org.admin, 'spare');
  const { pipeline } = await issueKey(deployment, deployment.as(org.owner), 'credit', ['credit/*']);
  at = {
    review: open.reviewId ?? '',
    digest: await shownDigest(deployment, org.reviewer, open.reviewId ?? ''),
    jti: token?.claims.jti ?? '',
    key: pipeline.id,
    evidence: evidence.id,
    spare: spare.id,
    promotion: open.id,
  };
});
afterAll(() => deployment.close());

const ctx = (actor: Actor) => deployment.as(actor);
const verdict = (verb: 'approve' | 'reject') => (actor: Actor) =>
  decideReview(ctx(actor), { reviewId: at.review, verdict: verb, contentDigest: at.digest, comment: 'Because' });

const verbs: Record<string, Verb> = {
  'registering a version': {
    run: (actor) => registerVersion(ctx(actor), registration({ version: '3.0.0' })),
    by: 'owner',
    events: ['version.registered'],
    refused: ['stranger', 'admin', 'risk', 'auditor'],
    again: null,
  },
  'registering other bytes under it': {
    run: (actor) => registerVersion(ctx(actor), registration({ version: '3.0.0', content: 'other' })),
    by: 'pipeline',
    events: [],
    refused: ['stranger'],
    never: 'conflict',
  },
  'revising its manifest': {
    run: (actor) => registerVersion(ctx(actor), registration({ version: '3.0.0', description: 'Corrected' })),
    by: 'pipeline',
    events: ['manifest.revised'],
    refused: ['stranger', 'security'],
    again: null,
  },
  'attaching evidence': {
    run: (actor) =>
      attachEvidence(ctx(actor), {
        ref: 'credit/scorer@3.0.0',
        type: 'document',
        fileName: 'b.txt',
        bytes: new Uint8Array([66]),
      }),
    by: 'owner',
    events: ['evidence.attached'],
    refused: ['stranger', 'reviewer', 'admin'],
    again: null,
  },
  'asking for sandbox': {
    run: (actor) => ask(deployment, actor, '3.0.0', { environment: 'sandbox' }),
    by: 'owner',
    events: ['token.issued'],
    refused: ['stranger', 'reviewer', 'admin', 'auditor'],
  },
  'approving a review': {
    run: verdict('approve'),
    by: 'reviewer',
    events: ['approval.granted'],
    refused: ['stranger', 'owner', 'admin', 'auditor', 'pipeline'],
    again: 'conflict',
  },
  'withdrawing an approval': {
    run: (actor) => withdrawApproval(ctx(actor), at.review),
    by: 'reviewer',
    events: ['approval.withdrawn'],
    refused: ['stranger', 'admin', 'pipeline'],
    again: 'precondition',
  },
  'rejecting a review': {
    run: verdict('reject'),
    by: 'reviewer',
    events: ['review.rejected'],
    refused: ['stranger', 'owner', 'admin', 'pipeline'],
    again: 'precondition',
  },
  'revoking a token': {
    run: (actor) => revokeToken(ctx(actor), { jti: at.jti, reason: 'Not needed' }),
    by: 'pipeline',
    events: ['token.revoked'],
    refused: ['stranger', 'reviewer', 'auditor'],
    again: null,
  },
  'submitting a use case': {
    run: (actor) =>
      submitUseCase(ctx(actor), { slug: 'fresh', team: 'credit', title: 'x', description: 'x', facts: HARMLESS }),
    by: 'owner',
    events: ['use-case.submitted'],
    refused: ['stranger', 'admin', 'risk', 'pipeline'],
  },
  'approving a use case': {
    run: async (actor) => decideUseCase(ctx(actor), { slug: 'fresh', version: 1, verdict: 'approve' }),
    by: 'risk',
    events: ['use-case.approved'],
    refused: ['owner', 'stranger', 'security', 'admin', 'pipeline'],
    again: 'precondition',
  },
  'opening evidence as a reviewer': {
    run: (actor) => readEvidence(ctx(actor), at.evidence),
    by: 'reviewer',
    events: ['evidence.opened'],
    refused: [],
  },
  'reading the ledger': {
    run: async (actor) => [await listEvents(ctx(actor)), await readEvent(ctx(actor), 0)],
    by: 'auditor',
    events: null,
    refused: ['owner', 'stranger', 'pipeline'],
  },
  'reading a review': {
    run: (actor) => readReview(ctx(actor), at.review),
    by: 'stranger',
    events: null,
    refused: ['pipeline'],
  },
  'following a promotion': {
    run: (actor) => readPromotion(ctx(actor), at.promotion),
    by: 'pipeline',
    events: null,
    refused: ['stranger', 'reviewer'],
  },
};

tryVerbs(verbs, () => ({ deployment, org }));

test('everybody signed in reads the register; nobody else', async () => {
  const name = { namespace: 'credit', name: 'scorer', version: '1.0.0' };
  for (const actor of [org.stranger, org.auditor, org.pipeline]) {
    expect((await listModels(ctx(actor))).rows.length).toBe(1);
    expect((await readModel(ctx(actor), 'credit', 'scorer')).model).toBe('credit/scorer');
    expect((await readVersion(ctx(actor), name)).ref).toBe('credit/scorer@1.0.0');
  }
  for (const read of [
    () => listModels(ctx(anonymous)),
    () => readVersion(ctx(anonymous), name),
    () => listReviews(ctx(anonymous), 'all'),
  ]) {
    await expect(read()).rejects.toMatchObject({ code: 'unauthenticated' });
  }
});

test('what does not exist is not found, or not shown to exist, for every verb that names something', async () => {
  const nobody = '01900000-0000-7000-8000-000000000000';
  const attempts: [string, () => Promise<unknown>][] = [
    ['not-found', () => readReview(ctx(org.risk), nobody)],
    ['not-found', () => verdictOn(nobody)],
    ['forbidden', () => readPromotion(ctx(org.stranger), nobody)],
    ['forbidden', () => revokeToken(ctx(org.pipeline), { jti: nobody, reason: 'x' })],
    ['not-found', () => revokeToken(ctx(org.security), { jti: nobody, reason: 'x' })],
    ['not-found', () => readEvidence(ctx(org.owner), nobody)],
    ['not-found', () => ask(deployment, org.pipeline, '9.9.9')],
    ['not-found', () => readEvent(ctx(org.auditor), 10_000_000)],
    ['not-found', () => grantRole(ctx(org.admin), { personId: nobody, role: 'reviewer' })],
    ['not-found', () => addMember(ctx(org.admin), { slug: 'none', personId: at.spare })],
    ['not-found', () => decideUseCase(ctx(org.risk), { slug: 'none', version: 1, verdict: 'approve' })],
  ];
  for (const [code, attempt] of attempts) await expect(attempt()).rejects.toMatchObject({ code });
});

function verdictOn(reviewId: string): Promise<unknown> {
  return decideReview(ctx(org.risk), { reviewId, verdict: 'approve', contentDigest: at.digest });
}

test('after all of it, the log and the tokens are sound', async () => {
  expect(await ledgerFaults(deployment)).toEqual([]);
  expect(await tokenFaults(deployment)).toEqual([]);
});
