// The review that a decision rests on is found by three statements (THREATS.md T4); only all of them together hold it.

import { expect, test } from 'vitest';
import { holds } from './lock.ts';

const [locked, other] = ['locked', 'other'];

test.each<[reviewId: string | null, approversOf: string | null, read: string | null, held: boolean]>([
  [locked, locked, locked, true],
  [null, null, null, true],
  [locked, locked, other, false],
  [locked, other, other, false],
  [other, locked, other, false],
  [null, other, other, false],
  [null, null, other, false],
  [locked, locked, null, false],
])('locked %s, approvers of %s, read %s: held is %s', (reviewId, approversOf, read, held) => {
  expect(holds({ reviewId, approversOf }, read === null ? null : { id: read })).toBe(held);
});
