/** Random facts and policies for property tests, near enough to good ones that every outcome comes up. */
import fc from 'fast-check';
import { APPROVING_ROLES, type Capacity } from '#domain/access/roles.ts';
import { sha256 } from '#domain/artifact/digest.ts';
import { CHECKS, type PolicyDocument, type Rule, type TierLimits } from '#domain/policy/document.ts';
import { BOUNDS } from '#domain/policy/invariants.ts';
import { TAG_FLOORS } from '#domain/risk/facts.ts';
import { TIERS, type Tier } from '#domain/risk/tier.ts';
import type { ApprovalFact, GateFacts } from '../facts.ts';
import { DAY } from '../instants.ts';
import { ANSWERS, consentOf, evidenceOf, exemptionOf, fromNow, gateFacts, PARENT } from './facts.ts';

const CAPACITIES: readonly Capacity[] = [...APPROVING_ROLES, 'use-case-owner'];
const tier = fc.constantFrom(...TIERS);
const tag = fc.constantFrom(...Object.keys(TAG_FLOORS), 'never-heard-of');

/** Mostly what is good, now and then something else. */
const mostly = <T>(good: T, ...others: T[]): fc.Arbitrary<T> =>
  fc.oneof({ arbitrary: fc.constant(good), weight: 6 }, { arbitrary: fc.constantFrom(...others), weight: 1 });

export const anyFacts: fc.Arbitrary<GateFacts> = fc
  .record({
    tier,
    environment: fc.constantFrom('staging', 'production'),
    first: fc.boolean(),
    tags: fc.array(tag, { maxLength: 1 }),
    committers: mostly<GateFacts['committers']>([{ id: 'c', personId: 'developer' }], null),
    scan: mostly<'pass' | 'fail' | 'error'>('pass', 'fail', 'error'),
    value: fc.integer({ min: 60, max: 100 }).map((hundredths) => hundredths / 100),
    parents: mostly<GateFacts['parents']>(
      [PARENT],
      [],
      [{ kind: 'external', ref: 'hf:a/b@1', relation: 'merge', pinned: true }],
    ),
    exempted: fc.subarray([...CHECKS, 'lineage-sound']),
    exemptionDays: fc.integer({ min: 1, max: 40 }),
    approvers: fc.subarray(['person-x', 'person-y'], { minLength: 1 }),
    exemptedIn: fc.constantFrom(...APPROVING_ROLES),
    owner: mostly({ name: 'team:credit', known: true }, { name: 'team:ghosts', known: false }),
  })
  .map((drawn) => {
    const good = gateFacts(drawn.tier, { environment: drawn.environment });
    return {
      ...good,
      version: { ...good.version, first: drawn.first },
      owner: drawn.owner,
      parents: drawn.parents,
      committers: drawn.committers,
      manifest: { ...good.manifest, classification: drawn.tags, evaluation: [] },
      evidence: [
        evidenceOf('evaluation', { metrics: [{ suite: 'holdout', metric: 'auc', value: drawn.value }] }),
        evidenceOf('scan', { outcome: drawn.scan }),
      ],
      useCase: good.useCase && { ...good.useCase, facts: ANSWERS[drawn.tier] },
      exemptions: drawn.exempted.map((requirement) =>
        exemptionOf(requirement, {
          startsAt: fromNow(-drawn.exemptionDays * DAY),
          endsAt: fromNow(10 * DAY),
          approvals: drawn.approvers.map((personId) => consentOf(personId, { capacity: drawn.exemptedIn })),
        }),
      ),
    };
  });

const slot = fc.uniqueArray(fc.constantFrom(...CAPACITIES), { minLength: 1, maxLength: 4 });

