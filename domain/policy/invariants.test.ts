import { describe, expect, it } from 'vitest';
import { TIERS } from '#domain/risk/tier.ts';
import { DEFAULT_POLICY } from './default.ts';
import { CHECKS, type Environment, type PolicyDocument, type TierLimits } from './document.ts';
import { BOUNDS, invariantBreaches, isNeverWaivable } from './invariants.ts';

const { production, staging } = DEFAULT_POLICY.environments as Record<'production' | 'staging', Environment>;
const rules = production.rules as NonNullable<Environment['rules']>;

function broken(document: PolicyDocument, trial = false): string[] {
  return invariantBreaches(document, { trial }).map(({ path }) => path);
}
const environments = (parts: Record<string, Environment>): PolicyDocument => ({
  ...DEFAULT_POLICY,
  environments: { ...DEFAULT_POLICY.environments, ...parts },
});
const limits = (tier: (typeof TIERS)[number], parts: Partial<TierLimits>): PolicyDocument => ({
  ...DEFAULT_POLICY,
  limits: { ...DEFAULT_POLICY.limits, [tier]: { ...DEFAULT_POLICY.limits[tier], ...parts } },
});

describe('the default policy', () => {
  it('breaks no invariant, in trial mode or outside', () => {
    expect(broken(DEFAULT_POLICY)).toEqual([]);
    expect(broken(DEFAULT_POLICY, true)).toEqual([]);
  });
});

describe('each invariant, broken alone, is named by its JSON pointer', () => {
  it.each(['production', 'staging', 'prod', 'sandbox-2', 'constructor'])('%s is gated', (name) => {
    const paths = broken(environments({ [name]: { ...staging, ...production, gated: false } }));
    expect(paths).toEqual([`/environments/${name}/gated`]);
  });

  it('the sandbox need not be gated, and may be', () => {
    expect(broken(environments({ sandbox: { gated: false } }))).toEqual([]);
    expect(broken(environments({ sandbox: { gated: true, rules } }))).toEqual([]);
  });

  it.each(['sandbox', 'staging', 'production', 'canary'])('%s has rules where it is gated', (name) => {
    expect(broken(environments({ [name]: { gated: true } }))).toEqual([`/environments/${name}/rules`]);
  });

  it.each(TIERS)('production asks somebody at the %s tier', (tier) => {
    const empty = {
      ...rules,
      [tier]: { ...rules[tier], approvals: [], firstVersionApprovals: [['reviewer' as const]] },
    };
    expect(broken(environments({ production: { gated: true, rules: empty } }))).toEqual([
      `/environments/production/rules/${tier}/approvals`,
    ]);
  });

  it('production exists, and not only on the prototype', () => {
    const { production: _, ...others } = DEFAULT_POLICY.environments;
    expect(broken({ ...DEFAULT_POLICY, environments: others })).toEqual(['/environments']);
    const inherited = Object.assign(Object.create({ production }), others) as PolicyDocument['environments'];
    expect(broken({ ...DEFAULT_POLICY, environments: inherited })).toEqual(['/environments']);
  });

  const bounded = (['tokenMinutes', 'approvalDays', 'exemptionDays'] as const).flatMap((limit) =>
    TIERS.map((tier) => [tier, limit, BOUNDS[limit][tier]] as const),
  );

  it.each(bounded)('%s %s is at most %d', (tier, limit, bound) => {
    expect(broken(limits(tier, { [limit]: bound }))).toEqual([]);
    for (const over of [bound + 1, Number.POSITIVE_INFINITY, Number.NaN]) {
      expect(broken(limits(tier, { [limit]: over })), String(over)).toEqual([`/limits/${tier}/${limit}`]);
    }
  });

  it('a critical exemption needs two approvers', () => {
    const path = '/limits/critical/exemptionApprovers';
    expect(broken(limits('critical', { exemptionApprovers: 1 }))).toEqual([path]);
    expect(broken(limits('critical', { exemptionApprovers: Number.NaN }))).toEqual([path]);
    expect(broken(limits('critical', { exemptionApprovers: 3 }))).toEqual([]);
  });

  it('cooling-off has a floor outside trial mode', () => {
    expect(broken({ ...DEFAULT_POLICY, coolingOffHours: 4 })).toEqual([]);
    for (const coolingOffHours of [3.999, 0]) {
      expect(broken({ ...DEFAULT_POLICY, coolingOffHours })).toEqual(['/coolingOffHours']);
      expect(broken({ ...DEFAULT_POLICY, coolingOffHours }, true)).toEqual([]);
    }
    for (const trial of [true, false]) {
      expect(broken({ ...DEFAULT_POLICY, coolingOffHours: Number.NaN }, trial)).toEqual(['/coolingOffHours']);
    }
  });

  it('several breaches are all named at once', () => {
    const document: PolicyDocument = {
      ...environments({ staging: { gated: false }, production: { gated: true } }),
      coolingOffHours: 0,
      limits: limits('low', { tokenMinutes: 1_000, approvalDays: 1_000 }).limits,
    };
    expect(broken(document).sort()).toEqual([
      '/coolingOffHours',
      '/environments/production/rules',
      '/environments/staging/gated',
      '/limits/low/approvalDays',
      '/limits/low/tokenMinutes',
    ]);
  });
});

describe('bounds', () => {
  it('are tighter for higher tiers', () => {
    for (const limit of ['tokenMinutes', 'approvalDays', 'exemptionDays'] as const) {
      const values = TIERS.map((tier) => BOUNDS[limit][tier]);
      expect(values, limit).toEqual([...values].sort((a, b) => b - a));
    }
  });
});

describe('what no exemption can waive', () => {
  it.each([
    'registered',
    'digest-bound',
    'owner-known',
    'facts-answered',
    'use-case-approved',
    'not-forbidden',
    'within-scope',
    'not-rejected',
    'approval:reviewer',
    'approval:use-case-owner',
    'approval:risk-reviewer#2',
  ])('%s', (requirement) => {
    expect(isNeverWaivable(requirement)).toBe(true);
  });

  it.each([...CHECKS, 'lineage-sound'])('%s can be waived', (requirement) => {
    expect(isNeverWaivable(requirement)).toBe(false);
  });
});
