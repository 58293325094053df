/**
 * Separation of duties (DESIGN.md §2 "Approvals and separation of duties"): nobody approves what they took part in, and
 * administrators are no exception. A pipeline's acts arrive here already counted as acts of the people behind it.
 */
import type { Capacity } from './roles.ts';

export type ActKind =
  | 'registered'
  | 'requested'
  | 'committed'
  | 'supplied-evidence'
  /** owns it in person: named by the manifest, or took it over from somebody who left */
  | 'owner'
  /** member of an owning team, present or former, at any time since registration */
  | 'team-member'
  /** owns, made or was named as actor by a pipeline that did one of the above */
  | 'pipeline-person';

export interface Act {
  readonly kind: ActKind;
  readonly personId: string;
  /** what was done, for the reason's text, such as the pipeline's name; no personal data */
  readonly detail: string;
}

export interface GrantEvidence {
  readonly grantId: string;
  readonly grantedAt: Date;
  readonly expiresAt: Date;
  readonly grantedBy: string | null;
  readonly atSetup: boolean;
}

export interface SeparationInput {
  readonly personId: string;
  readonly capacity: Capacity;
  /** null for the use-case owner, whose capacity is a relation and not a role */
  readonly grant: GrantEvidence | null;
  readonly environment: string;
  readonly acts: readonly Act[];
  /** who published or proposed a policy, and when */
  readonly policyActs: readonly { readonly personId: string; readonly at: Date }[];
  /** of the approval: when it was, or would be, given */
  readonly at: Date;
  readonly coolingOffHours: number;
}

export interface SeparationRefusal {
  readonly code: ActKind | 'fresh-role' | 'role-expired' | 'no-role' | 'policy-author';
  readonly reason: string;
}

const REASONS: Readonly<Record<ActKind, string>> = {
  registered: 'You registered this version',
  requested: 'You requested this promotion',
  committed: 'You committed to what was built into this version',
  'supplied-evidence': 'You supplied evidence for this version',
  owner: 'You own this model',
  'team-member': 'You have belonged to the owning team since this version was registered',
  'pipeline-person': 'A pipeline of yours took part',
};

const HOUR = 3_600_000;

/** Grants given at set-up are exempt from cooling-off for this long. */
const SETUP_GRACE_HOURS = 24;

/** Who proposed or published a policy does not approve under it for this long. */
const POLICY_AUTHOR_HOURS = 24;

/** Where a fresh role may approve; any other name counts as production, so that inventing one is no way round. */
const REHEARSAL: ReadonlySet<string> = new Set(['sandbox', 'staging']);

export function countsAsProduction(environment: string): boolean {
  return !REHEARSAL.has(environment);
}

function roleRefusal(input: SeparationInput): SeparationRefusal | null {
  const { grant, at, coolingOffHours } = input;
  if (input.capacity === 'use-case-owner') return null;
  if (!grant) return { code: 'no-role', reason: 'You do not hold the role this approval is given in' };
  const age = at.getTime() - grant.grantedAt.getTime();
  // Asked for what has to hold, so that a time that cannot be read refuses.
  if (!(age >= 0)) return { code: 'no-role', reason: 'You did not hold the role yet' };
  if (!(at.getTime() < grant.expiresAt.getTime())) return { code: 'role-expired', reason: 'Your role has ended' };
  // Somebody has to be first: roles given at set-up count at once, visibly.
  const exempt = grant.atSetup && age < SETUP_GRACE_HOURS * HOUR;
  if (countsAsProduction(input.environment) && !exempt && age < coolingOffHours * HOUR) {
    const from = new Date(grant.grantedAt.getTime() + coolingOffHours * HOUR).toISOString();
    return {
      code: 'fresh-role',
      reason: `Your role is less than ${coolingOffHours} hours old; you can approve from ${from}`,
    };
  }
  return null;
}

/** Every reason why this person cannot approve in this capacity, the most telling first; none when they can. */
export function separationRefusals(input: SeparationInput): SeparationRefusal[] {
  const mine = input.acts.filter((act) => act.personId === input.personId);
  const refusals: SeparationRefusal[] = [];
  for (const kind of Object.keys(REASONS) as ActKind[]) {
    // A use-case owner normally sits in the team that asks: membership alone does not bar that one slot.
    if (kind === 'team-member' && input.capacity === 'use-case-owner') continue;
    const act = mine.find((candidate) => candidate.kind === kind);
    if (act) refusals.push({ code: kind, reason: act.detail ? `${REASONS[kind]}: ${act.detail}` : REASONS[kind] });
  }
  const authored = input.policyActs.find((act) => {
    const age = input.at.getTime() - act.at.getTime();
    return act.personId === input.personId && !(age < 0 || age >= POLICY_AUTHOR_HOURS * HOUR);
  });
  if (authored) {
    refusals.push({
      code: 'policy-author',
      reason: `You published or proposed the policy within the last ${POLICY_AUTHOR_HOURS} hours`,
    });
  }
  const role = roleRefusal(input);
  return role ? [...refusals, role] : refusals;
}

/** Why this person cannot approve in this capacity, or null. The first reason that holds, the most telling first. */
export function separationRefusal(input: SeparationInput): SeparationRefusal | null {
  return separationRefusals(input)[0] ?? null;
}
