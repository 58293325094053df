import { describe, expect, it } from 'vitest';
import type { Person } from '#domain/access/actor.ts';
import { personWith } from '#domain/access/testing/actors.ts';
import { DEFAULT_POLICY } from '#domain/policy/default.ts';
import { CHECKS } from '#domain/policy/document.ts';
import { NEVER_WAIVABLE } from '#domain/policy/invariants.ts';
import { TIERS, type Tier } from '#domain/risk/tier.ts';
import { askRefusal, exemptionParts, exemptionStanding, exemptionTerms } from './ask-exemption.ts';
import type { ExemptionFact } from './facts.ts';
import { DAY } from './instants.ts';
import { consentOf, documentWith, exemptionOf, fromNow, gateFacts, NOW, policyOf } from './testing/facts.ts';

const policy = policyOf();
const unmet = { status: 'unmet', exemption: null, until: null } as const;
const at = (ms: number) => new Date(NOW.getTime() + ms);

describe('asking', () => {
  it.each([...NEVER_WAIVABLE, 'not-rejected', 'approval:reviewer', 'approval:risk-reviewer#2'])(
    '%s cannot be asked for, however it stands',
    (id) => {
      for (const requirement of [undefined, unmet, { ...unmet, status: 'met' as const }]) {
        expect(askRefusal(id, requirement, [], NOW)?.code).toBe('never-waivable');
      }
    },
  );

  it.each([...CHECKS, 'lineage-sound'])('%s can, while it is unmet or unknown', (id) => {
    expect(askRefusal(id, unmet, [], NOW)).toBeNull();
    expect(askRefusal(id, { ...unmet, status: 'unknown' }, [], NOW)).toBeNull();
    expect(askRefusal(id, { ...unmet, status: 'met' }, [], NOW)?.code).toBe('not-needed');
    expect(askRefusal(id, undefined, [], NOW)?.code).toBe('not-asked');
  });

  it.each([
    ['60 days long: in the last 14', 60, 14],
    ['14 days long: in the last half', 14, 7],
    ['one day long: in the last half', 1, 0.5],
  ])('a renewal of one %s, to the millisecond', (_, days, last) => {
    const exemption = { id: 'e', startsAt: fromNow(0) };
    const requirement = { status: 'waived', exemption: 'e', until: fromNow(days * DAY) } as const;
    const from = (days - last) * DAY;
    expect(askRefusal('artifact-scan', requirement, [exemption], at(from - 1))?.code).toBe('too-early');
    expect(askRefusal('artifact-scan', requirement, [exemption], at(from))).toBeNull();
  });
});

describe('the terms', () => {
  it.each(TIERS)('of the %s tier are those of its row', (tier) => {
    const { exemptionDays, exemptionApprovers } = DEFAULT_POLICY.limits[tier];
    expect(exemptionTerms(gateFacts(tier), [policy])).toMatchObject({
      days: exemptionDays,
      approvers: exemptionApprovers,
    });
  });

  it('of two policies: the shorter life, the more approvers, the roles of both', () => {
    const limits = {
      ...DEFAULT_POLICY.limits,
      high: { ...DEFAULT_POLICY.limits.high, exemptionDays: 7, exemptionApprovers: 3 },
    };
    const other = policyOf(documentWith({ limits }), 2);
    expect(exemptionTerms(gateFacts('high'), [policy, other])).toEqual({
      days: 7,
      approvers: 3,
      capacities: ['risk-reviewer', 'security-reviewer'],
    });
  });

  it('with two policies it counts only under both, and as long as under the stricter', () => {
    const facts = gateFacts('high');
    const exemption = exemptionOf('artifact-scan', { approvals: [consentOf('a')], endsAt: fromNow(20 * DAY) });
    const strict = (parts: object) =>
      policyOf(
        documentWith({ limits: { ...DEFAULT_POLICY.limits, high: { ...DEFAULT_POLICY.limits.high, ...parts } } }),
        2,
      );
    const until = (standing: ReturnType<typeof exemptionStanding>) => standing.holds && standing.until;
    expect(until(exemptionStanding(exemption, facts, [policy], NOW))).toBe(NOW.getTime() + 20 * DAY);
    const shorter = strict({ exemptionDays: 7 });
    for (const policies of [[policy, shorter] as const, [shorter, policy] as const]) {
      expect(until(exemptionStanding(exemption, facts, policies, NOW))).toBe(NOW.getTime() + 6 * DAY);
    }
    const two = strict({ exemptionApprovers: 2 });
    for (const policies of [[policy, two] as const, [two, policy] as const]) {
      expect(exemptionStanding(exemption, facts, policies, NOW).holds).toBe(false);
    }
  });

  it('where nothing is gated nothing can be exempted', () => {
    const facts = gateFacts('high', { environment: 'sandbox' });
    expect(exemptionStanding(exemptionOf('artifact-scan'), facts, [policy], NOW).holds).toBe(false);
  });
});

describe("one person's part", () => {
  const person = (id: string, role: 'risk-reviewer' | 'reviewer' | 'security-reviewer' = 'risk-reviewer'): Person => {
    const base = personWith([role]);
    const grants = base.grants.map((grant) => ({ ...grant, grantedAt: at(-40 * DAY), expiresAt: at(40 * DAY) }));
    return { ...base, id, grants, session: { ...base.session, method: 'oidc', authenticatedAt: at(-DAY) } };
  };
  const waiting = (parts: Partial<ExemptionFact> = {}) =>
    exemptionOf('artifact-scan', { startsAt: '', endsAt: '', approvals: [], ...parts });
  const codes = (who: Person, exemption = waiting(), tier: Tier = 'high', facts = gateFacts(tier)) =>
    exemptionParts(exemption, facts, [policy], who, NOW).map(({ refusal }) => refusal?.code ?? 'may');

  it('a role that the review asks for may, any other has no part, and a stale sign-in is asked about apart', () => {
    expect(codes(person('rui'))).toEqual(['may']);
    expect(codes(person('rui', 'security-reviewer'))).toEqual(['may']);
    expect(codes(person('rui', 'reviewer'))).toEqual([]);
  });

  it('who asked for it may not, nor who took part in the version, nor a local account outside trial', () => {
    expect(codes(person('rui'), waiting({ requestedBy: 'rui' }))).toEqual(['asked-for-it']);
    expect(codes(person('developer'), waiting({ requestedBy: 'olu' }))).toEqual(['registered']);
    const local = { ...person('rui'), session: { ...person('rui').session, method: 'local' as const } };
    expect(codes(local)).toEqual(['local-account']);
    expect(codes(local, waiting(), 'high', gateFacts('high', { trial: true }))).toEqual(['may']);
  });

  it('who approved the one before may not take the last seat, unless somebody fresh already sits (T35)', () => {
    const renewal = (...approved: string[]) =>
      waiting({ renewedApprovers: ['old', 'older'], approvals: approved.map((id) => consentOf(id)) });
    expect(codes(person('old'), renewal())).toEqual(['approved-before']);
    expect(codes(person('new'), renewal())).toEqual(['may']);
    expect(codes(person('old'), renewal(), 'critical'), 'the first of two').toEqual(['may']);
    expect(codes(person('old'), renewal('older'), 'critical')).toEqual(['approved-before']);
    expect(codes(person('old'), renewal('new'), 'critical')).toEqual(['may']);
  });
});
