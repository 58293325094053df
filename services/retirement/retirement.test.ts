// Retiring and revoking: what ends with it, who may, and that nothing comes back (STYLE.md, four cases a verb).

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asOwner } from '#db/testing/owner.ts';
import type { Actor } from '#domain/access/actor.ts';
import { decideReview } from '../reviews/decide.ts';
import { listReviews } from '../reviews/list.ts';
import { readReview } from '../reviews/read.ts';
import { withdrawApproval } from '../reviews/withdraw.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { ledgerFaults, tokenFaults } from '../testing/ledger-check.ts';
import { type Organisation, organise } from '../testing/organisation.ts';
import { approve, approvedVersion, ask, register, registration, shownDigest } from '../testing/release.ts';
import { tryVerbs, type Verb } from '../testing/verbs.ts';
import { introspect } from '../tokens/introspect.ts';
import { readModel } from '../versions/read-model.ts';
import { readVersion } from '../versions/read-version.ts';
import { registerVersion } from '../versions/register.ts';
import { reinstateModel, retireModel } from './end-model.ts';
import { retireVersion, revokeVersion } from './end-version.ts';
import { modelImpact, versionImpact } from './impact.ts';

let deployment: Deployment;
let org: Organisation;
const ctx = (actor: Actor) => deployment.as(actor);
const production = { environment: 'production' };
const named = (version: string, name = 'scorer') => ({ namespace: 'credit', name, version });
const reason = 'Replaced by a better one';

/** A version with a live token for production, a review that waits for staging, and a child. */
async function inUse(version: string, model = 'credit/scorer') {
  await approvedVersion(deployment, org.pipeline, [org.reviewer], { model, version }, 'production');
  const issued = await ask(deployment, org.pipeline, version, { model, ...production });
  if (!issued.token) throw new Error(JSON.stringify(issued.decision.requirements));
  return issued.token;
}

beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
  for (const version of ['verbs', 'verbs-too']) await inUse(version);
  await register(deployment, org.owner, { model: 'credit/whole', version: '1' });
});
afterAll(() => deployment.close());

const verbs: Record<string, Verb> = {
  'retiring a version': {
    run: (actor) => retireVersion(ctx(actor), { ref: 'credit/scorer@verbs', reason }),
    by: 'owner',
    events: ['version.retired', 'token.revoked'],
    refused: ['stranger', 'reviewer', 'security', 'auditor', 'pipeline'],
    again: null,
  },
  'revoking a retired version': {
    run: (actor) => revokeVersion(ctx(actor), { ref: 'credit/scorer@verbs', reason }),
    by: 'security',
    events: ['version.revoked'],
    refused: ['stranger', 'reviewer', 'risk', 'auditor', 'pipeline'],
    again: null,
  },
  'retiring what is revoked': {
    run: (actor) => retireVersion(ctx(actor), { ref: 'credit/scorer@verbs', reason }),
    by: 'owner',
    events: [],
    refused: ['stranger'],
    never: 'precondition',
  },
  'revoking a version in use': {
    run: (actor) => revokeVersion(ctx(actor), { ref: 'credit/scorer@verbs-too', reason }),
    by: 'admin',
    events: ['version.revoked', 'token.revoked'],
    refused: ['stranger', 'pipeline'],
    again: null,
  },
  'retiring a model': {
    run: (actor) => retireModel(ctx(actor), { namespace: 'credit', name: 'whole', reason }),
    by: 'admin',
    events: ['model.retired'],
    refused: ['stranger', 'security', 'risk', 'pipeline'],
    again: null,
  },
  'registering a new version of a retired model': {
    run: (actor) => registerVersion(ctx(actor), registration({ model: 'credit/whole', version: '2' })),
    by: 'owner',
    events: [],
    refused: ['stranger'],
    never: 'conflict',
  },
  'taking a model out of retirement': {
    run: (actor) => reinstateModel(ctx(actor), { namespace: 'credit', name: 'whole', reason }),
    by: 'owner',
    events: ['model.reinstated'],
    refused: ['stranger', 'security', 'pipeline'],
    again: null,
  },
};

tryVerbs(verbs, () => ({ deployment, org }));

