import { describe, expect, it } from 'vitest';
import { TIERS, type Tier } from '#domain/risk/tier.ts';
import { decide } from './decide.ts';
import { exemptionOf, fullyApproved, gateFacts, NOW, policyOf } from './testing/facts.ts';

const policy = policyOf();
const ANYBODY = 'approval:legal-reviewer|privacy-reviewer|reviewer|risk-reviewer|security-reviewer';
const RISK = 'approval:risk-reviewer';
const SECURITY = 'approval:security-reviewer';
const ALWAYS = ['registered', 'digest-bound', 'not-forbidden'];
const GATED = [
  ...ALWAYS,
  'owner-known',
  'facts-answered',
  'use-case-approved',
  'within-scope',
  'not-rejected',
  'lineage-sound',
];
const HIGH = ['evaluation-report', 'evaluation-threshold', 'dataset-provenance', 'artifact-scan', 'committers-known'];

interface Row {
  readonly tier: Tier;
  readonly environment: string;
  readonly first: boolean;
  readonly checks: readonly string[];
  readonly approvals: readonly string[];
}
const row = (tier: Tier, environment: string, checks: readonly string[], approvals: readonly string[]): Row[] =>
  [false, true].map((first) => ({ tier, environment, first, checks, approvals }));

/** DESIGN.md §2 "Default policy", row by row. */
const TABLE: readonly Row[] = [
  { tier: 'low', environment: 'staging', first: false, checks: [], approvals: [] },
  { tier: 'low', environment: 'staging', first: true, checks: [], approvals: [ANYBODY] },
  ...row('low', 'production', [], [ANYBODY]),
  ...row('medium', 'staging', [], [ANYBODY]),
  ...row('medium', 'production', ['evaluation-report'], [ANYBODY, 'approval:use-case-owner']),
  ...row('high', 'staging', [], [RISK]),
  ...row('high', 'production', HIGH, [RISK, SECURITY]),
  ...row('critical', 'staging', [], [RISK, SECURITY]),
  ...row(
    'critical',
    'production',
    [...HIGH, 'base-models-approved'],
    [RISK, SECURITY, 'approval:legal-reviewer|privacy-reviewer'],
  ),
];
const MINUTES: Readonly<Record<Tier, number>> = { low: 60, medium: 30, high: 15, critical: 10 };

function versionOf({ tier, environment, first }: Pick<Row, 'tier' | 'environment' | 'first'>) {
  const facts = gateFacts(tier, { environment });
  return { ...facts, version: { ...facts.version, first } };
}

describe.each(TABLE)('$tier in $environment, first version $first', (one) => {
  const { tier, checks, approvals } = one;
  const facts = versionOf(one);

  it('asks for exactly what the table says', () => {
    const decision = decide(facts, [policy], NOW);
    expect(decision.tier).toBe(tier);
    expect(decision.requirements.map(({ id }) => id)).toEqual([...GATED, ...checks, ...approvals]);
  });

  it('is pending while only approvals are missing, each of them', () => {
    expect(decide(facts, [policy], NOW).outcome).toBe(approvals.length > 0 ? 'pending' : 'allow');
    for (const [index, missing] of approvals.entries()) {
      const decision = decide(fullyApproved(facts, policy, index), [policy], NOW);
      expect(decision.outcome, missing).toBe('pending');
      expect(decision.requirements.filter(({ status }) => status !== 'met').map(({ id }) => id)).toEqual([missing]);
    }
  });

  it('is allowed with all of them, for as long as the tier says', () => {
    const decision = decide(fullyApproved(facts, policy), [policy], NOW);
    expect(decision.outcome).toBe('allow');
    expect(decision.approvals).toHaveLength(approvals.length);
    expect(decision.tokenUntil).toBe(new Date(NOW.getTime() + MINUTES[tier] * 60_000).toISOString());
  });

  it('is denied without any one thing it checks, approved or not', () => {
    const poor = {
      ...facts,
      evidence: [],
      committers: null,
      parents: [{ kind: 'external', ref: 'hf:a/b@1', relation: 'merge', pinned: true }] as const,
      manifest: { ...facts.manifest, data: [] },
    };
    const exemptions = (but: string) => checks.filter((check) => check !== but).map((check) => exemptionOf(check));
    for (const missing of checks) {
      const decision = decide(fullyApproved({ ...poor, exemptions: exemptions(missing) }, policy), [policy], NOW);
      expect(decision.outcome, missing).toBe('deny');
      const standing = decision.requirements.filter(({ status }) => status === 'unmet' || status === 'unknown');
      expect(standing.map(({ id }) => id)).toEqual([missing]);
    }
    const waived = decide(fullyApproved({ ...poor, exemptions: exemptions('') }, policy), [policy], NOW);
    expect(waived.outcome).toBe('allow');
    expect(waived.exemptions).toEqual(checks.map((check) => `exemption-${check}`).sort());
  });
});

describe('the table', () => {
  it('has every tier in every gated environment, for a first version and for a later one', () => {
    const rows = TABLE.map(({ tier, environment, first }) => `${tier} ${environment} ${first}`);
    expect(new Set(rows).size).toBe(TIERS.length * 2 * 2);
    expect(rows).toHaveLength(TIERS.length * 2 * 2);
  });
});

describe.each(TIERS)('%s in the sandbox', (tier) => {
  const facts = gateFacts(tier, { environment: 'sandbox', owner: { name: 'team:ghosts', known: false }, evidence: [] });

  it('is not gated', () => {
    const decision = decide(facts, [policy], NOW);
    expect(decision.outcome).toBe('allow');
    expect(decision.requirements.map(({ id }) => id)).toEqual(ALWAYS);
  });

  it('is denied what is forbidden all the same', () => {
    const revoked = { ...facts, version: { ...facts.version, state: 'revoked' as const } };
    expect(decide(revoked, [policy], NOW).outcome).toBe('deny');
  });
});
