import type pg from 'pg';
import { expect, test } from 'vitest';
import type { Store } from './open.ts';
import { currentStore, sharedStore } from './shared.ts';

function fakeStore(): Store {
  const pool = {} as pg.Pool;
  return { kind: 'embedded', pool, gatePool: pool, close: async () => {}, describe: () => 'fake' };
}

test('the store is opened once for all who ask, a failure is not remembered, and a closed store is opened anew', async () => {
  expect(() => currentStore()).toThrow('not open');
  let opened = 0;
  const failing = async () => {
    opened += 1;
    throw new Error('disk full');
  };
  const open = async () => {
    opened += 1;
    return fakeStore();
  };
  const failures = await Promise.allSettled([sharedStore(failing), sharedStore(failing)]);
  expect(failures.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(opened).toBe(1);

  const [one, two] = await Promise.all([sharedStore(open), sharedStore(open)]);
  expect(one).toBe(two);
  expect(await currentStore()).toBe(one);
  expect(opened).toBe(2);

  await one.close();
  expect(() => currentStore()).toThrow('not open');
  expect(await sharedStore(open)).not.toBe(one);
});
