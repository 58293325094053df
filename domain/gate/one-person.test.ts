import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { APPROVING_ROLES, type Capacity } from '#domain/access/roles.ts';
import type { Act, ActKind } from '#domain/access/separation.ts';
import { CHECKS, type Policy } from '#domain/policy/document.ts';
import { TIERS, type Tier } from '#domain/risk/tier.ts';
import { decide } from './decide.ts';
import type { ApprovalFact, ExemptionFact, GateFacts } from './facts.ts';
import { DAY } from './instants.ts';
import {
  ANSWERS,
  approvalOf,
  consentOf,
  contentOf,
  exemptionOf,
  fullyApproved,
  gateFacts,
  NOW,
  policyOf,
  withRule,
} from './testing/facts.ts';

/**
 * One person against the gate (THREATS.md T26 to T30, P6). They hold every role, from set-up or for years, own the use
 * case and approved it themselves, publish the laxest policy that the invariants let through, exempt what they like, and
 * let time pass.
 */
const ME = 'mallory';
const CAPACITIES: readonly Capacity[] = [...APPROVING_ROLES, 'use-case-owner'];
const lax = withRule({ approvals: [[...APPROVING_ROLES, 'use-case-owner']] });

interface World {
  readonly facts: GateFacts;
  readonly now: Date;
  readonly policies: readonly [Policy, ...Policy[]];
  readonly requested: boolean;
}
type Step = (world: World) => World;

const did = (kind: ActKind, world: World): World => {
  const act: Act = { kind, personId: ME, detail: '' };
  return { ...world, facts: { ...world.facts, acts: [...world.facts.acts, act] } };
};
const withFacts = (world: World, parts: Partial<GateFacts>): World => ({
  ...world,
  facts: { ...world.facts, ...parts },
});

function approve(capacity: Capacity, atSetup: boolean): Step {
  return (world) => {
    if (!world.requested) return world;
    const { facts, now, policies } = world;
    const review = facts.review ?? {
      id: 'r',
      state: 'open',
      decidedOn: null,
      policyDigest: policies[0].digest,
      approvals: [],
    };
    const instant = now.toISOString();
    const grantedAt = new Date(now.getTime() - (atSetup ? 0 : 300 * DAY)).toISOString();
    const approval: ApprovalFact = approvalOf(contentOf(facts, policies[0]), capacity, {
      id: `approval-${review.approvals.length}`,
      personId: ME,
      at: instant,
      authenticatedAt: instant,
      grant:
        capacity === 'use-case-owner'
          ? null
          : { id: 'g', grantedAt, expiresAt: new Date(now.getTime() + 60 * DAY).toISOString(), grantedBy: ME, atSetup },
    });
    return withFacts(world, { review: { ...review, approvals: [...review.approvals, approval] } });
  };
}

function exempt(requirement: string, asker: string): Step {
  return (world) => {
    const instant = world.now.toISOString();
    const approvals = APPROVING_ROLES.map((capacity) =>
      consentOf(ME, { capacity, at: instant, authenticatedAt: instant }),
    );
    const exemption: ExemptionFact = exemptionOf(requirement, {
      startsAt: instant,
      endsAt: new Date(world.now.getTime() + 14 * DAY).toISOString(),
      requestedBy: asker,
      approvals,
    });
    return withFacts(world, { exemptions: [...world.facts.exemptions, exemption] });
  };
}

const publishLaxPolicy: Step = (world) => {
  const policy = policyOf(lax, world.policies.length + 1);
  const policyActs = [...world.facts.policyActs, { personId: ME, at: world.now.toISOString() }];
  // Before the request it is the only one; after, it stands beside that of the submission.
  const policies: World['policies'] = world.requested ? [world.policies[0], policy] : [policy];
  return { ...withFacts(world, { policyActs }), policies };
};

/** By hand, or by a pipeline that they own, made, or are named by. */
const register = fc.constantFrom<ActKind>('registered', 'pipeline-person').map(
  (kind): Step =>
    (world) =>
      did(kind, world),
);
const request = fc.constantFrom<ActKind>('requested', 'pipeline-person').map(
  (kind): Step =>
    (world) => ({ ...did(kind, world), requested: true }),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom<Step>(
    (world) => did('committed', world),
    (world) => did('supplied-evidence', world),
    (world) => did('team-member', world),
    publishLaxPolicy,
  ),
  fc.tuple(fc.constantFrom(...CAPACITIES), fc.boolean()).map(([capacity, atSetup]) => approve(capacity, atSetup)),
  fc
    .constantFrom(...CHECKS, 'lineage-sound', 'approval:reviewer', 'use-case-approved', 'not-rejected')
    .chain((id) => fc.constantFrom(ME, 'an accomplice').map((asker) => exempt(id, asker))),
  fc.integer({ min: 1, max: 40 * 24 }).map(
    (hours): Step =>
      (world) => ({ ...world, now: new Date(world.now.getTime() + hours * 3_600_000) }),
  ),
  fc.constantFrom(...TIERS).map(
    (tier): Step =>
      (world) =>
        withFacts(world, {
          useCase: world.facts.useCase && { ...world.facts.useCase, facts: ANSWERS[tier] },
        }),
  ),
);

/** In any order; what is approved has been registered and asked for before, by themselves, for there is nobody else. */
const sequence = fc
  .tuple(
    fc.array(step, { maxLength: 4 }),
    register,
    fc.array(step, { maxLength: 4 }),
    request,
    fc.array(step, { maxLength: 15 }),
  )
  .map(([before, registers, between, requests, after]) => [...before, registers, ...between, requests, ...after]);

function start(tier: Tier): World {
  const facts = gateFacts(tier, { acts: [], trial: true });
  return {
    facts: { ...facts, useCase: facts.useCase && { ...facts.useCase, ownerId: ME } },
    now: NOW,
    policies: [policyOf()],
    requested: false,
  };
}

describe('one person', () => {
  it("no single actor's sequence of acts reaches allow where an approval is needed", () => {
    let approvals = 0;
    fc.assert(
      fc.property(fc.constantFrom(...TIERS), sequence, (tier, steps) => {
        let world = start(tier);
        for (const act of steps) {
          world = act(world);
          if (!world.requested) continue;
          const decision = decide(world.facts, world.policies, world.now);
          expect(decision.outcome).not.toBe('allow');
          expect(decision.approvals).toEqual([]);
          // Who registered it, or whose pipeline did, exempts it from nothing, whoever asked for the exemption.
          expect(decision.exemptions).toEqual([]);
          approvals += decision.voidApprovals.length;
        }
      }),
      { numRuns: 2_000 },
    );
    // they did approve, time and again
    expect(approvals).toBeGreaterThan(1_000);
  });

  it('the same acts, with other people approving, do reach it: the gate refuses the person and not the model', () => {
    for (const tier of TIERS) {
      const [policy] = start(tier).policies;
      const asked = did('requested', did('registered', start(tier)));
      const others = { ...asked.facts, useCase: gateFacts(tier).useCase };
      expect(decide(fullyApproved(others, policy), [policy], NOW).outcome, tier).toBe('allow');
    }
  });

  it('who did nothing else can approve alone where one approval is asked: it is taking part that bars', () => {
    const laxPolicy = policyOf(lax);
    const somebodyElses = { ...start('low').facts, acts: gateFacts('low').acts };
    const world = approve(
      'reviewer',
      false,
    )({ ...start('low'), facts: somebodyElses, policies: [laxPolicy], requested: true });
    expect(decide(world.facts, [laxPolicy], NOW).outcome).toBe('allow');
  });
});
