import { expect, test } from 'vitest';
import { TIERS } from '#domain/risk/tier.ts';
import { dueOf, TARGET_HOURS } from './review-targets.ts';

const asked = new Date('2026-11-24T12:00:00Z');
const later = (hours: number) => new Date(asked.getTime() + hours * 3_600_000);

test.each([
  ['critical', 0, 'in-time', 'due in 24 h'],
  ['critical', 18, 'in-time', 'due in 6 h'],
  ['critical', 18.01, 'soon', 'due in 5 h'],
  ['critical', 23.99, 'soon', 'due in 1 min'],
  ['critical', 24, 'soon', 'due in 1 min'],
  ['critical', 24.5, 'over', '30 min over'],
  ['high', 50, 'over', '2 h over'],
  ['medium', 121, 'over', '2 d over'],
  ['low', 1, 'in-time', 'due in 4 d'],
] as const)('%s after %d h: %s, %s', (tier, hours, standing, text) => {
  expect(dueOf(tier, asked, later(hours))).toMatchObject({ standing, text });
});

test('the higher the tier, the sooner', () => {
  const hours = TIERS.map((tier) => TARGET_HOURS[tier]);
  expect(hours).toEqual(hours.toSorted((a, b) => b - a));
  expect(new Set(hours).size).toBe(hours.length);
});
