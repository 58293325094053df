import { describe, expect, it } from 'vitest';
import { APPROVING_ROLES } from '#domain/access/roles.ts';
import { DEFAULT_POLICY } from '#domain/policy/default.ts';
import { CHECKS } from '#domain/policy/document.ts';
import { NEVER_WAIVABLE } from '#domain/policy/invariants.ts';
import { TIERS, type Tier } from '#domain/risk/tier.ts';
import { applyExemptions, exemptionCapacities } from './exemptions.ts';
import type { ConsentFact, ExemptionFact, GateFacts } from './facts.ts';
import { DAY } from './instants.ts';
import type { QuorumRule } from './quorum.ts';
import type { Requirement, Status } from './requirements.ts';
import { consentOf, exemptionOf, fromNow, gateFacts, NOW } from './testing/facts.ts';

function asked(id: string, status: Status = 'unmet'): Requirement {
  return { id, status, reason: 'Attach a scan', exemption: null, until: null };
}

function ruleOf(tier: Tier): QuorumRule {
  const rule = DEFAULT_POLICY.environments.production?.rules?.[tier];
  if (!rule) throw new Error('production is gated');
  return { rule, limits: DEFAULT_POLICY.limits[tier], coolingOffHours: DEFAULT_POLICY.coolingOffHours };
}

function applied(
  exemptions: readonly ExemptionFact[],
  requirement = asked('artifact-scan'),
  tier: Tier = 'high',
  facts: Partial<GateFacts> = {},
) {
  const [result] = applyExemptions([requirement], { ...gateFacts(tier), ...facts, exemptions }, ruleOf(tier), NOW);
  if (!result) throw new Error('one requirement in, one out');
  return result;
}
const statusWith = (parts: Partial<ExemptionFact>, tier: Tier = 'high', facts: Partial<GateFacts> = {}) =>
  applied([exemptionOf('artifact-scan', parts)], undefined, tier, facts).status;

describe('an exemption in force', () => {
  it('waives its requirement, says until when, and keeps the reason that it covers', () => {
    expect(applied([exemptionOf('artifact-scan')])).toEqual({
      id: 'artifact-scan',
      status: 'waived',
      reason: `Waived until ${fromNow(DAY)}. Without it: Attach a scan`,
      exemption: 'exemption-artifact-scan',
      until: fromNow(DAY),
    });
  });

  it('waives nothing else', () => {
    for (const other of CHECKS.filter((check) => check !== 'artifact-scan')) {
      expect(applied([exemptionOf('artifact-scan')], asked(other)), other).toEqual(asked(other));
    }
  });

  it('leaves alone what is met', () => {
    expect(applied([exemptionOf('artifact-scan')], asked('artifact-scan', 'met')).exemption).toBeNull();
  });

  it('the one that lasts longest is cited, whatever the order', () => {
    const short = exemptionOf('artifact-scan', { id: 'short', endsAt: fromNow(1) });
    const long = exemptionOf('artifact-scan', { id: 'long', endsAt: fromNow(2) });
    const same = exemptionOf('artifact-scan', { id: 'also-long', endsAt: fromNow(2) });
    expect(applied([short, long]).exemption).toBe('long');
    expect(applied([long, short]).exemption).toBe('long');
    expect(applied([same, long])).toEqual(applied([long, same]));
  });
});

