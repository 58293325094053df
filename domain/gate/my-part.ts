/**
 * What one person can do about a review, and why not (DESIGN.md §2; UX.md "says why you cannot approve"). The page shows
 * it and the service refuses by it: one function for both, and the same rules by which the quorum counts.
 */

import type { Person } from '#domain/access/actor.ts';
import { type Capacity, isApprovingRole } from '#domain/access/roles.ts';
import { type SeparationRefusal, separationRefusal } from '#domain/access/separation.ts';
import type { Policy } from '#domain/policy/document.ts';
import { tierOf } from './decide.ts';
import type { GateFacts } from './facts.ts';
import { STEP_UP_MS, slotsOf } from './quorum.ts';

export interface Part {
  readonly capacity: Capacity;
  /** the grant it would be given under; null for the use-case owner */
  readonly grantId: string | null;
  readonly refusal: { readonly code: string; readonly reason: string } | null;
}

/** The capacities that the review asks for, under any of its policies. */
function asked(facts: GateFacts, policies: readonly Policy[]): ReadonlySet<Capacity> {
  const capacities = policies.flatMap((policy) => {
    const rules = policy.document.environments[facts.environment]?.rules;
    return rules ? slotsOf(rules[tierOf(facts, policy).tier], facts.version.first).flat() : [];
  });
  return new Set(capacities);
}

function refusalFor(
  facts: GateFacts,
  policies: readonly Policy[],
  person: Person,
  capacity: Capacity,
  now: Date,
): { code: string; reason: string } | null {
  const held = person.grants.find(({ role }) => role === capacity);
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
  const stepUp = policies.some(
    (policy) => policy.document.environments[facts.environment]?.rules?.[tierOf(facts, policy).tier].stepUp,
  );
  if (stepUp && now.getTime() - person.session.authenticatedAt.getTime() > STEP_UP_MS) {
    return { code: 'step-up', reason: 'This tier needs a sign-in within the last 5 minutes: sign in again' };
  }
  return null;
}

/** Every capacity this person could act in here, those without a refusal first; empty when they hold none that is asked. */
export function myPart(facts: GateFacts, policies: readonly Policy[], person: Person, now: Date): readonly Part[] {
  const wanted = asked(facts, policies);
  const held: { capacity: Capacity; grantId: string | null }[] = [
    ...person.grants.flatMap(({ id, role }) =>
      isApprovingRole(role) && wanted.has(role) ? [{ capacity: role, grantId: id }] : [],
    ),
    ...(wanted.has('use-case-owner') && facts.useCase?.ownerId === person.id
      ? [{ capacity: 'use-case-owner' as const, grantId: null }]
      : []),
  ];
  return held
    .map((part) => ({ ...part, refusal: refusalFor(facts, policies, person, part.capacity, now) }))
    .sort((a, b) => Number(a.refusal !== null) - Number(b.refusal !== null));
}
