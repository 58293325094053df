/**
 * What one person can do about a review, and why not (DESIGN.md §2; UX.md "says why you cannot approve"). The page shows
 * it and the service refuses by it: one function for both, and the same rules by which the quorum counts.
 */

import type { Grant, Person } from '#domain/access/actor.ts';
import { type Capacity, isApprovingRole } from '#domain/access/roles.ts';
import { type SeparationRefusal, separationRefusal } from '#domain/access/separation.ts';
import type { Policy, Rule } from '#domain/policy/document.ts';
import { tierOf } from './decide.ts';
import type { GateFacts } from './facts.ts';
import { slotsOf, steppedUp } from './quorum.ts';

export interface Part {
  readonly capacity: Capacity;
  /** the grant it would be given under; null for the use-case owner */
  readonly grantId: string | null;
  readonly refusal: { readonly code: string; readonly reason: string } | null;
}

/** The rule of each policy that gates the environment, at the tier that this policy computes. */
export function rulesOf(facts: GateFacts, policies: readonly Policy[]): readonly Rule[] {
  return policies.flatMap((policy) => {
    const { environments } = policy.document;
    const environment = Object.hasOwn(environments, facts.environment) ? environments[facts.environment] : undefined;
    return environment?.gated && environment.rules ? [environment.rules[tierOf(facts, policy).tier]] : [];
  });
}

/** Why this person cannot approve anything here in this capacity, whether or not they have stepped up. */
export function eligibilityRefusal(
  facts: GateFacts,
  policies: readonly Policy[],
  person: Person,
  capacity: Capacity,
  held: Grant | null,
  now: Date,
): Part['refusal'] {
  const coolingOffHours = Math.max(...policies.map(({ document }) => document.coolingOffHours));
  const refusal: SeparationRefusal | null = separationRefusal({
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
  if (refusal) return refusal;
  if (person.session.method === 'local' && !facts.trial)
    return { code: 'local-account', reason: 'Local accounts approve in trial mode only' };
  return null;
}

function refusalFor(
  facts: GateFacts,
  policies: readonly Policy[],
  person: Person,
  capacity: Capacity,
  held: Grant | null,
  now: Date,
): Part['refusal'] {
  const refusal = eligibilityRefusal(facts, policies, person, capacity, held, now);
  if (refusal) return refusal;
  const stepUp = rulesOf(facts, policies).some((rule) => rule.stepUp);
  if (stepUp && !steppedUp(person.session.authenticatedAt, now)) {
    return { code: 'step-up', reason: 'This tier needs a sign-in within the last 5 minutes: confirm that it is you' };
  }
  return null;
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
    .map(({ capacity, grant }) => ({
      capacity,
      grantId: grant?.id ?? null,
      refusal: refusalFor(facts, policies, person, capacity, grant, now),
    }))
    .sort((a, b) => Number(a.refusal !== null) - Number(b.refusal !== null));
}