describe('its edges, to the millisecond', () => {
  it.each([
    ['ends later', { endsAt: fromNow(1) }, 'waived'],
    ['ends now', { endsAt: fromNow(0) }, 'unmet'],
    ['ended', { endsAt: fromNow(-1) }, 'unmet'],
    ['started', { startsAt: fromNow(-1) }, 'waived'],
    ['starts now', { startsAt: fromNow(0) }, 'waived'],
    ['starts later', { startsAt: fromNow(1) }, 'unmet'],
    ['cannot be read', { endsAt: 'never' }, 'unmet'],
    ['starts nowhere', { startsAt: '' }, 'unmet'],
    ['ends now, written in another way', { endsAt: '2026-06-01T14:00:00+02:00' }, 'unmet'],
  ] as const)('one that %s', (_, parts, status) => {
    expect(statusWith(parts)).toBe(status);
  });

  it.each(TIERS)('the cap of the %s tier ends it, whatever its own end says', (tier) => {
    const cap = DEFAULT_POLICY.limits[tier].exemptionDays * DAY;
    const endsAt = fromNow(1_000 * DAY);
    expect(statusWith({ startsAt: fromNow(-cap + 1), endsAt }, tier)).toBe('waived');
    expect(statusWith({ startsAt: fromNow(-cap), endsAt }, tier)).toBe('unmet');
    const capped = applied([exemptionOf('artifact-scan', { startsAt: fromNow(-cap + 1), endsAt })], undefined, tier);
    expect(capped.until).toBe(fromNow(1));
  });
});

describe('approvers', () => {
  it.each<[Tier, readonly string[], Status]>([
    ['high', [], 'unmet'],
    ['high', ['a'], 'waived'],
    ['critical', ['a'], 'unmet'],
    ['critical', ['a', 'a'], 'unmet'],
    ['critical', ['a', 'b'], 'waived'],
  ])('%s: %j', (tier, people, status) => {
    expect(statusWith({ approvals: people.map((person) => consentOf(person)) }, tier)).toBe(status);
  });

  it.each([...APPROVING_ROLES, 'use-case-owner'] as const)(
    '%s: counts where the review asks for the role',
    (capacity) => {
      const approvals = [
        consentOf('use-case-owner', { capacity, ...(capacity === 'use-case-owner' ? { grant: null } : {}) }),
      ];
      const facts = { ...gateFacts('high'), acts: [] };
      const counts = ['risk-reviewer', 'security-reviewer'].includes(capacity);
      expect(statusWith({ approvals }, 'high', facts)).toBe(counts ? 'waived' : 'unmet');
    },
  );

  it('where the review asks nobody, any approving role decides, and the use-case owner never', () => {
    const nobody = { checks: [], approvals: [], firstVersionApprovals: [], stepUp: false };
    expect(exemptionCapacities(nobody)).toEqual(APPROVING_ROLES);
    expect(exemptionCapacities({ ...nobody, approvals: [['use-case-owner']] })).toEqual(APPROVING_ROLES);
    expect(exemptionCapacities({ ...nobody, firstVersionApprovals: [['legal-reviewer', 'use-case-owner']] })).toEqual([
      'legal-reviewer',
    ]);
  });
});

