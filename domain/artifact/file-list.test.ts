import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { sha256 } from './digest.ts';
import { checkFileList } from './file-list.ts';
import { treeDigest } from './tree.ts';

const hex = (text: string) => createHash('sha256').update(text).digest('hex');
const weights = { path: 'weights.bin', size: 3, sha256: hex('abc') };
const empty = { path: '.keep', size: 0, sha256: hex('') };
const declared = treeDigest([weights, empty]);

test('a list from which the declared digest follows has no problem, in any order', () => {
  expect(checkFileList([weights, empty], declared)).toEqual([]);
  expect(checkFileList([empty, weights], declared)).toEqual([]);
});

describe('a list that lies or is misshapen is refused at the place of the fault', () => {
  test.each<[string, unknown, string, string]>([
    ['another digest', [weights], '', `the file list gives ${treeDigest([weights])}, but ${declared} was declared`],
    ['no array', { 0: weights }, '', 'the file list is not an array'],
    ['no files', [], '', 'the tree holds no files'],
    ['no object', [weights, null], '/1', 'the entry is not an object'],
    ['an array for an entry', [['weights.bin', 3]], '/0', 'the entry is not an object'],
    ['no path', [{ size: 3, sha256: hex('abc') }], '/0/path', 'the path is not a string'],
    ['a size in words', [{ ...weights, size: '3' }], '/0/size', 'the size is not a number'],
    ['a hash that is no string', [{ ...weights, sha256: [hex('abc')] }], '/0/sha256', 'the SHA-256 is not a string'],
    ['a negative size', [{ ...weights, size: -1 }], '/0/size', 'the size is not a whole number of bytes'],
    ['half a byte', [{ ...weights, size: 0.5 }], '/0/size', 'the size is not a whole number of bytes'],
    ['NaN', [{ ...weights, size: Number.NaN }], '/0/size', 'the size is not a whole number of bytes'],
    ['a size past 2^53', [{ ...weights, size: 2 ** 53 }], '/0/size', 'the size is not a whole number of bytes'],
    [
      'an empty size with bytes',
      [{ ...weights, size: 0 }],
      '/0/size',
      'the size and the SHA-256 disagree on whether the file is empty',
    ],
    [
      'a size without bytes',
      [{ ...empty, size: 1 }],
      '/0/size',
      'the size and the SHA-256 disagree on whether the file is empty',
    ],
    ['a path twice', [weights, weights], '/1/path', 'the path is listed twice'],
    ['a path outside', [{ ...weights, path: '../w' }], '/0/path', "the path has a '..' component"],
    [
      'an upper-case hash',
      [{ ...weights, sha256: hex('abc').toUpperCase() }],
      '/0/sha256',
      'the SHA-256 is not 64 lower-case hex digits',
    ],
    [
      'sizes that cannot be added',
      [
        { ...weights, size: Number.MAX_SAFE_INTEGER },
        { ...weights, path: 'b', size: 1 },
      ],
      '',
      'the sizes add up to more than can be counted',
    ],
  ])('%s', (_, entries, pointer, message) => {
    expect(checkFileList(entries, declared)).toEqual([{ pointer, message }]);
  });
});

test('a list of bad lines is answered with a hundred problems, not with all', () => {
  const bad = Array.from({ length: 5000 }, () => ({ ...weights, path: '' }));
  expect(checkFileList(bad, declared)).toHaveLength(100);
});

test('a hundred thousand files are checked in the time of one request', () => {
  const files = Array.from({ length: 100_000 }, (_, index) => ({ ...weights, path: `layer-${index % 97}/é-${index}` }));
  const started = performance.now();
  expect(checkFileList(files, sha256('another tree'))).toHaveLength(1);
  expect(performance.now() - started).toBeLessThan(5000);
});
