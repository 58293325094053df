/**
 * Asking for an exemption, and one person's part in deciding it (DESIGN.md §2 "Exemptions"). Pages show it and services
 * refuse by it: the same functions for both, and the same rules by which the gate counts.
 */
import type { Person } from '#domain/access/actor.ts';
import { type Capacity, isApprovingRole } from '#domain/access/roles.ts';
import type { Policy } from '#domain/policy/document.ts';
import { isNeverWaivable } from '#domain/policy/invariants.ts';
import { tierOf } from './decide.ts';
import { type ExemptionStanding, exemptionCapacities, judgeExemption } from './exemptions.ts';
import type { ExemptionFact, GateFacts } from './facts.ts';
import { DAY, millis } from './instants.ts';
import { eligibilityRefusals, type Part, rulesOf } from './my-part.ts';
import type { Requirement } from './requirements.ts';

export interface ExemptionTerms {
  /** the tier's cap, from approval */
  readonly days: number;
  readonly approvers: number;
  /** any one of these roles approves */
  readonly capacities: readonly Capacity[];
}

/** What every policy that judges allows: the shortest life, the most approvers, the roles of all. */
export function exemptionTerms(facts: GateFacts, policies: readonly [Policy, ...Policy[]]): ExemptionTerms {
  const limits = policies.map((policy) => policy.document.limits[tierOf(facts, policy).tier]);
  return {
    days: Math.min(...limits.map(({ exemptionDays }) => exemptionDays)),
    approvers: Math.max(...limits.map(({ exemptionApprovers }) => exemptionApprovers)),
    capacities: [...new Set(rulesOf(facts, policies).flatMap(exemptionCapacities))],
  };
}

/** Whether an exemption is, or would be, in force under each policy that judges: the first that does not let it, or the shortest. */
export function exemptionStanding(
  exemption: ExemptionFact,
  facts: GateFacts,
  policies: readonly [Policy, ...Policy[]],
  now: Date,
): ExemptionStanding {
  const standings = policies.flatMap((policy) => {
    const { document } = policy;
    const limits = document.limits[tierOf(facts, policy).tier];
    return rulesOf(facts, [policy]).map((rule) =>
      judgeExemption(exemption, facts, { rule, limits, coolingOffHours: document.coolingOffHours }, now),
    );
  });
  const [first = { holds: false, code: 'approvers', reason: 'the environment is not gated' } as const, ...rest] =
    standings;
  return rest.reduce((worst, one) => {
    if (!worst.holds || !one.holds) return worst.holds ? one : worst;
    return one.until < worst.until ? one : worst;
  }, first as ExemptionStanding);
}

/** A renewal may be asked for in the last 14 days, and no earlier than half way through. */
const RENEWAL_MS = 14 * DAY;

export interface AskRefusal {
  readonly code: 'never-waivable' | 'not-asked' | 'not-needed' | 'too-early';
  readonly reason: string;
}

/**
 * Why nobody can ask now to have this requirement waived, or null when somebody can.
 * @param requirement as the gate judged it just now; undefined when it was not asked
 */
export function askRefusal(
  id: string,
  requirement: Pick<Requirement, 'status' | 'exemption' | 'until'> | undefined,
  exemptions: readonly Pick<ExemptionFact, 'id' | 'startsAt'>[],
  now: Date,
): AskRefusal | null {
  if (isNeverWaivable(id)) {
    return { code: 'never-waivable', reason: 'No exemption can waive this, whoever approves it: it has to be met' };
  }
  if (!requirement) return { code: 'not-asked', reason: 'This is not asked of the version in this environment' };
  if (requirement.status === 'met') return { code: 'not-needed', reason: 'This is met: no exemption is needed' };
  if (requirement.status !== 'waived' || requirement.until === null) return null;
  const start = exemptions.find((exemption) => exemption.id === requirement.exemption)?.startsAt;
  const until = millis(requirement.until);
  const from = until - Math.min(RENEWAL_MS, start === undefined ? RENEWAL_MS : (until - millis(start)) / 2);
  return now.getTime() < from
    ? { code: 'too-early', reason: `It is waived; a renewal can be asked for from ${new Date(from).toISOString()}` }
    : null;
}

/** What one person can do about an exemption that waits, those parts without a refusal first. Step-up is asked for apart. */
export function exemptionParts(
  exemption: Pick<ExemptionFact, 'requestedBy' | 'approvals' | 'renewedApprovers'>,
  facts: GateFacts,
  policies: readonly [Policy, ...Policy[]],
  person: Person,
  now: Date,
): readonly Part[] {
  const { approvers, capacities } = exemptionTerms(facts, policies);
  return person.grants
    .flatMap(({ role, ...grant }) =>
      isApprovingRole(role) && capacities.includes(role) ? [{ capacity: role, grant: { role, ...grant } }] : [],
    )
    .map(({ capacity, grant }) => {
      const own = ownRefusal(exemption, person.id, approvers);
      const refusals = [...(own ? [own] : []), ...eligibilityRefusals(facts, policies, person, capacity, grant, now)];
      return { capacity, grantId: grant.id, refusal: refusals[0] ?? null, refusals };
    })
    .sort((a, b) => Number(a.refusal !== null) - Number(b.refusal !== null));
}

/** What bars somebody from this exemption and from nothing else about the version. */
function ownRefusal(
  { requestedBy, approvals, renewedApprovers }: Pick<ExemptionFact, 'requestedBy' | 'approvals' | 'renewedApprovers'>,
  personId: string,
  approvers: number,
): Part['refusal'] {
  if (requestedBy === personId) return { code: 'asked-for-it', reason: 'You asked for this exemption' };
  const others = new Set(approvals.map((consent) => consent.personId).filter((id) => id !== personId));
  const lastSeat = others.size + 1 >= approvers;
  const noneFresh = ![...others].some((id) => !renewedApprovers.includes(id));
  return lastSeat && noneFresh && renewedApprovers.includes(personId)
    ? {
        code: 'approved-before',
        reason: 'You approved the exemption that this one renews; now somebody else has to decide',
      }
    : null;
}
