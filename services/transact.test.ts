/** The promises of transact.ts that the type checker keeps; `tsc` fails when one of them stops being an error. */
import { expect, expectTypeOf, test } from 'vitest';
import type { Reader } from '#db/read.ts';
import type { Outcome, Tx } from './transact.ts';
import { changed, unchanged } from './transact.ts';

test('work that changed something cannot end without an event', () => {
  // @ts-expect-error: no event
  const silent = () => changed('result');
  expect(silent).toBeTypeOf('function');
  expectTypeOf<Extract<Outcome<string>, { kind: 'changed' }>['events']['length']>().not.toEqualTypeOf<0>();
});

test('work may say that nothing changed, and then carries no event', () => {
  expect(unchanged('as before')).toEqual({ kind: 'unchanged', result: 'as before' });
});

test('a reading handle cannot write', () => {
  const write = (db: Reader, tx: Tx) => [
    // @ts-expect-error: no insert on a reader
    db.insert,
    // @ts-expect-error: no update on a reader
    db.update,
    // @ts-expect-error: no delete on a reader
    db.delete,
    // @ts-expect-error: no raw statement on a reader
    db.execute,
    tx.db.insert,
  ];
  expect(write).toBeTypeOf('function');
});

test('a writing handle cannot open a transaction of its own, which would escape the authorisation', () => {
  // @ts-expect-error: no nested transaction
  const nested = (tx: Tx) => tx.db.transaction;
  expect(nested).toBeTypeOf('function');
});
