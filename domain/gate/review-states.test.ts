import { describe, expect, test } from 'vitest';
import { afterAct, isOver, REVIEW_ACTS, REVIEW_STATES, stateChanges } from './review-states.ts';

describe('the whole table, act by act', () => {
  test.each([
    ['approve', ['open', 'changes-requested', 'approved', null, null]],
    ['request-changes', ['changes-requested', 'changes-requested', 'changes-requested', null, null]],
    ['reject', ['rejected', 'rejected', 'rejected', null, null]],
    ['withdraw', ['open', 'changes-requested', 'open', null, null]],
    ['reopen', ['open', 'open', 'open', null, null]],
    ['complete', ['approved', 'approved', 'approved', null, null]],
    ['close', ['closed', 'closed', 'closed', null, null]],
  ] as const)('%s from open, changes-requested, approved, rejected, closed', (act, expected) => {
    expect(REVIEW_STATES.map((state) => afterAct(state, act))).toEqual(expected);
  });

  test('names every act there is', () => {
    expect(REVIEW_ACTS.length).toBe(7);
  });
});

test('what is rejected or closed is over for good, and nothing else is', () => {
  expect(REVIEW_STATES.filter(isOver)).toEqual(['rejected', 'closed']);
});

test('an approval alone never changes a state: only the gate completes a review', () => {
  for (const state of REVIEW_STATES) expect([state, null]).toContain(afterAct(state, 'approve'));
  expect(REVIEW_ACTS.filter((act) => afterAct('open', act) === 'approved')).toEqual(['complete']);
});

test('no change of state leads into or out of itself, and none out of the end', () => {
  for (const [from, to] of stateChanges()) {
    expect(from).not.toBe(to);
    expect(isOver(from)).toBe(false);
  }
  expect(stateChanges().length).toBe(12);
});
