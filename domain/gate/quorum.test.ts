import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { APPROVING_ROLES, type Capacity } from '#domain/access/roles.ts';
import { sha256 } from '#domain/artifact/digest.ts';
import { DEFAULT_POLICY } from '#domain/policy/default.ts';
import type { Rule, Slot } from '#domain/policy/document.ts';
import type { ApprovalFact, GateFacts } from './facts.ts';
import { DAY } from './instants.ts';
import { assign, type CountedApproval, judgeApprovals, slotLabel, slotName, slotsOf, steppedUp } from './quorum.ts';
import { approvalOf, fromNow, gateFacts, NOW, policyOf, reviewed } from './testing/facts.ts';

const HOUR = 3_600_000;
const CAPACITIES: readonly Capacity[] = [...APPROVING_ROLES, 'use-case-owner'];
const content = sha256('content');
const rule: Rule = { checks: [], approvals: [['risk-reviewer']], firstVersionApprovals: [], stepUp: false };

function judge(approvals: readonly ApprovalFact[], facts: Partial<GateFacts> = {}, parts: Partial<Rule> = {}) {
  const given = reviewed(gateFacts('high', facts), policyOf(), approvals);
  return judgeApprovals(
    given,
    content,
    { rule: { ...rule, ...parts }, limits: DEFAULT_POLICY.limits.high, coolingOffHours: 24 },
    NOW,
  );
}
/** Why one approval is void, or null when it counts. */
function voidCode(parts: Partial<ApprovalFact>, facts: Partial<GateFacts> = {}, ruleParts: Partial<Rule> = {}) {
  const { counted, voided } = judge([approvalOf(content, 'risk-reviewer', parts)], facts, ruleParts);
  expect(counted.length + voided.length).toBe(1);
  return voided[0]?.code ?? null;
}
const grant = (parts: Partial<NonNullable<ApprovalFact['grant']>>) => ({
  grant: {
    id: 'grant',
    grantedAt: '2026-01-01T00:00:00.000Z',
    expiresAt: '2027-01-01T00:00:00.000Z',
    grantedBy: null,
    atSetup: false,
    ...parts,
  },
});

describe('an approval counts', () => {
  it('when nothing speaks against it, until it is too old', () => {
    const { counted } = judge([approvalOf(content, 'risk-reviewer')]);
    expect(counted.map(({ until }) => until)).toEqual([fromNow(-60_000 + 91 * DAY)]);
  });

  it('no longer than the role that it was given in', () => {
    const { counted } = judge([approvalOf(content, 'risk-reviewer', grant({ expiresAt: fromNow(1) }))]);
    expect(counted.map(({ until }) => until)).toEqual([fromNow(1)]);
  });

  it('never of a version that has no review', () => {
    const none = judgeApprovals(
      gateFacts('high'),
      content,
      { rule, limits: DEFAULT_POLICY.limits.high, coolingOffHours: 24 },
      NOW,
    );
    expect(none).toEqual({ counted: [], voided: [] });
  });
});

describe('an approval is void, with the reason', () => {
  const age = DEFAULT_POLICY.limits.high.approvalDays * DAY;

  it.each<[string, Partial<ApprovalFact>, string | null]>([
    ['on other content', { contentDigest: sha256('other') }, 'content-changed'],
    ['of somebody disabled or whose role was taken away', { standing: false }, 'not-standing'],
    ['one millisecond before it is too old', { at: fromNow(-age + 1), authenticatedAt: fromNow(-age) }, null],
    ['at the age limit', { at: fromNow(-age), authenticatedAt: fromNow(-age) }, 'too-old'],
    ['given now', { at: fromNow(0) }, null],
    ['dated in the future', { at: fromNow(1) }, 'future'],
    ['in a role that ends in a millisecond', grant({ expiresAt: fromNow(1) }), null],
    ['in a role that ends now', grant({ expiresAt: fromNow(0) }), 'role-ended'],
    ['in a role that ended since', grant({ expiresAt: fromNow(-1) }), 'role-ended'],
    ['in a role given later', grant({ grantedAt: fromNow(0) }), 'no-role'],
    ['in a fresh role', grant({ grantedAt: fromNow(-60_000 - 24 * HOUR + 1) }), 'fresh-role'],
    ['in a role that has cooled off', grant({ grantedAt: fromNow(-60_000 - 24 * HOUR) }), null],
    ['in a fresh role from set-up', grant({ grantedAt: fromNow(-HOUR), atSetup: true }), null],
    ['without the role it names', { grant: null }, 'no-role'],
    ['of the use case, by somebody else', { capacity: 'use-case-owner', grant: null }, 'not-use-case-owner'],
    ['with a time that cannot be read', { at: 'yesterday' }, 'unreadable'],
    ['with a sign-in that cannot be read', { authenticatedAt: '' }, 'unreadable'],
    ['with a grant that cannot be read', grant({ grantedAt: 'x' }), 'unreadable'],
    ['with an expiry that cannot be read', grant({ expiresAt: 'never' }), 'unreadable'],
  ])('%s', (_, parts, code) => {
    expect(voidCode(parts)).toBe(code);
  });

  it('of a local account, outside trial mode', () => {
    expect(voidCode({ method: 'local' })).toBe('local-account');
    expect(voidCode({ method: 'local' }, { trial: true })).toBeNull();
  });

  it('of somebody who took part, and of who wrote the policy', () => {
    const personId = 'person-risk-reviewer';
    expect(voidCode({}, { acts: [{ kind: 'committed', personId, detail: '' }] })).toBe('committed');
    expect(voidCode({}, { policyActs: [{ personId, at: fromNow(-60_000) }] })).toBe('policy-author');
    expect(voidCode({}, { policyActs: [{ personId, at: 'no date' }] })).toBe('policy-author');
  });

  it('without a use case there is no use-case owner', () => {
    const owner = { capacity: 'use-case-owner' as const, grant: null, personId: 'use-case-owner' };
    expect(voidCode(owner)).toBeNull();
    expect(voidCode(owner, { useCase: null })).toBe('not-use-case-owner');
  });
});

