import { describe, expect, it } from 'vitest';
import { sha256 } from '#domain/artifact/digest.ts';
import { DEFAULT_POLICY } from '#domain/policy/default.ts';
import type { Policy } from '#domain/policy/document.ts';
import { TIERS } from '#domain/risk/tier.ts';
import { decide, EVALUATOR } from './decide.ts';
import type { GateFacts } from './facts.ts';
import {
  approvalOf,
  contentOf,
  documentWith,
  fromNow,
  fullyApproved,
  gateFacts,
  NOW,
  policyOf,
  reviewed,
  withRule,
} from './testing/facts.ts';

const policy = policyOf();
const high = gateFacts('high');
const approved = fullyApproved(high, policy);

describe('a decision', () => {
  it('is pure: the same facts, policies and clock give the same answer, and nothing is changed', () => {
    const frozen = structuredClone(approved);
    const first = decide(approved, [policy], NOW);
    expect(decide(JSON.parse(JSON.stringify(approved)), [policy], new Date(NOW))).toEqual(first);
    expect(approved).toEqual(frozen);
  });

  it('names what it was about, and under what', () => {
    expect(decide(approved, [policy], NOW)).toMatchObject({
      evaluator: EVALUATOR,
      environment: 'production',
      ref: 'credit/limit@2.0.0',
      tier: 'high',
      contentDigest: contentOf(high, policy),
      approvals: ['approval-0', 'approval-1'],
      exemptions: [],
      policies: [{ version: 1, digest: policy.digest }],
    });
  });

  it('gives no life to a token that it does not allow', () => {
    expect(decide(high, [policy], NOW)).toMatchObject({ outcome: 'pending', tokenUntil: null });
  });

  it('shows the approvals that do not count, and why', () => {
    const stale = reviewed(high, policy, [approvalOf(sha256('other'), 'risk-reviewer')]);
    expect(decide(stale, [policy], NOW).voidApprovals).toEqual([
      {
        id: 'approval-risk-reviewer',
        personId: 'person-risk-reviewer',
        code: 'content-changed',
        reason: 'Given on other content; ask for it again',
      },
    ]);
  });

  it('never rests on a role that has ended, nor gives a token a past', () => {
    const [first, ...others] = approved.review?.approvals ?? [];
    if (!first?.grant) throw new Error('the first approval is given in a role');
    const ended = { ...first, grant: { ...first.grant, expiresAt: fromNow(-1) } };
    expect(decide(reviewed(high, policy, [ended, ...others]), [policy], NOW)).toMatchObject({
      outcome: 'pending',
      tokenUntil: null,
    });
  });
});

describe('an environment', () => {
  it.each(['', 'prod', 'Production', 'constructor', '__proto__', 'toString'])(
    'that the policy does not define, %j, is denied',
    (environment) => {
      const facts = fullyApproved(gateFacts('low', { environment }), policy);
      const decision = decide(facts, [policy], NOW);
      expect(decision.outcome).toBe('deny');
      expect(decision.requirements.at(-1)).toMatchObject({ id: 'environment-known', status: 'unmet' });
    },
  );

  it('that only one of two policies defines is denied', () => {
    const { staging: _, ...others } = DEFAULT_POLICY.environments;
    const without = policyOf(documentWith({ environments: others }), 2);
    const facts = gateFacts('low', { environment: 'staging' });
    expect(decide(facts, [policy], NOW).outcome).toBe('allow');
    expect(decide(facts, [policy, without], NOW).outcome).toBe('deny');
    expect(decide(facts, [without, policy], NOW).outcome).toBe('deny');
  });
});

describe('a policy that breaks an invariant', () => {
  const ungated = { ...DEFAULT_POLICY.environments, production: { gated: false } };
  const unsound: readonly [string, Policy][] = [
    ['ungated production', policyOf(documentWith({ environments: ungated }), 2)],
    ['nobody is asked', policyOf(withRule({ approvals: [] }), 2)],
    [
      'a gated environment has no rules',
      policyOf(documentWith({ environments: { ...ungated, production: { gated: true } } }), 2),
    ],
    ['no cooling-off', policyOf(documentWith({ coolingOffHours: 0 }), 2)],
    [
      'tokens for a year',
      policyOf(
        documentWith({
          limits: { ...DEFAULT_POLICY.limits, low: { ...DEFAULT_POLICY.limits.low, tokenMinutes: 525_600 } },
        }),
        2,
      ),
    ],
  ];

  it.each(unsound)('never allows: %s', (_, broken) => {
    for (const tier of TIERS) {
      for (const environment of ['production', 'staging', 'sandbox']) {
        const facts = fullyApproved(gateFacts(tier, { environment }), policy);
        for (const policies of [[broken], [policy, broken], [broken, policy]] as const) {
          const decision = decide(facts, policies, NOW);
          expect(decision.outcome, `${tier} ${environment}`).toBe('deny');
          expect(decision.requirements.find(({ id }) => id === 'policy-sound')?.status).toBe('unknown');
        }
      }
    }
  });
});

describe('a verdict', () => {
  const withVerdict = (state: 'rejected' | 'changes-requested', decidedOn = contentOf(high, policy)): GateFacts => ({
    ...approved,
    review: approved.review && { ...approved.review, state, decidedOn },
  });

  it('of rejection denies, with every approval there', () => {
    expect(decide(withVerdict('rejected'), [policy], NOW)).toMatchObject({ outcome: 'deny', tokenUntil: null });
  });

  it('of changes requested holds back, with every approval there', () => {
    expect(decide(withVerdict('changes-requested'), [policy], NOW)).toMatchObject({
      outcome: 'pending',
      tokenUntil: null,
    });
  });

  it.each(['rejected', 'changes-requested'] as const)('of %s holds only for its content', (state) => {
    expect(decide(withVerdict(state, sha256('earlier content')), [policy], NOW).outcome).toBe('allow');
  });

  it('on the sandbox means nothing, for it is not gated', () => {
    const facts = { ...gateFacts('low', { environment: 'sandbox' }) };
    const content = contentOf(facts, policy);
    const review = {
      id: 'r',
      state: 'rejected' as const,
      decidedOn: content,
      policyDigest: policy.digest,
      approvals: [],
    };
    expect(decide({ ...facts, review }, [policy], NOW).outcome).toBe('allow');
  });
});
