/**
 * What no policy can relax (DESIGN.md §2 "Policy"): every environment but `sandbox` is gated, production needs an
 * eligible human, lives are bounded, cooling-off has a floor. A document that breaks one is not published, and one that
 * got in some other way does not decide.
 */
import { TIERS } from '#domain/risk/tier.ts';
import type { PolicyDocument } from './document.ts';

export interface InvariantBreach {
  /** JSON pointer into the document */
  readonly path: string;
  readonly message: string;
}

export const BOUNDS = {
  tokenMinutes: { low: 240, medium: 120, high: 60, critical: 30 },
  approvalDays: { low: 400, medium: 200, high: 100, critical: 35 },
  exemptionDays: { low: 90, medium: 60, high: 30, critical: 14 },
  /** outside trial mode */
  coolingOffHours: 4,
} as const;

/** Requirements that no exemption can waive, whatever a policy says. */
export const NEVER_WAIVABLE: ReadonlySet<string> = new Set([
  'registered',
  'digest-bound',
  'owner-known',
  'facts-answered',
  'use-case-approved',
  'not-forbidden',
  'within-scope',
  // What is asked when the policy itself cannot judge.
  'environment-known',
  'policy-sound',
]);

/** True for requirements that no exemption can waive: the set above, and every approval. */
export function isNeverWaivable(requirement: string): boolean {
  return NEVER_WAIVABLE.has(requirement) || requirement.startsWith('approval:') || requirement === 'not-rejected';
}

function environmentBreaches(document: PolicyDocument): InvariantBreach[] {
  const breaches: InvariantBreach[] = [];
  for (const [name, environment] of Object.entries(document.environments)) {
    const path = `/environments/${name}`;
    if (name !== 'sandbox' && !environment.gated) {
      breaches.push({ path: `${path}/gated`, message: 'Every environment but sandbox is gated' });
    }
    if (environment.gated && !environment.rules) {
      breaches.push({ path: `${path}/rules`, message: 'A gated environment needs rules for every tier' });
    }
    if (name !== 'production') continue;
    for (const tier of TIERS) {
      if (environment.rules && environment.rules[tier].approvals.length === 0) {
        breaches.push({
          path: `${path}/rules/${tier}/approvals`,
          message: 'Production needs at least one eligible human',
        });
      }
    }
  }
  if (!Object.hasOwn(document.environments, 'production')) {
    breaches.push({ path: '/environments', message: 'A policy defines production' });
  }
  return breaches;
}

function limitBreaches(document: PolicyDocument): InvariantBreach[] {
  return TIERS.flatMap((tier) =>
    (['tokenMinutes', 'approvalDays', 'exemptionDays'] as const).flatMap((limit) => {
      const bound = BOUNDS[limit][tier];
      // Asked for what has to hold: NaN is a breach too.
      return document.limits[tier][limit] <= bound
        ? []
        : [{ path: `/limits/${tier}/${limit}`, message: `At most ${bound} for the ${tier} tier` }];
    }),
  ).concat(
    document.limits.critical.exemptionApprovers >= 2
      ? []
      : [{ path: '/limits/critical/exemptionApprovers', message: 'A critical exemption needs two approvers' }],
  );
}

/** Every breach at once; an empty list means the document may be published. */
export function invariantBreaches(
  document: PolicyDocument,
  deployment: { readonly trial: boolean },
): InvariantBreach[] {
  const cooling =
    document.coolingOffHours >= (deployment.trial ? 0 : BOUNDS.coolingOffHours)
      ? []
      : [{ path: '/coolingOffHours', message: `At least ${BOUNDS.coolingOffHours} hours outside trial mode` }];
  return [...environmentBreaches(document), ...limitBreaches(document), ...cooling];
}
