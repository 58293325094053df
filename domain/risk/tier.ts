/**
 * Tiers order risk: low < medium < high < critical (DESIGN.md §1). A tier is always the maximum of floors, so joining is
 * the only operation, and nothing here can lower one.
 */
export const TIERS = ['low', 'medium', 'high', 'critical'] as const;

export type Tier = (typeof TIERS)[number];

/** 0 for low … 3 for critical. */
export function rankOf(tier: Tier): number {
  return TIERS.indexOf(tier);
}

/** The higher of two tiers. */
export function maxTier(a: Tier, b: Tier): Tier {
  return rankOf(a) >= rankOf(b) ? a : b;
}
