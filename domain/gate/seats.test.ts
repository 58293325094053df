import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Policy } from '#domain/policy/document.ts';
import { decide } from './decide.ts';
import type { GateFacts } from './facts.ts';
import { couldFill, type Holder, type Seat, seatsOf } from './seats.ts';
import { anyDocument, anyFacts } from './testing/arbitraries.ts';
import { approvalOf, contentOf, gateFacts, NOW, policyOf, reviewed } from './testing/facts.ts';

const HOUR = 3_600_000;
const holder = (personId: string, role: Holder['role'], hours = 1_000): Holder => ({
  personId,
  role,
  grantId: `grant-${personId}`,
  grantedAt: new Date(NOW.getTime() - hours * HOUR),
  expiresAt: new Date(NOW.getTime() + 1_000 * HOUR),
  grantedBy: null,
  atSetup: false,
});

test('a seat is filled exactly when the decision says that its approval is given, under any two policies', () => {
  fc.assert(
    fc.property(anyFacts, anyDocument, anyDocument, (facts, one, other) => {
      const policies: [Policy, Policy] = [policyOf(one), { ...policyOf(other), version: 2 }];
      const said = decide(facts, policies, NOW).requirements.filter(({ id }) => id.startsWith('approval:'));
      const seats = seatsOf(facts, policies, NOW);
      // A policy that breaks what none may relax has no seats in a decision: it does not get that far.
      for (const { id, status } of said) {
        expect([id, seats.find((seat) => seat.id === id)?.approvalId !== null]).toEqual([id, status === 'met']);
      }
    }),
  );
});

const facts = (change: Partial<GateFacts> = {}): GateFacts => ({ ...gateFacts('high'), acts: [], ...change });
const seatOf = (seats: readonly Seat[], id: string) => seats.find((seat) => seat.id === id) as Seat;

test('who could fill a seat holds its role and is barred by nothing', () => {
  const policies = [policyOf()] as const;
  const about = facts({ acts: [{ kind: 'registered', personId: 'reg', detail: '' }] });
  const seat = seatOf(seatsOf(about, policies, NOW), 'approval:risk-reviewer');
  const people = [
    holder('rui', 'risk-reviewer'),
    holder('reg', 'risk-reviewer'),
    holder('sec', 'security-reviewer'),
    holder('new', 'risk-reviewer', 1),
    holder('adm', 'administrator'),
  ];
  expect(couldFill(seat, about, policies, people, NOW)).toEqual(['rui']);
});

test('who has approved already is not asked for another seat', () => {
  const policies = [policyOf()] as const;
  const plain = facts();
  const given = approvalOf(contentOf(plain, policies[0]), 'risk-reviewer', { personId: 'rui' });
  const about = reviewed(plain, policies[0], [given]);
  const seats = seatsOf(about, policies, NOW);
  expect(seatOf(seats, 'approval:risk-reviewer').approvalId).toBe(given.id);
  const open = seatOf(seats, 'approval:security-reviewer');
  const people = [holder('rui', 'security-reviewer'), holder('sec', 'security-reviewer')];
  expect(couldFill(open, about, policies, people, NOW)).toEqual(['sec']);
});

test('who approved other content, before it changed, could approve this', () => {
  const policies = [policyOf()] as const;
  const plain = facts();
  const given = approvalOf(contentOf({ ...plain, environment: 'staging' }, policies[0]), 'risk-reviewer', {
    personId: 'rui',
  });
  const about = reviewed(plain, policies[0], [given]);
  const seat = seatOf(seatsOf(about, policies, NOW), 'approval:risk-reviewer');
  expect(seat.approvalId).toBeNull();
  expect(couldFill(seat, about, policies, [holder('rui', 'risk-reviewer')], NOW)).toEqual(['rui']);
});