test('the impact says beforehand exactly what then ends', async () => {
  await inUse('impact');
  await ask(deployment, org.pipeline, 'impact', { environment: 'sandbox' });
  const review = await ask(deployment, org.pipeline, 'impact');
  const lineage = [{ relation: 'finetune', parent: 'credit/scorer@impact' }];
  const child = registration({ model: 'credit/child', version: '1' });
  await registerVersion(ctx(org.owner), { ...child, manifest: { ...child.manifest, lineage } });
  const impact = await versionImpact(ctx(org.stranger), named('impact'));
  const live = impact.tokens.reduce((sum, { count }) => sum + count, 0);
  expect(impact.tokens.map(({ environment }) => environment)).toContain('production');
  expect(impact.children).toEqual({ count: 1, first: [{ model: 'credit/child', version: '1' }] });
  const ended = await retireVersion(ctx(org.owner), { ref: 'credit/scorer@impact', reason });
  expect(ended).toEqual({ ref: 'credit/scorer@impact', tokens: live, reviews: impact.reviews.count });
  expect(review.decision.outcome === 'pending' ? impact.reviews.count : 0).toBe(ended.reviews);
  const after = await versionImpact(ctx(org.stranger), named('impact'));
  expect([after.tokens, after.reviews.count]).toEqual([[], 0]);
  const { environments } = await readVersion(ctx(org.owner), { namespace: 'credit', name: 'child', version: '1' });
  const lineageSound = environments.at(-1)?.decision.requirements.find(({ id }) => id === 'lineage-sound');
  expect(lineageSound).toMatchObject({ status: 'unmet', reason: expect.stringContaining('credit/scorer@impact') });
});

describe('once it is retired', () => {
  let review: string;
  let token: { text: string; claims: { jti: string } };

  beforeAll(async () => {
    await register(deployment, org.pipeline, { version: 'waits' });
    const asked = await ask(deployment, org.pipeline, 'waits', production);
    review = asked.reviewId ?? '';
    const sandbox = await ask(deployment, org.pipeline, 'waits', { environment: 'sandbox' });
    if (!sandbox.token) throw new Error('sandbox is not gated');
    token = sandbox.token;
    await retireVersion(ctx(org.owner), { ref: 'credit/scorer@waits', reason });
  });

  test('its live tokens are dead in introspection', async () => {
    const answer = await introspect(ctx(org.auditor), token.text);
    expect(answer).toMatchObject({ active: false });
  });

  test('the review that waited is closed with the reason, and listed as done', async () => {
    const view = await readReview(ctx(org.reviewer), review);
    expect([view.state, view.closedBecause, view.refusal]).toEqual(['closed', reason, 'This review is over']);
    const parts = async () => (await listReviews(ctx(org.reviewer), 'done')).rows.map(({ part }) => part.kind);
    const ids = async (tab: 'done' | 'all') => (await listReviews(ctx(org.reviewer), tab)).rows.map(({ id }) => id);
    expect(await ids('done')).toContain(review);
    expect(await parts()).not.toContain('can');
    expect(await ids('all')).not.toContain(review);
  });

  test('a closed review takes no verdict', async () => {
    const contentDigest = await shownDigest(deployment, org.reviewer, review);
    const attempt = decideReview(ctx(org.reviewer), { reviewId: review, verdict: 'approve', contentDigest });
    await expect(attempt).rejects.toMatchObject({ code: 'precondition', detail: 'review-over' });
  });

  test('every environment denies it, sandbox too, with what to do', async () => {
    for (const environment of ['sandbox', 'staging', 'production']) {
      const { decision, token: none } = await ask(deployment, org.pipeline, 'waits', { environment });
      expect([decision.outcome, none]).toEqual(['deny', null]);
      const requirement = decision.requirements.find(({ id }) => id === 'not-forbidden');
      expect(requirement?.reason).toBe('This version is retired; register a new one');
    }
  });

  test('registering it again changes nothing and says that it is retired; another manifest is refused', async () => {
    const again = await registerVersion(ctx(org.pipeline), registration({ version: 'waits' }));
    expect(again).toMatchObject({ result: 'unchanged', state: 'retired' });
    const other = registerVersion(ctx(org.pipeline), registration({ version: 'waits', description: 'Other' }));
    await expect(other).rejects.toMatchObject({ code: 'conflict', detail: 'version-ended' });
  });

  test('its evidence, decisions and tokens stay readable, with who ended it, when and why', async () => {
    const view = await readVersion(ctx(org.auditor), named('waits'));
    expect(view.state).toBe('retired');
    expect(view.ended).toMatchObject({ by: 'Canary owner', reason });
    expect(view.tokens).toHaveLength(1);
    expect(view.manifest.revision).toBe(1);
  });
});

test('withdrawing an approval of a retired version asks nobody again', async () => {
  await inUse('withdrawn');
  const rows = await asOwner<{ id: string }>(
    deployment,
    `select r.id from review r join version v on v.id = r.version_id where v.version = 'withdrawn' and r.environment = 'production'`,
  );
  const id = rows[0]?.id ?? '';
  await retireVersion(ctx(org.owner), { ref: 'credit/scorer@withdrawn', reason });
  await withdrawApproval(ctx(org.reviewer), id);
  expect((await readReview(ctx(org.reviewer), id)).state).not.toBe('open');
});

