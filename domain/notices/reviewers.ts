/**
 * Whom a review waits for: people who could fill a slot that is still open and whom separation of duties would not turn
 * away. Who is only barred for hours, by a fresh role or a policy they just wrote, is told as well: the page says when.
 */
import { type Capacity, isApprovingRole } from '#domain/access/roles.ts';
import { type GrantEvidence, separationRefusal } from '#domain/access/separation.ts';
import type { Decision } from '#domain/gate/decide.ts';
import type { GateFacts } from '#domain/gate/facts.ts';

export interface Candidate {
  readonly personId: string;
  readonly capacity: Capacity;
  readonly grant: GrantEvidence | null;
}

const SLOT = /^approval:([a-z|-]+)(#\d+)?$/;

const PASSES_BY_ITSELF: ReadonlySet<string> = new Set(['fresh-role', 'policy-author']);

/** The capacities that slots without an approval ask for. */
export function openCapacities({ requirements }: Pick<Decision, 'requirements'>): ReadonlySet<Capacity> {
  return new Set(
    requirements
      .filter(({ status }) => status !== 'met' && status !== 'waived')
      .flatMap(({ id }) => (SLOT.exec(id)?.[1]?.split('|') ?? []) as Capacity[]),
  );
}

/** Whether separation of duties leaves this person out, for good and not for hours. */
export function barred(facts: GateFacts, { personId, capacity, grant }: Candidate, now: Date): boolean {
  const refusal = separationRefusal({
    personId,
    capacity,
    grant,
    environment: facts.environment,
    acts: facts.acts,
    policyActs: facts.policyActs.map((act) => ({ personId: act.personId, at: new Date(act.at) })),
    at: now,
    // Hours pass: a role that is merely young is no reason not to say that work is coming.
    coolingOffHours: 0,
  });
  return refusal !== null && !PASSES_BY_ITSELF.has(refusal.code);
}

/** The ids of those among the candidates (and the use-case owner) whom the review waits for. */
export function whoCouldApprove(
  facts: GateFacts,
  decision: Pick<Decision, 'requirements' | 'contentDigest'>,
  candidates: readonly Candidate[],
  now: Date,
): ReadonlySet<string> {
  const open = openCapacities(decision);
  const owner = facts.useCase?.ownerId;
  const all: readonly Candidate[] = [
    ...candidates.filter(({ capacity }) => isApprovingRole(capacity)),
    ...(owner === undefined ? [] : [{ personId: owner, capacity: 'use-case-owner' as const, grant: null }]),
  ];
  const approved = new Set(
    (facts.review?.approvals ?? [])
      .filter(({ contentDigest }) => contentDigest === decision.contentDigest)
      .map(({ personId }) => personId),
  );
  return new Set(
    all
      .filter(
        (candidate) =>
          open.has(candidate.capacity) && !approved.has(candidate.personId) && !barred(facts, candidate, now),
      )
      .map(({ personId }) => personId),
  );
}
