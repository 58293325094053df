import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '#domain/policy/default.ts';
import type { Policy } from '#domain/policy/document.ts';
import { decide } from './decide.ts';
import type { GateFacts } from './facts.ts';
import { DAY } from './instants.ts';
import {
  documentWith,
  exemptionOf,
  fromNow,
  fullyApproved,
  gateFacts,
  NOW,
  policyOf,
  withRule,
} from './testing/facts.ts';

const policy = policyOf();
const high = gateFacts('high');
const approved = fullyApproved(high, policy);

function statuses(facts: GateFacts, policies: readonly [Policy, ...Policy[]]): Record<string, string> {
  return Object.fromEntries(decide(facts, policies, NOW).requirements.map(({ id, status }) => [id, status]));
}

describe('two policies', () => {
  const stricter = policyOf(
    withRule({ checks: ['committers-known'], approvals: [['risk-reviewer'], ['legal-reviewer']] }),
    2,
  );
  const shorter = policyOf(
    documentWith({ limits: { ...DEFAULT_POLICY.limits, high: { ...DEFAULT_POLICY.limits.high, tokenMinutes: 5 } } }),
    2,
  );

  it('both must allow, and every requirement of each is required', () => {
    const decision = decide(approved, [policy, stricter], NOW);
    expect(decision.outcome).toBe('pending');
    expect(decision.requirements.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['artifact-scan', 'approval:security-reviewer', 'approval:legal-reviewer']),
    );
    expect(statuses(approved, [policy, stricter])).toMatchObject({
      'approval:security-reviewer': 'met',
      'approval:legal-reviewer': 'unmet',
    });
    expect(decision.policies.map(({ version }) => version)).toEqual([1, 2]);
  });

  it('a requirement of both has the worst answer, whichever comes first', () => {
    const exempted = {
      ...gateFacts('high', { evidence: [] }),
      exemptions: [exemptionOf('artifact-scan', { startsAt: fromNow(-10 * DAY) })],
    };
    const impatient = policyOf(
      documentWith({ limits: { ...DEFAULT_POLICY.limits, high: { ...DEFAULT_POLICY.limits.high, exemptionDays: 5 } } }),
      2,
    );
    expect(statuses(exempted, [policy])['artifact-scan']).toBe('waived');
    for (const policies of [
      [policy, impatient],
      [impatient, policy],
    ] as const) {
      expect(statuses(exempted, policies)['artifact-scan']).toBe('unmet');
    }
  });

  it('what one cannot know is not made good by what the other finds met', () => {
    const silent = policyOf(documentWith({ thresholds: [{ metric: 'bleu', min: 0.5 }] }), 2);
    expect(statuses(high, [policy])['evaluation-threshold']).toBe('met');
    for (const policies of [
      [policy, silent],
      [silent, policy],
    ] as const) {
      expect(statuses(high, policies)['evaluation-threshold']).toBe('unknown');
      expect(decide(fullyApproved(high, policies[0]), policies, NOW).outcome).toBe('deny');
    }
  });

  it('what one waives and the other finds met is waived', () => {
    const raised = policyOf(documentWith({ thresholds: [{ metric: 'auc', min: 0.99 }] }), 2);
    const facts = { ...high, exemptions: [exemptionOf('evaluation-threshold')] };
    for (const policies of [
      [policy, raised],
      [raised, policy],
    ] as const) {
      expect(statuses(facts, policies)['evaluation-threshold']).toBe('waived');
    }
  });

  it('the shorter life holds', () => {
    const both = [policy, shorter] as const;
    expect(decide(fullyApproved(high, policy), both, NOW)).toMatchObject({
      outcome: 'allow',
      tokenUntil: fromNow(5 * 60_000),
    });
  });

  it('the higher tier is the one that is written, with its reasons', () => {
    const raising = policyOf(documentWith({ floors: { internal: 'critical' } }), 2);
    for (const policies of [
      [policy, raising],
      [raising, policy],
    ] as const) {
      expect(decide(high, policies, NOW)).toMatchObject({
        tier: 'critical',
        tierReasons: [{ source: 'tag:internal' }, {}, {}, {}],
      });
    }
  });

  it('every exemption that either rests on is named, so that withdrawing it revokes the token', () => {
    // The longest counts: under the shorter cap of the second policy that is another one.
    const capped = policyOf(
      documentWith({ limits: { ...DEFAULT_POLICY.limits, high: { ...DEFAULT_POLICY.limits.high, exemptionDays: 5 } } }),
      2,
    );
    const exemptions = [
      exemptionOf('artifact-scan', { id: 'early', startsAt: fromNow(-4 * DAY), endsAt: fromNow(20 * DAY) }),
      exemptionOf('artifact-scan', { id: 'late', startsAt: fromNow(-DAY), endsAt: fromNow(10 * DAY) }),
    ];
    const facts = fullyApproved({ ...gateFacts('high', { evidence: high.evidence.slice(0, 1) }), exemptions }, policy);
    const decision = decide(facts, [policy, capped], NOW);
    expect(decision).toMatchObject({ outcome: 'allow', exemptions: ['early', 'late'] });
  });
});