/** Rules and limits that ask at least as much of a higher tier: what a policy means to say. */
const rulesByTier = fc
  .array(
    fc.record({ checks: fc.subarray([...CHECKS], { maxLength: 2 }), approvals: fc.array(slot, { maxLength: 1 }) }),
    {
      minLength: 4,
      maxLength: 4,
    },
  )
  .chain((steps) =>
    fc.record({
      steps: fc.constant(steps),
      least: slot,
      first: fc.array(slot, { maxLength: 1 }),
      stepUpFrom: fc.nat(4),
    }),
  )
  .map(({ steps, least, first, stepUpFrom }): Record<Tier, Rule> => {
    const upTo = (rank: number): Rule => {
      const below = steps.slice(0, rank + 1);
      return {
        checks: [...new Set(below.flatMap(({ checks }) => checks))],
        approvals: [least, ...below.flatMap(({ approvals }) => approvals)],
        firstVersionApprovals: first,
        stepUp: rank >= stepUpFrom,
      };
    };
    return { low: upTo(0), medium: upTo(1), high: upTo(2), critical: upTo(3) };
  });

const limitsByTier = fc.integer({ min: 1, max: 30 }).map((share): Record<Tier, TierLimits> => {
  const of = (name: Tier): TierLimits => ({
    tokenMinutes: Math.ceil((BOUNDS.tokenMinutes[name] * share) / 30),
    approvalDays: Math.ceil((BOUNDS.approvalDays[name] * share) / 30),
    exemptionDays: Math.ceil((BOUNDS.exemptionDays[name] * share) / 30),
    exemptionApprovers: name === 'critical' ? 2 : 1,
  });
  return { low: of('low'), medium: of('medium'), high: of('high'), critical: of('critical') };
});

/** A policy that breaks no invariant outside trial mode. */
export const anyDocument: fc.Arbitrary<PolicyDocument> = fc
  .record({
    staging: rulesByTier,
    production: rulesByTier,
    limits: limitsByTier,
    floor: fc.option(fc.tuple(tag, tier)),
  })
  .chain((drawn) =>
    fc.record({
      apiVersion: fc.constant('countersign/policy/v1' as const),
      name: fc.constant('random'),
      environments: fc.constant({
        sandbox: { gated: false },
        staging: { gated: true, rules: drawn.staging },
        production: { gated: true, rules: drawn.production },
      }),
      limits: fc.constant(drawn.limits),
      floors: fc.constant(drawn.floor ? { [drawn.floor[0]]: drawn.floor[1] } : {}),
      thresholds: fc.integer({ min: 50, max: 95 }).map((min) => [{ metric: 'auc', min: min / 100 }]),
      coolingOffHours: fc.integer({ min: 4, max: 72 }),
      tainted: fc.constantFrom('warn' as const, 'block' as const),
    }),
  );

/** Approvals by different people, of any age and from roles of any age; their content is filled in by the test. */
export const anyApprovals: fc.Arbitrary<readonly ApprovalFact[]> = fc
  .array(
    fc.record({
      capacity: fc.constantFrom(...CAPACITIES),
      days: fc.nat({ max: 40 }),
      signedInBefore: fc.integer({ min: 0, max: 600_000 }),
      roleHours: fc.integer({ min: 1, max: 100 }),
      atSetup: fc.boolean(),
    }),
    { minLength: 2, maxLength: 8 },
  )
  .map((drawn) =>
    drawn.map(({ capacity, days, signedInBefore, roleHours, atSetup }, index) => ({
      id: `approval-${index}`,
      personId: capacity === 'use-case-owner' ? 'use-case-owner' : `person-${index}`,
      capacity,
      contentDigest: sha256('not yet'),
      at: fromNow(-days * DAY),
      authenticatedAt: fromNow(-days * DAY - signedInBefore),
      method: 'oidc' as const,
      grant:
        capacity === 'use-case-owner'
          ? null
          : {
              id: `grant-${index}`,
              grantedAt: fromNow(-days * DAY - roleHours * 3_600_000),
              expiresAt: fromNow(300 * DAY),
              grantedBy: null,
              atSetup,
            },
      standing: true,
    })),
  );
