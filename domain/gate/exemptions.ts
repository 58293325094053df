/**
 * An exemption leaves one requirement unmet until a date (DESIGN.md §2 "Exemptions"). Expired means unmet at the very
 * next evaluation; what is never waivable stays what it is, whatever was granted.
 */
import type { TierLimits } from '#domain/policy/document.ts';
import { isNeverWaivable } from '#domain/policy/invariants.ts';
import type { ExemptionFact, GateFacts } from './facts.ts';
import { DAY, millis } from './instants.ts';
import type { Requirement } from './requirements.ts';

/** When an exemption stops counting, in ms: its own end or the tier's cap from its start, whichever comes first. */
function endOf(exemption: ExemptionFact, limits: TierLimits): number {
  return Math.min(millis(exemption.endsAt), millis(exemption.startsAt) + limits.exemptionDays * DAY);
}

/** The requirements, each that an exemption in force covers marked waived and dated. */
export function applyExemptions(
  requirements: readonly Requirement[],
  facts: GateFacts,
  limits: TierLimits,
  now: Date,
): Requirement[] {
  const instant = now.getTime();
  return requirements.map((requirement) => {
    if (requirement.status === 'met' || isNeverWaivable(requirement.id)) return requirement;
    const granted = facts.exemptions
      .filter(
        (exemption) =>
          exemption.requirement === requirement.id &&
          millis(exemption.startsAt) <= instant &&
          instant < endOf(exemption, limits),
      )
      .filter((exemption) => new Set(exemption.approvers).size >= limits.exemptionApprovers)
      .sort((a, b) => endOf(b, limits) - endOf(a, limits) || (a.id < b.id ? -1 : 1))[0];
    if (!granted) return requirement;
    const until = new Date(endOf(granted, limits)).toISOString();
    return {
      ...requirement,
      status: 'waived',
      reason: `Waived until ${until}. Without it: ${requirement.reason}`,
      exemption: granted.id,
      until,
    };
  });
}
