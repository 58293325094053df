import { describe, expect, it } from 'vitest';
import { TIERS } from '#domain/risk/tier.ts';
import { DEFAULT_POLICY } from './default.ts';
import type { Environment } from './document.ts';

const rulesOf = (name: string) => {
  const environment = DEFAULT_POLICY.environments[name];
  if (!environment?.rules) throw new Error(`${name} has no rules`);
  return environment.rules as NonNullable<Environment['rules']>;
};

describe('the default policy', () => {
  it('knows three environments, and gates all but the sandbox', () => {
    expect(Object.entries(DEFAULT_POLICY.environments).map(([name, { gated }]) => [name, gated])).toEqual([
      ['sandbox', false],
      ['staging', true],
      ['production', true],
    ]);
  });

  it('has the limits of DESIGN.md §2, column by column', () => {
    const column = (limit: 'exemptionDays' | 'tokenMinutes' | 'approvalDays' | 'exemptionApprovers') =>
      TIERS.map((tier) => DEFAULT_POLICY.limits[tier][limit]);
    expect(column('exemptionDays')).toEqual([90, 60, 30, 14]);
    expect(column('tokenMinutes')).toEqual([60, 30, 15, 10]);
    // 12, 6, 3 and 1 months
    expect(column('approvalDays')).toEqual([365, 182, 91, 30]);
    expect(column('exemptionApprovers')).toEqual([1, 1, 1, 2]);
  });

  it('asks nowhere for less at a higher tier', () => {
    for (const name of ['staging', 'production']) {
      const rules = rulesOf(name);
      for (const [index, tier] of TIERS.slice(1).entries()) {
        const below = rules[TIERS[index] ?? 'low'];
        expect(rules[tier].checks, `${name} ${tier}`).toEqual(expect.arrayContaining(below.checks));
        expect(rules[tier].approvals.length).toBeGreaterThanOrEqual(below.approvals.length);
      }
    }
  });

  it('asks nowhere for less in production than in staging', () => {
    for (const tier of TIERS) {
      const [staging, production] = [rulesOf('staging')[tier], rulesOf('production')[tier]];
      expect(production.checks).toEqual(expect.arrayContaining(staging.checks));
      for (const slot of staging.approvals) expect(production.approvals, tier).toContainEqual(slot);
    }
  });

  it('wants a fresh sign-in where the stakes are highest, and only there', () => {
    const fresh = ['staging', 'production'].flatMap((name) =>
      TIERS.filter((tier) => rulesOf(name)[tier].stepUp).map((tier) => `${name} ${tier}`),
    );
    expect(fresh).toEqual(['production critical']);
  });
});
