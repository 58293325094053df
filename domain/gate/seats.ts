/**
 * The quorum seat by seat: which approval each person was needed for, who filled it, and who could (UX.md "quorum by
 * role"). By the same rules as the decision, so that what a page shows is what the gate counts.
 */
import { type Capacity, isApprovingRole, type Role } from '#domain/access/roles.ts';
import { separationRefusal } from '#domain/access/separation.ts';
import type { Policy, Slot } from '#domain/policy/document.ts';
import { contentDigest } from './content-digest.ts';
import { tierOf } from './decide.ts';
import type { GateFacts } from './facts.ts';
import { assign, judgeApprovals, slotIds, slotLabel, slotsOf } from './quorum.ts';

export interface Seat {
  /** of its requirement, `approval:risk-reviewer` */
  readonly id: string;
  /** `a risk reviewer` */
  readonly label: string;
  readonly slot: Slot;
  /** the approval that fills it under every policy; null while one leaves it empty */
  readonly approvalId: string | null;
}

/** Seats of the environment under every policy it is judged by; none where it is not gated. */
export function seatsOf(facts: GateFacts, policies: readonly [Policy, ...Policy[]], now: Date): readonly Seat[] {
  const [submitted] = policies;
  const content = contentDigest(facts, tierOf(facts, submitted), submitted.digest);
  const seats = new Map<string, Seat>();
  for (const policy of policies) {
    const { environments, limits, coolingOffHours } = policy.document;
    const environment = Object.hasOwn(environments, facts.environment) ? environments[facts.environment] : undefined;
    if (!environment?.gated || !environment.rules) continue;
    const { tier } = tierOf(facts, policy);
    const rule = environment.rules[tier];
    const slots = slotsOf(rule, facts.version.first);
    const { counted } = judgeApprovals(facts, content, { rule, limits: limits[tier], coolingOffHours }, now);
    const filled = assign(slots, counted);
    for (const [index, id] of slotIds(slots).entries()) {
      const slot = slots[index];
      if (!slot) continue;
      const approvalId = filled[index]?.approval.id ?? null;
      // Empty under one policy is empty: both have to allow.
      if (!seats.has(id) || approvalId === null) seats.set(id, { id, label: slotLabel(slot), slot, approvalId });
    }
  }
  return [...seats.values()];
}

/** Somebody who holds an approving role now. */
export interface Holder {
  readonly personId: string;
  readonly role: Role;
  readonly grantId: string;
  readonly grantedAt: Date;
  readonly expiresAt: Date;
  readonly grantedBy: string | null;
  readonly atSetup: boolean;
}

/**
 * Who could fill a seat now: they hold a role that it takes, and nothing in this version bars them. Whether they signed in
 * recently enough is asked when they do it. Nobody who has approved this content is named again; who approved other content,
 * before it changed, is.
 */
export function couldFill(
  seat: Seat,
  facts: GateFacts,
  policies: readonly [Policy, ...Policy[]],
  holders: readonly Holder[],
  now: Date,
): readonly string[] {
  const [submitted] = policies;
  const content = contentDigest(facts, tierOf(facts, submitted), submitted.digest);
  const taken = new Set(
    (facts.review?.approvals ?? [])
      .filter((approval) => approval.contentDigest === content && approval.id !== seat.approvalId)
      .map(({ personId }) => personId),
  );
  const coolingOffHours = Math.max(...policies.map(({ document }) => document.coolingOffHours));
  const free = (personId: string, capacity: Capacity, grant: Holder | null) =>
    separationRefusal({
      personId,
      capacity,
      grant,
      environment: facts.environment,
      acts: facts.acts,
      policyActs: facts.policyActs.map(({ personId: by, at }) => ({ personId: by, at: new Date(at) })),
      at: now,
      coolingOffHours,
    }) === null;
  const ownerId = facts.useCase?.ownerId;
  const owner =
    seat.slot.includes('use-case-owner') && ownerId !== undefined && free(ownerId, 'use-case-owner', null)
      ? [ownerId]
      : [];
  const held = holders
    .filter(({ role }) => isApprovingRole(role) && seat.slot.includes(role))
    .filter((holder) => isApprovingRole(holder.role) && free(holder.personId, holder.role, holder))
    .map(({ personId }) => personId);
  return [...new Set([...owner, ...held])].filter((personId) => !taken.has(personId));
}
