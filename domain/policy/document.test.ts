import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from './default.ts';
import { PolicyDocument, policyDigest } from './document.ts';

type Path = readonly (string | number)[];

/** A copy of the default policy with one value set, or taken out when it is undefined. */
function altered(path: Path, value: unknown): unknown {
  const document = structuredClone(DEFAULT_POLICY) as unknown;
  let at = document as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) at = at[step] as Record<string | number, unknown>;
  const last = path.at(-1) ?? '';
  if (value === undefined) delete at[last];
  else at[last] = value;
  return document;
}

const problems = (document: unknown) =>
  PolicyDocument.safeParse(document).error?.issues.map(({ path }) => `/${path.join('/')}`) ?? [];

const production = ['environments', 'production', 'rules', 'critical'] as const;
const slots = (count: number) => Array.from({ length: count }, () => ['reviewer']);

describe('a policy document', () => {
  it('of the default is one', () => {
    expect(problems(DEFAULT_POLICY)).toEqual([]);
  });

  it.each<[string, Path, unknown]>([
    ['another format', ['apiVersion'], 'countersign/policy/v2'],
    ['no name', ['name'], ''],
    ['no limits for a tier', ['limits', 'critical'], undefined],
    ['no rule for a tier', ['environments', 'production', 'rules', 'high'], undefined],
    ['an unknown tier', ['floors', 'internal'], 'severe'],
    ['an unknown check', [...production, 'checks'], ['vibes']],
    ['an unknown capacity', [...production, 'approvals'], [['administrator']]],
    ['a slot that nobody can fill', [...production, 'approvals'], [[]]],
    ['too many slots', [...production, 'approvals'], slots(9)],
    ['gating that is not said', ['environments', 'production', 'gated'], 'yes'],
    ['a token of no minutes', ['limits', 'low', 'tokenMinutes'], 0],
    ['half a minute', ['limits', 'low', 'tokenMinutes'], 0.5],
    ['approvals that last no day', ['limits', 'low', 'approvalDays'], 0],
    ['exemptions that end before they start', ['limits', 'low', 'exemptionDays'], -1],
    ['exemptions without an approver', ['limits', 'low', 'exemptionApprovers'], 0],
    ['a threshold without a bound', ['thresholds', 0], { metric: 'auc' }],
    ['a threshold that is not finite', ['thresholds', 0, 'min'], Number.NaN],
    ['negative cooling-off', ['coolingOffHours'], -1],
    ['cooling-off that no date can hold', ['coolingOffHours'], 1e300],
    ['tainted bases allowed silently', ['tainted'], 'allow'],
  ])('is refused with %s, named by its path', (_, path, value) => {
    const found = problems(altered(path, value));
    expect(found).toHaveLength(1);
    // the value itself, or the one inside it that is at fault
    expect(found[0]).toMatch(new RegExp(`^/${path.join('/')}(/|$)`));
  });

  it.each<[string, Path]>([
    ['the document', ['ungated']],
    ['an environment', ['environments', 'production', 'exempt']],
    ['a rule', [...production, 'waive']],
    ['limits', ['limits', 'low', 'tokenHours']],
    ['a threshold', ['thresholds', 0, 'optional']],
  ])('is refused with a key in %s that means nothing', (_, path) => {
    expect(problems(altered(path, true))).toHaveLength(1);
  });

  it.each(['', 'Production', 'pro duction', '../x', 'a/b', '~', '-x', 'a'.repeat(64)])(
    'is refused with an environment named %j',
    (name) => {
      expect(problems(altered(['environments', name], { gated: false }))).not.toEqual([]);
    },
  );

  it('names every problem at once', () => {
    const document = { ...DEFAULT_POLICY, name: '', coolingOffHours: -1, tainted: 'no' };
    expect(problems(document).sort()).toEqual(['/coolingOffHours', '/name', '/tainted']);
  });
});

describe('the digest of a policy', () => {
  it('names the default policy: when this changes, deployments decide otherwise, so say so', () => {
    expect(policyDigest(DEFAULT_POLICY)).toBe(
      'sha256:e33413d65a1b0a0a11e064a79311ef8d1a8199e3a28bbbbde42e62af3bbbbe21',
    );
  });

  it('is the same for the document as written, as parsed, and with its keys in another order', () => {
    const parsed = PolicyDocument.parse(structuredClone(DEFAULT_POLICY));
    const backwards = Object.fromEntries(Object.entries(DEFAULT_POLICY).toReversed()) as typeof DEFAULT_POLICY;
    expect(policyDigest(parsed)).toBe(policyDigest(DEFAULT_POLICY));
    expect(policyDigest(backwards)).toBe(policyDigest(DEFAULT_POLICY));
    expect(policyDigest(PolicyDocument.parse(parsed))).toBe(policyDigest(parsed));
  });

  it.each<[string, Path, unknown]>([
    ['name', ['name'], 'Another'],
    ['limit', ['limits', 'low', 'tokenMinutes'], 59],
    ['check', [...production, 'checks'], []],
    [
      'order of slots',
      ['environments', 'production', 'rules', 'high', 'approvals'],
      [['security-reviewer'], ['risk-reviewer']],
    ],
    ['floor', ['floors', 'internal'], 'high'],
    ['threshold', ['thresholds', 0, 'min'], 0.81],
  ])('changes with a %s', (_, path, value) => {
    expect(policyDigest(PolicyDocument.parse(altered(path, value)))).not.toBe(policyDigest(DEFAULT_POLICY));
  });
});
