/**
 * An exemption leaves one requirement unmet until a date (DESIGN.md §2 "Exemptions"). Who approved it is judged again at
 * every decision, by the same rules as approvals of the review. Expired means unmet at the very next evaluation; what is
 * never waivable stays what it is, whatever was granted.
 */
import { APPROVING_ROLES, type Capacity } from '#domain/access/roles.ts';
import type { Rule, TierLimits } from '#domain/policy/document.ts';
import { isNeverWaivable } from '#domain/policy/invariants.ts';
import type { ConsentFact, ExemptionFact, GateFacts } from './facts.ts';
import { DAY, millis } from './instants.ts';
import { consentRefusal, type QuorumRule, slotsOf } from './quorum.ts';
import type { Requirement } from './requirements.ts';

/**
 * In which capacities an exemption is approved: the roles that the review of a version there asks for, and where it asks
 * nobody, any approving role. Owning the use case is none: whoever profits does not lower the bar.
 */
export function exemptionCapacities(rule: Rule): readonly Capacity[] {
  const asked = new Set(slotsOf(rule, true).flat());
  const roles = APPROVING_ROLES.filter((role) => asked.has(role));
  return roles.length > 0 ? roles : APPROVING_ROLES;
}

/** Its own end or the tier's cap from its start, whichever comes first, in ms; NaN when a time cannot be read. */
export function cappedEnd(exemption: Pick<ExemptionFact, 'startsAt' | 'endsAt'>, limits: TierLimits): number {
  return Math.min(millis(exemption.endsAt), millis(exemption.startsAt) + limits.exemptionDays * DAY);
}

export type ExemptionStanding =
  /** in force, until this moment in ms */
  | { readonly holds: true; readonly until: number }
  | {
      readonly holds: false;
      readonly code: 'not-started' | 'ended' | 'approvers' | 'renewal';
      readonly reason: string;
    };

const no = (code: 'not-started' | 'ended' | 'approvers' | 'renewal', reason: string): ExemptionStanding => ({
  holds: false,
  code,
  reason,
});

/** Approvals of it that count under the rule, one a person, and the first reason why another does not. */
function countedConsents(exemption: ExemptionFact, facts: GateFacts, { rule, coolingOffHours }: QuorumRule, now: Date) {
  const capacities = new Set(exemptionCapacities(rule));
  const counted = new Map<string, ConsentFact>();
  let refused: string | null = null;
  for (const consent of exemption.approvals) {
    const reason =
      consent.personId === exemption.requestedBy
        ? 'Who asked for it approved it'
        : !capacities.has(consent.capacity)
          ? 'It was approved in a role that this tier does not ask for'
          : (consentRefusal(consent, facts, { stepUp: true, coolingOffHours }, now)?.reason ?? null);
    if (reason !== null) refused ??= reason;
    else if (!counted.has(consent.personId)) counted.set(consent.personId, consent);
  }
  return { counted: [...counted.values()], refused };
}

/** When a consent stops counting by itself: with the role it was given in. */
const lapse = ({ grant }: ConsentFact): number => (grant ? millis(grant.expiresAt) : Number.POSITIVE_INFINITY);

/** Whether an exemption is in force under one policy's rule, and until when; otherwise why not. */
export function judgeExemption(
  exemption: ExemptionFact,
  facts: GateFacts,
  rule: QuorumRule,
  now: Date,
): ExemptionStanding {
  const instant = now.getTime();
  // Asked for what has to hold: a time that cannot be read is one that never begins and has always ended.
  if (!(millis(exemption.startsAt) <= instant)) return no('not-started', 'it has not begun');
  const end = cappedEnd(exemption, rule.limits);
  if (!(instant < end)) {
    return no('ended', Number.isFinite(end) ? `it ended at ${new Date(end).toISOString()}` : 'its end cannot be read');
  }
  const { counted, refused } = countedConsents(exemption, facts, rule, now);
  const needed = rule.limits.exemptionApprovers;
  const lapses = counted.map(lapse).sort((a, b) => b - a);
  const quorumEnd = lapses[needed - 1];
  if (quorumEnd === undefined) {
    const why = refused === null ? '' : ` (${refused.charAt(0).toLowerCase()}${refused.slice(1)})`;
    return no('approvers', `it has ${counted.length} of ${needed} approvals that count${why}`);
  }
  // A renewal takes a fresh pair of eyes: one at least who did not approve what it renews (THREATS.md T35).
  const fresh = counted.filter(({ personId }) => !exemption.renewedApprovers.includes(personId));
  if (fresh.length === 0) return no('renewal', 'nobody but the approvers of the one that it renews has approved it');
  return { holds: true, until: Math.min(end, quorumEnd, Math.max(...fresh.map(lapse))) };
}

/** The requirements, each that an exemption in force covers marked waived and dated. */
export function applyExemptions(
  requirements: readonly Requirement[],
  facts: GateFacts,
  rule: QuorumRule,
  now: Date,
): Requirement[] {
  return requirements.map((requirement) => {
    if (requirement.status === 'met' || isNeverWaivable(requirement.id)) return requirement;
    const judged = facts.exemptions
      .filter((exemption) => exemption.requirement === requirement.id)
      .map((exemption) => ({ exemption, standing: judgeExemption(exemption, facts, rule, now) }));
    const granted = judged
      .flatMap(({ exemption, standing }) => (standing.holds ? [{ id: exemption.id, until: standing.until }] : []))
      .sort((a, b) => b.until - a.until || (a.id < b.id ? -1 : 1))[0];
    if (granted) {
      const until = new Date(granted.until).toISOString();
      return {
        ...requirement,
        status: 'waived',
        reason: `Waived until ${until}. Without it: ${requirement.reason}`,
        exemption: granted.id,
        until,
      };
    }
    // What was waived and no longer is says so, on every path that shows the reason; the newest one speaks.
    const past = judged
      .flatMap(({ exemption, standing }) =>
        standing.holds || standing.code === 'not-started' ? [] : [{ exemption, reason: standing.reason }],
      )
      .sort((a, b) => millis(b.exemption.startsAt) - millis(a.exemption.startsAt))[0];
    return past
      ? { ...requirement, reason: `Its exemption does not count: ${past.reason}. ${requirement.reason}` }
      : requirement;
  });
}
