import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '#domain/policy/default.ts';
import { CHECKS } from '#domain/policy/document.ts';
import { NEVER_WAIVABLE } from '#domain/policy/invariants.ts';
import { TIERS, type Tier } from '#domain/risk/tier.ts';
import { applyExemptions } from './exemptions.ts';
import type { ExemptionFact } from './facts.ts';
import { DAY } from './instants.ts';
import type { Requirement, Status } from './requirements.ts';
import { exemptionOf, fromNow, gateFacts, NOW } from './testing/facts.ts';

function asked(id: string, status: Status = 'unmet'): Requirement {
  return { id, status, reason: 'Attach a scan', exemption: null, until: null };
}

function applied(exemptions: readonly ExemptionFact[], requirement = asked('artifact-scan'), tier: Tier = 'high') {
  const [result] = applyExemptions([requirement], { ...gateFacts(tier), exemptions }, DEFAULT_POLICY.limits[tier], NOW);
  if (!result) throw new Error('one requirement in, one out');
  return result;
}
const statusWith = (parts: Partial<ExemptionFact>, tier: Tier = 'high') =>
  applied([exemptionOf('artifact-scan', parts)], undefined, tier).status;

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
  ])('%s: %j', (tier, approvers, status) => {
    expect(statusWith({ approvers }, tier)).toBe(status);
  });
});

describe('what is never waivable stays what it is, whatever was granted', () => {
  it.each([...NEVER_WAIVABLE, 'not-rejected', 'approval:reviewer', 'approval:risk-reviewer#2'])('%s', (id) => {
    for (const status of ['unmet', 'unknown'] as const) {
      expect(applied([exemptionOf(id)], asked(id, status))).toEqual(asked(id, status));
    }
  });
});
