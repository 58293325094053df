import { expect, test } from 'vitest';
import { demoClock } from './clock.ts';

const present = new Date('2026-11-24T12:00:00Z');

test('the demo starts in the past, only goes forward, and ends in the present', () => {
  const clock = demoClock(() => present, 80);
  expect(clock.now().toISOString()).toBe('2026-09-05T12:00:00.000Z');
  clock.at(75, 9);
  expect(clock.now().toISOString()).toBe('2026-09-10T09:00:00.000Z');
  clock.wait(30);
  expect(clock.now().toISOString()).toBe('2026-09-10T09:30:00.000Z');
  clock.at(76, 9);
  expect(clock.now().toISOString(), 'never back').toBe('2026-09-10T09:30:00.000Z');
  clock.at(-3, 9);
  expect(clock.now(), 'never beyond the present').toEqual(present);
  clock.release();
  expect(clock.now()).toEqual(present);
});
