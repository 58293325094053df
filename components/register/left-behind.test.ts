import { beforeEach, expect, test } from 'vitest';
import { leaveBehind, leftBehind, takeAway } from './left-behind.ts';

const left = { person: 'a@x.test', id: 'd1', writer: 'tab-number-1', content: '{"model":"a/b"}' };

/** The part of a browser that it needs. */
const kept = new Map<string, string>();
beforeEach(() => {
  kept.clear();
  Object.assign(globalThis, {
    sessionStorage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
      removeItem: (key: string) => kept.delete(key),
    },
  });
});

test('is there however often a page begins, until one stands and takes it away', () => {
  leaveBehind(left);
  expect([leftBehind('a@x.test'), leftBehind('a@x.test')]).toEqual([left, left]);
  takeAway();
  expect(leftBehind('a@x.test')).toBeNull();
});

test('is nobody’s after another person has signed in', () => {
  leaveBehind(left);
  expect(leftBehind('b@x.test')).toBeNull();
});

test('what is not ours is nothing', () => {
  kept.set('countersign-draft', '{"writer":1');
  expect(leftBehind('a@x.test')).toBeNull();
});
