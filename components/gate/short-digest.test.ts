import { describe, expect, test } from 'vitest';
import { confirms, shortDigest } from './short-digest.ts';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('an approval is confirmed by the digest that the page shows', () => {
  test.each(['01234567', ' 01234567 ', '0123456789AB', `sha256:01234567`, digest])('%j confirms', (typed) => {
    expect(confirms(typed, digest)).toBe(true);
  });
  test.each(['', '0123456', '12345678', 'sha256:', '01234567g', `${digest}0`])('%j does not', (typed) => {
    expect(confirms(typed, digest)).toBe(false);
  });
  test.each(['', '01234567', 'sha256:', 'sha512:01234567'])('nothing confirms what is no digest: %j', (other) => {
    expect(confirms('01234567', other)).toBe(false);
  });
  test('what is shown for typing is what confirms', () => {
    expect(confirms(shortDigest(digest), digest)).toBe(true);
  });
});