describe('approvers are judged again at every decision', () => {
  const grant = consentOf('a').grant;
  const given = fromNow(-DAY);
  it.each<[string, Partial<ConsentFact>, Partial<GateFacts>, string]>([
    ['disabled, or the role taken away', { standing: false }, {}, 'no longer holds the role'],
    ['the role has ended', { grant: grant && { ...grant, expiresAt: fromNow(0) } }, {}, 'role ended'],
    [
      'the role was fresh',
      { grant: grant && { ...grant, grantedAt: fromNow(-DAY - 3_600_000) } },
      {},
      'less than 24 hours old',
    ],
    ['no fresh sign-in', { authenticatedAt: fromNow(-DAY - 300_001) }, {}, 'within the 5 minutes'],
    ['signed in afterwards', { authenticatedAt: fromNow(-DAY + 1) }, {}, 'within the 5 minutes'],
    ['a local account', { method: 'local' }, { trial: false }, 'trial mode only'],
    ['found out to have committed', {}, { acts: [{ kind: 'committed', personId: 'a', detail: '' }] }, 'you committed'],
    ['joined the team since', {}, { acts: [{ kind: 'team-member', personId: 'a', detail: 'credit' }] }, 'owning team'],
    ['wrote the policy', {}, { policyActs: [{ personId: 'a', at: given }] }, 'published or proposed'],
    ['dated in the future', { at: fromNow(1), authenticatedAt: fromNow(0) }, {}, 'future'],
    ['cannot be read', { at: 'then' }, {}, 'cannot be read'],
  ])('%s', (_, parts, facts, why) => {
    const result = applied(
      [exemptionOf('artifact-scan', { approvals: [consentOf('a', { at: given, ...parts })] })],
      undefined,
      'high',
      facts,
    );
    expect(result.status).toBe('unmet');
    expect(result.reason).toContain(why);
    // another's approval carries it alone
    const approvals = [consentOf('a', { at: given, ...parts }), consentOf('b')];
    expect(statusWith({ approvals }, 'high', facts)).toBe('waived');
  });

  it('who asked for it does not approve it', () => {
    expect(statusWith({ requestedBy: 'a', approvals: [consentOf('a')] })).toBe('unmet');
    expect(statusWith({ requestedBy: 'a', approvals: [consentOf('a'), consentOf('b')] })).toBe('waived');
    expect(statusWith({ requestedBy: 'a', approvals: [consentOf('a'), consentOf('b')] }, 'critical')).toBe('unmet');
  });

  it('it ends with the roles that it needs, and not with one more', () => {
    const until = (...ends: number[]) => {
      const approvals = ends.map((ms, index) =>
        consentOf(`p${index}`, { grant: grant && { ...grant, expiresAt: fromNow(ms) } }),
      );
      return (tier: Tier) => applied([exemptionOf('artifact-scan', { approvals })], undefined, tier).until;
    };
    expect(until(60_000)('high')).toBe(fromNow(60_000));
    expect(until(60_000, 120_000)('high')).toBe(fromNow(120_000));
    expect(until(60_000, 120_000)('critical')).toBe(fromNow(60_000));
    expect(until(60_000, 120_000, 180_000)('critical')).toBe(fromNow(120_000));
    expect(until(10 * DAY)('high'), 'its own end comes first').toBe(fromNow(DAY));
  });
});

describe('a renewal takes somebody who did not approve the one before (T35)', () => {
  it.each<[Tier, readonly string[], Status]>([
    ['high', ['old'], 'unmet'],
    ['high', ['new'], 'waived'],
    ['high', ['old', 'new'], 'waived'],
    ['critical', ['old', 'older'], 'unmet'],
    ['critical', ['old', 'new'], 'waived'],
    ['critical', ['new'], 'unmet'],
  ])('%s: %j', (tier, people, status) => {
    const approvals = people.map((person) => consentOf(person));
    expect(statusWith({ approvals, renewedApprovers: ['old', 'older'] }, tier)).toBe(status);
  });
});

describe('what no longer counts says so in the reason of its requirement', () => {
  it('that it ended, when, and what to do without it', () => {
    const result = applied([exemptionOf('artifact-scan', { endsAt: fromNow(0) })]);
    expect(result).toEqual({
      ...asked('artifact-scan'),
      reason: `Its exemption does not count: it ended at ${fromNow(0)}. Attach a scan`,
    });
  });

  it('the newest one speaks, and one that has not begun says nothing', () => {
    const older = exemptionOf('artifact-scan', { id: 'z', startsAt: fromNow(-9 * DAY), endsAt: fromNow(-8 * DAY) });
    const newer = exemptionOf('artifact-scan', { id: 'a', startsAt: fromNow(-3 * DAY), endsAt: fromNow(-2 * DAY) });
    const future = exemptionOf('artifact-scan', { startsAt: fromNow(1) });
    for (const order of [
      [older, newer, future],
      [future, newer, older],
    ]) {
      expect(applied(order).reason).toContain(fromNow(-2 * DAY));
    }
    expect(applied([future])).toEqual(asked('artifact-scan'));
  });
});

describe('what is never waivable stays what it is, whatever was granted', () => {
  it.each([...NEVER_WAIVABLE, 'not-rejected', 'approval:reviewer', 'approval:risk-reviewer#2'])('%s', (id) => {
    for (const status of ['unmet', 'unknown'] as const) {
      expect(applied([exemptionOf(id)], asked(id, status))).toEqual(asked(id, status));
    }
  });
});
