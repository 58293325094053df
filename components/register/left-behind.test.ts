import { beforeEach, expect, test } from 'vitest';
import { leaveBehind, takeUp } from './left-behind.ts';

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

test('is taken up once: a duplicated tab finds nothing, and so is somebody else', () => {
  leaveBehind(left);
  expect(takeUp('a@x.test')).toEqual(left);
  expect(takeUp('a@x.test')).toBeNull();
});

test('is nobody’s after another person has signed in, and gone all the same', () => {
  leaveBehind(left);
  expect(takeUp('b@x.test')).toBeNull();
  expect(kept.size).toBe(0);
});

test('what is not ours is nothing', () => {
  kept.set('countersign-draft', '{"writer":1');
  expect(takeUp('a@x.test')).toBeNull();
});