describe('step-up', () => {
  const signedIn = (ms: number) => voidCode({ authenticatedAt: fromNow(-60_000 - ms) }, {}, { stepUp: true });

  it('takes a sign-in within the five minutes before, to the millisecond', () => {
    expect(signedIn(0)).toBeNull();
    expect(signedIn(5 * 60_000)).toBeNull();
    expect(signedIn(5 * 60_000 + 1)).toBe('step-up');
  });

  it('is not done by a sign-in after the approval, nor at a time that cannot be read', () => {
    expect(signedIn(-1)).toBe('step-up');
    expect(steppedUp(new Date(Number.NaN), NOW)).toBe(false);
  });

  it('is asked for only where the rule says so', () => {
    expect(voidCode({ authenticatedAt: fromNow(-300 * DAY) })).toBeNull();
  });
});

describe('one human', () => {
  it('counts once, in whichever capacities they approve', () => {
    const approvals = CAPACITIES.map((capacity) => approvalOf(content, capacity, { personId: 'use-case-owner' }));
    const { counted, voided } = judge(approvals, { acts: [] });
    expect(counted).toHaveLength(1);
    expect(voided.map(({ code }) => code)).toEqual(CAPACITIES.slice(1).map(() => 'same-person'));
  });

  it('fills one slot, even of two that are alike', () => {
    const { counted } = judge([approvalOf(content, 'risk-reviewer')]);
    expect(assign([['risk-reviewer'], ['risk-reviewer']], counted).map((seat) => seat?.approval.id ?? null)).toEqual([
      'approval-risk-reviewer',
      null,
    ]);
  });
});

/** The most slots that these approvals can fill, found by trying everything. */
function mostFilled(slots: readonly Slot[], approvals: readonly CountedApproval[]): number {
  const [slot, ...others] = slots;
  if (!slot) return 0;
  const left = mostFilled(others, approvals);
  const taken = approvals
    .filter(({ approval }) => slot.includes(approval.capacity))
    .map(
      (one) =>
        1 +
        mostFilled(
          others,
          approvals.filter((other) => other !== one),
        ),
    );
  return Math.max(left, ...taken);
}

describe('the assignment', () => {
  const slot = fc.uniqueArray(fc.constantFrom(...CAPACITIES), { minLength: 1, maxLength: 3 });
  const counted = fc.array(fc.constantFrom(...CAPACITIES), { maxLength: 5 }).map((capacities) =>
    capacities.map(
      (capacity, index): CountedApproval => ({
        approval: approvalOf(content, capacity, { id: `approval-${index}`, personId: `person-${index}` }),
        until: fromNow(DAY),
      }),
    ),
  );

  it('fills as many slots as any assignment could, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(slot, { maxLength: 5 }), counted, (slots, approvals) => {
        const seats = assign(slots, approvals);
        expect(seats.filter(Boolean)).toHaveLength(mostFilled(slots, approvals));
        expect(assign(slots, approvals.toReversed()).filter(Boolean)).toHaveLength(seats.filter(Boolean).length);
      }),
      { numRuns: 1_000 },
    );
  });

  it('seats each approval once, and only where its capacity fits', () => {
    fc.assert(
      fc.property(fc.array(slot, { maxLength: 5 }), counted, (slots, approvals) => {
        const seats = assign(slots, approvals);
        const ids = seats.flatMap((seat) => seat?.approval.id ?? []);
        expect(seats).toHaveLength(slots.length);
        expect(new Set(ids).size).toBe(ids.length);
        for (const [index, seat] of seats.entries()) if (seat) expect(slots[index]).toContain(seat.approval.capacity);
      }),
    );
  });

  it('moves who sits already, where only another order works', () => {
    const approvals = (['risk-reviewer', 'reviewer'] as const).map(
      (capacity): CountedApproval => ({ approval: approvalOf(content, capacity), until: fromNow(DAY) }),
    );
    const seats = assign([['reviewer', 'risk-reviewer'], ['risk-reviewer']], approvals);
    expect(seats.map((seat) => seat?.approval.capacity)).toEqual(['reviewer', 'risk-reviewer']);
  });
});

describe('slots', () => {
  it('of a first version are its own beside the others', () => {
    const first: Rule = { ...rule, firstVersionApprovals: [['reviewer']] };
    expect(slotsOf(first, true)).toEqual([['risk-reviewer'], ['reviewer']]);
    expect(slotsOf(first, false)).toEqual([['risk-reviewer']]);
  });

  it('are named the same whatever the order of their capacities', () => {
    expect(slotName(['privacy-reviewer', 'legal-reviewer'])).toBe('legal-reviewer|privacy-reviewer');
    expect(slotName(['legal-reviewer', 'privacy-reviewer'])).toBe('legal-reviewer|privacy-reviewer');
  });

  it('are labelled for people', () => {
    expect(slotLabel(['risk-reviewer'])).toBe('a risk reviewer');
    expect(slotLabel(['privacy-reviewer', 'legal-reviewer'])).toBe('a privacy reviewer or legal reviewer');
    expect(slotLabel([...APPROVING_ROLES])).toBe('a reviewer of any kind');
  });
});
