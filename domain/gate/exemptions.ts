/**
 * An exemption leaves one requirement unmet until a date (DESIGN.md §2 "Exemptions"). Expired means unmet at the very
 * next evaluation; what is never waivable stays what it is, whatever was granted.
 */
import type { TierLimits } from '#domain/policy/document.ts';
import { isNeverWaivable } from '#domain/policy/invariants.ts';
import type { ExemptionFact, GateFacts } from './facts.ts';
import { DAY } from './quorum.ts';
import type { Requirement } from './requirements.ts';

/** When an exemption stops counting: its own end or the tier's cap from its start, whichever comes first. */
function endOf(exemption: ExemptionFact, limits: TierLimits): string {
  const cap = new Date(Date.parse(exemption.startsAt) + limits.exemptionDays * DAY).toISOString();
  return exemption.endsAt < cap ? exemption.endsAt : cap;
}

/** The requirements, each that an exemption in force covers marked waived and dated. */
export function applyExemptions(
  requirements: readonly Requirement[],
  facts: GateFacts,
  limits: TierLimits,
  now: Date,
): Requirement[] {
  const instant = now.toISOString();
  return requirements.map((requirement) => {
    if (requirement.status === 'met' || isNeverWaivable(requirement.id)) return requirement;
    const granted = facts.exemptions
      .filter(
        (exemption) =>
          exemption.requirement === requirement.id &&
          exemption.startsAt <= instant &&
          instant < endOf(exemption, limits),
      )
      .filter((exemption) => new Set(exemption.approvers).size >= limits.exemptionApprovers)
      .sort((a, b) => (endOf(a, limits) < endOf(b, limits) ? 1 : -1))[0];
    if (!granted) return requirement;
    const until = endOf(granted, limits);
    return {
      ...requirement,
      status: 'waived',
      reason: `Waived until ${until}. Without it: ${requirement.reason}`,
      exemption: granted.id,
      until,
    };
  });
}