test('what is revoked is denied under another name of the same bytes, and says under which', async () => {
  const content = 'the same bytes';
  await register(deployment, org.owner, { model: 'credit/one', version: '1', content });
  await register(deployment, org.owner, { model: 'credit/two', version: '1', content });
  await revokeVersion(ctx(org.security), { ref: 'credit/one@1', reason: 'Backdoor' });
  const { decision } = await ask(deployment, org.owner, '1', { model: 'credit/two' });
  expect(decision.outcome).toBe('deny');
  expect(decision.requirements.find(({ id }) => id === 'not-forbidden')?.reason).toBe(
    'The same bytes are revoked as credit/one@1',
  );
  const other = await readVersion(ctx(org.owner), { namespace: 'credit', name: 'two', version: '1' });
  expect(other.sameDigest).toEqual([{ ref: 'credit/one@1', tier: 'low', state: 'revoked' }]);
});

test('a retired model ends with all of its versions, and what was retired stays so when it comes back', async () => {
  const token = await inUse('1', 'credit/gone');
  await register(deployment, org.pipeline, { model: 'credit/gone', version: '2' });
  await revokeVersion(ctx(org.security), { ref: 'credit/gone@2', reason: 'Bad' });
  const target = { namespace: 'credit', name: 'gone', reason };
  expect((await modelImpact(ctx(org.owner), 'credit', 'gone')).versions).toBe(1);
  expect(await retireModel(ctx(org.owner), target)).toEqual({ versions: 1, tokens: 1, reviews: 0 });
  expect(await introspect(ctx(org.auditor), token.text)).toMatchObject({ active: false });
  expect((await readModel(ctx(org.owner), 'credit', 'gone')).state).toBe('retired');
  await reinstateModel(ctx(org.owner), target);
  const states = async () =>
    asOwner<{ version: string; state: string }>(
      deployment,
      `select v.version, v.state from version v join model m on m.id = v.model_id where m.name = 'gone' order by 1`,
    );
  expect(await states()).toEqual([
    { version: '1', state: 'retired' },
    { version: '2', state: 'revoked' },
  ]);
  const fresh = await registerVersion(ctx(org.pipeline), registration({ model: 'credit/gone', version: '3' }));
  expect(fresh.result).toBe('created');
  expect((await ask(deployment, org.pipeline, '1', { model: 'credit/gone' })).decision.outcome).toBe('deny');
});

test('over random sequences, nothing gives a token to a version once it is retired or revoked', async () => {
  const acts = ['ask', 'approve', 'retire', 'revoke', 'register', 'revise', 'model-retire', 'model-reinstate'] as const;
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...acts), { minLength: 4, maxLength: 10 }), async (sequence) => {
      const model = `credit/walk-${run++}`;
      const [namespace = '', name = ''] = model.split('/');
      const ref = `${model}@1`;
      await register(deployment, org.pipeline, { model, version: '1' });
      let ended = false;
      let review: string | null = null;
      for (const act of sequence) {
        const attempt = async (): Promise<unknown> => {
          if (act === 'approve') return review && approve(deployment, org.reviewer, review);
          if (act === 'register') return register(deployment, org.pipeline, { model, version: '1' });
          if (act === 'revise')
            return register(deployment, org.pipeline, { model, version: '1', description: `${run}` });
          if (act === 'retire') return retireVersion(ctx(org.owner), { ref, reason });
          if (act === 'revoke') return revokeVersion(ctx(org.security), { ref, reason });
          if (act === 'model-retire') return retireModel(ctx(org.owner), { namespace, name, reason });
          if (act === 'model-reinstate') return reinstateModel(ctx(org.owner), { namespace, name, reason });
          const answer = await ask(deployment, org.pipeline, '1', { model, ...production });
          review = answer.reviewId;
          if (ended) expect(answer.token, `${sequence.join(' ')}`).toBeNull();
          return answer;
        };
        await attempt().catch((error: { code?: string }) => {
          if (!error.code) throw error;
        });
        ended ||= act === 'retire' || act === 'revoke' || act === 'model-retire';
      }
    }),
    { numRuns: 25, examples: [[['ask', 'approve', 'ask', 'retire', 'ask']], [['ask', 'approve', 'revoke', 'ask']]] },
  );
  const alive = await asOwner(
    deployment,
    `select t.jti from token t join version v on v.id = t.version_id where v.state <> 'active' and t.revoked_at is null`,
  );
  expect(alive).toEqual([]);
  expect(await tokenFaults(deployment)).toEqual([]);
  expect(await ledgerFaults(deployment)).toEqual([]);
});
