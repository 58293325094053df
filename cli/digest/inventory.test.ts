import {
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { changesBetween, takeInventory, tickOf } from './inventory.ts';

let folder: string;
const at = (name: string) => path.join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'countersign-inventory-'));
  mkdirSync(at('d'));
  writeFileSync(at('d/w.bin'), 'abc');
  writeFileSync(at('x'), 'x');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function changesAfter(act: () => void): Promise<string[]> {
  const before = takeInventory(folder, folder);
  await sleep(25);
  act();
  return changesBetween(before, takeInventory(folder, folder)).map(({ path: where, reason }) => `${where} ${reason}`);
}

test('looking and reading change nothing', async () => {
  expect(await changesAfter(() => statSync(at('d/w.bin')))).toEqual([]);
});

describe('nothing can be put back unseen', () => {
  test.each<[string, () => void, string]>([
    [
      'bytes and the time of modification',
      () => {
        const { atime, mtime } = statSync(at('x'));
        writeFileSync(at('x'), 'y');
        utimesSync(at('x'), atime, mtime);
      },
      'x changed while the tree was read',
    ],
    ['the same bytes', () => writeFileSync(at('x'), 'x'), 'x changed while the tree was read'],
    [
      'a folder swapped for a link and back',
      () => {
        renameSync(at('d'), at('away'));
        symlinkSync('/etc', at('d'));
        unlinkSync(at('d'));
        renameSync(at('away'), at('d'));
      },
      '. is a folder that changed while the tree was read',
    ],
    [
      'a file that came and went',
      () => {
        writeFileSync(at('d/new'), '');
        unlinkSync(at('d/new'));
      },
      'd is a folder that changed while the tree was read',
    ],
    ['a file moved away', () => renameSync(at('x'), at('d/x')), 'x went away while the tree was read'],
    ['a file added', () => writeFileSync(at('d/new'), ''), 'd/new appeared while the tree was read'],
  ])('%s', async (_, act, change) => {
    expect(await changesAfter(act)).toContain(change);
  });
});

test('times without anything below the second are given two seconds to differ', () => {
  expect(tickOf(1_700_000_000_000_000_000n)).toBe(2000);
  expect(tickOf(1_700_000_000_004_000_000n)).toBe(20);
});
