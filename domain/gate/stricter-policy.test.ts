import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHECKS, type Environment, type PolicyDocument, type Rule, type TierLimits } from '#domain/policy/document.ts';
import { invariantBreaches } from '#domain/policy/invariants.ts';
import { TAG_FLOORS } from '#domain/risk/facts.ts';
import { maxTier, TIERS, type Tier } from '#domain/risk/tier.ts';
import { exemptionTerms } from './ask-exemption.ts';
import { decide } from './decide.ts';
import type { ApprovalFact, GateFacts } from './facts.ts';
import { anyApprovals, anyDocument, anyFacts } from './testing/arbitraries.ts';
import { contentOf, NOW, policyOf, reviewed } from './testing/facts.ts';

type Tightening = (document: PolicyDocument) => PolicyDocument;

const everyTier = <T>(make: (tier: Tier) => T): Record<Tier, T> => ({
  low: make('low'),
  medium: make('medium'),
  high: make('high'),
  critical: make('critical'),
});
const rules =
  (change: (rule: Rule) => Rule): Tightening =>
  (document) => ({
    ...document,
    environments: Object.fromEntries(
      Object.entries(document.environments).map(([name, environment]): [string, Environment] => {
        const { rules: given } = environment;
        return [name, given ? { ...environment, rules: everyTier((tier) => change(given[tier])) } : environment];
      }),
    ),
  });
const limits =
  (change: (limit: TierLimits) => Partial<TierLimits>): Tightening =>
  (document) => ({
    ...document,
    limits: everyTier((tier) => ({ ...document.limits[tier], ...change(document.limits[tier]) })),
  });

/** Every way in which one policy can be stricter than another. */
const tightening: fc.Arbitrary<Tightening> = fc.oneof(
  fc
    .constantFrom(...CHECKS)
    .map((check) => rules((rule) => ({ ...rule, checks: [...new Set([...rule.checks, check])] }))),
  fc
    .constantFrom('reviewer' as const, 'risk-reviewer' as const, 'use-case-owner' as const)
    .map((capacity) => rules((rule) => ({ ...rule, approvals: [...rule.approvals, [capacity]] }))),
  fc.constant(rules((rule) => ({ ...rule, approvals: [...rule.approvals, ...rule.firstVersionApprovals] }))),
  fc.constant(rules((rule) => ({ ...rule, approvals: rule.approvals.map((slot) => slot.slice(0, 1)) }))),
  fc.constant(rules((rule) => ({ ...rule, stepUp: true }))),
  fc.constant(limits(({ tokenMinutes }) => ({ tokenMinutes: Math.ceil(tokenMinutes / 2) }))),
  fc.constant(limits(({ approvalDays }) => ({ approvalDays: Math.ceil(approvalDays / 2) }))),
  fc.constant(limits(({ exemptionDays }) => ({ exemptionDays: Math.floor(exemptionDays / 2) }))),
  fc.constant(limits(({ exemptionApprovers }) => ({ exemptionApprovers: exemptionApprovers + 1 }))),
  fc.tuple(fc.constantFrom(...Object.keys(TAG_FLOORS)), fc.constantFrom(...TIERS)).map(
    ([tag, tier]): Tightening =>
      (document) => ({
        ...document,
        floors: { ...document.floors, [tag]: maxTier(tier, document.floors[tag] ?? 'low') },
      }),
  ),
  fc.integer({ min: 1, max: 30 }).map(
    (more): Tightening =>
      (document) => ({
        ...document,
        thresholds: document.thresholds.map((one) => ({ ...one, min: (one.min ?? 0) + more / 100 })),
      }),
  ),
  fc.integer({ min: 1, max: 48 }).map(
    (hours): Tightening =>
      (document) => ({ ...document, coolingOffHours: document.coolingOffHours + hours }),
  ),
  fc.constant<Tightening>((document) => ({ ...document, tainted: 'block' })),
);

/**
 * A policy that asks for one more role is stricter, but that role then decides about exemptions too (decision 012). Where
 * more may exempt, the two are compared without exemptions.
 */
function comparable(facts: GateFacts, stricter: PolicyDocument, looser: PolicyDocument): GateFacts {
  const exempting = (document: PolicyDocument) => exemptionTerms(facts, [policyOf(document)]).capacities;
  const before = new Set(exempting(looser));
  return exempting(stricter).every((capacity) => before.has(capacity)) ? facts : { ...facts, exemptions: [] };
}

/** What a policy answers when the approvals were given under it, on its content. */
function answer(facts: GateFacts, document: PolicyDocument, approvals: readonly ApprovalFact[]) {
  const policy = policyOf(document);
  const contentDigest = contentOf(facts, policy);
  const given = approvals.map((approval) => ({ ...approval, contentDigest }));
  return decide(reviewed(facts, policy, given), [policy], NOW);
}

describe('a stricter policy never allows more', () => {
  it('whatever is allowed under it is allowed under the looser one, for any version and approvals', () => {
    const seen = { both: 0, looserOnly: 0, exempted: 0 };
    fc.assert(
      fc.property(
        anyFacts,
        anyDocument,
        fc.array(tightening, { minLength: 1, maxLength: 3 }),
        anyApprovals,
        (facts, looser, changes, approvals) => {
          const stricter = changes.reduce((document, change) => change(document), looser);
          expect(invariantBreaches(stricter, { trial: false })).toEqual([]);
          const judged = comparable(facts, stricter, looser);
          if (judged === facts && facts.exemptions.length > 0) seen.exempted++;
          const [loose, strict] = [looser, stricter].map((document) => answer(judged, document, approvals).outcome);
          if (strict === 'allow') expect(loose).toBe('allow');
          if (loose === 'allow') seen[strict === 'allow' ? 'both' : 'looserOnly']++;
        },
      ),
      { numRuns: 3_000 },
    );
    // both sides came up: the policies did differ, and the stricter did not refuse everything
    expect(Math.min(seen.both, seen.looserOnly)).toBeGreaterThan(20);
    expect(seen.exempted, 'exemptions were compared').toBeGreaterThan(200);
  });

  it('and beside another it only takes away: two policies allow no more than either alone', () => {
    let allowed = 0;
    fc.assert(
      fc.property(anyFacts, anyDocument, anyDocument, anyApprovals, (facts, one, other, approvals) => {
        const [submitted, current] = [policyOf(one), policyOf(other, 2)];
        const contentDigest = contentOf(facts, submitted);
        const given = reviewed(
          facts,
          submitted,
          approvals.map((approval) => ({ ...approval, contentDigest })),
        );
        const alone = decide(given, [submitted], NOW);
        const both = decide(given, [submitted, current], NOW);
        if (both.outcome === 'allow') {
          expect(alone.outcome).toBe('allow');
          expect(Date.parse(both.tokenUntil ?? '')).toBeLessThanOrEqual(Date.parse(alone.tokenUntil ?? ''));
          allowed++;
        }
        expect(both.requirements.map(({ id }) => id)).toEqual(
          expect.arrayContaining(alone.requirements.map(({ id }) => id)),
        );
      }),
      { numRuns: 1_000 },
    );
    expect(allowed).toBeGreaterThan(5);
  });
});
