/**
 * What one person can do about a review, and why not (DESIGN.md §2; UX.md "says why you cannot approve"). The page shows
 * it and the service refuses by it: one function for both, and the same rules by which the quorum counts.
 */

import type { Grant, Person } from '#domain/access/actor.ts';
import { type Capacity, isApprovingRole } from '#domain/access/roles.ts';
import { separationRefusals } from '#domain/access/separation.ts';
import type { Policy, Rule } from '#domain/policy/document.ts';
import { tierOf } from './decide.ts';
import type { GateFacts } from './facts.ts';
import { slotsOf, steppedUp } from './quorum.ts';

export interface Part {
  readonly capacity: Capacity;
  /** the grant it would be given under; null for the use-case owner */
  readonly grantId: string | null;
  readonly refusal: Refusal | null;
  /** every reason that stands against it, `refusal` first */
  readonly refusals: readonly Refusal[];
}

export interface Refusal {
  readonly code: string;
  readonly reason: string;
}

/** The rule of each policy that gates the environment, at the tier that this policy computes. */
export function rulesOf(facts: GateFacts, policies: readonly Policy[]): readonly Rule[] {
  return policies.flatMap((policy) => {
    const { environments } = policy.document;
    const environment = Object.hasOwn(environments, facts.environment) ? environments[facts.environment] : undefined;
    return environment?.gated && environment.rules ? [environment.rules[tierOf(facts, policy).tier]] : [];
  });
}

/** Every reason why this person cannot approve anything here in this capacity, whether or not they have stepped up. */
export function eligibilityRefusals(
  facts: GateFacts,
  policies: readonly Policy[],
  person: Person,
  capacity: Capacity,
  held: Grant | null,
  now: Date,
): Refusal[] {
  const coolingOffHours = Math.max(...policies.map(({ document }) => document.coolingOffHours));
  const refusals: Refusal[] = separationRefusals({
    personId: person.id,
    capacity,
    grant: held
      ? {
          grantId: held.id,
          grantedAt: held.grantedAt,
          expiresAt: held.expiresAt,
          grantedBy: held.grantedBy,
          atSetup: held.atSetup,
        }
      : null,
    environment: facts.environment,
    acts: facts.acts,
    policyActs: facts.policyActs.map(({ personId, at }) => ({ personId, at: new Date(at) })),
    at: now,
    coolingOffHours,
  });
  if (person.session.method === 'local' && !facts.trial)
    refusals.push({ code: 'local-account', reason: 'Local accounts approve in trial mode only' });
  return refusals;
}

function refusalsFor(...about: Parameters<typeof eligibilityRefusals>): Refusal[] {
  const [facts, policies, person, , , now] = about;
  const refusals = eligibilityRefusals(...about);
  const stepUp = rulesOf(facts, policies).some((rule) => rule.stepUp);
  if (stepUp && !steppedUp(person.session.authenticatedAt, now)) {
    refusals.push({
      code: 'step-up',
      reason: 'This tier needs a sign-in within the last 5 minutes: confirm that it is you',
    });
  }
  return refusals;
}

/** Every capacity this person could act in here, those without a refusal first; empty when they hold none that is asked. */
export function myPart(facts: GateFacts, policies: readonly Policy[], person: Person, now: Date): readonly Part[] {
  const wanted = new Set<Capacity>(
    rulesOf(facts, policies).flatMap((rule) => slotsOf(rule, facts.version.first).flat()),
  );
  const held: { capacity: Capacity; grant: Grant | null }[] = [
    ...person.grants.flatMap((grant) =>
      isApprovingRole(grant.role) && wanted.has(grant.role) ? [{ capacity: grant.role, grant }] : [],
    ),
    ...(wanted.has('use-case-owner') && facts.useCase?.ownerId === person.id
      ? [{ capacity: 'use-case-owner' as const, grant: null }]
      : []),
  ];
  return held
    .map(({ capacity, grant }) => {
      const refusals = refusalsFor(facts, policies, person, capacity, grant, now);
      return { capacity, grantId: grant?.id ?? null, refusal: refusals[0] ?? null, refusals };
    })
    .sort((a, b) => Number(a.refusal !== null) - Number(b.refusal !== null));
}
