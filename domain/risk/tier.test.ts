import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxTier, rankOf, TIERS } from './tier.ts';

const tier = fc.constantFrom(...TIERS);

describe('tiers', () => {
  it('are ordered low < medium < high < critical', () => {
    expect(TIERS.map(rankOf)).toEqual([0, 1, 2, 3]);
    expect(TIERS).toEqual(['low', 'medium', 'high', 'critical']);
  });

  it('joining never lowers, whatever the order and the number of times', () => {
    fc.assert(
      fc.property(tier, tier, tier, (a, b, c) => {
        expect(rankOf(maxTier(a, b))).toBe(Math.max(rankOf(a), rankOf(b)));
        expect(maxTier(maxTier(a, b), c)).toBe(maxTier(a, maxTier(b, c)));
        expect(maxTier(a, a)).toBe(a);
      }),
    );
  });
});
