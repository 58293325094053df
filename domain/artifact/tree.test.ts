import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FileEntry, treeDigest, treeProblems } from './tree.ts';

const hex = (text: string) => createHash('sha256').update(text).digest('hex');
const file = (path: string, content = path): FileEntry => ({ path, size: content.length, sha256: hex(content) });

test('the digest is the SHA-256 of the sorted listing', () => {
  const listing = `${hex('2')}  .hidden/x\n${hex('')}  a b\n${hex('1')}  z/é\n`;
  expect(treeDigest([file('z/é', '1'), file('.hidden/x', '2'), file('a b', '')])).toBe(`sha256:${hex(listing)}`);
});

const name = fc.string({
  unit: fc.constantFrom('a', 'b', ' ', '-', '.', 'é', '\ue000', '\u{1d400}'),
  minLength: 1,
  maxLength: 3,
});
const tree = fc
  .dictionary(
    fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/')),
    fc.string({ maxLength: 3 }),
    { minKeys: 1, maxKeys: 6 },
  )
  .map((files) => Object.entries(files).map(([path, content]) => file(path, content)))
  .filter((entries) => treeProblems(entries).length === 0);

test('the order of the list does not matter', () => {
  fc.assert(
    fc.property(tree, (entries) => {
      expect(treeDigest(entries.toReversed())).toBe(treeDigest(entries));
    }),
  );
});

test('two trees share a digest only when names and contents are all the same', () => {
  const sameTree = (a: readonly FileEntry[], b: readonly FileEntry[]) => {
    const lines = (entries: readonly FileEntry[]) => entries.map((entry) => `${entry.path}\n${entry.sha256}`).sort();
    return JSON.stringify(lines(a)) === JSON.stringify(lines(b));
  };
  fc.assert(
    fc.property(tree, tree, (a, b) => {
      expect(treeDigest(a) === treeDigest(b)).toBe(sameTree(a, b));
    }),
    { numRuns: 2000 },
  );
});

test('a renamed file, a moved file and an added empty file each change the digest', () => {
  const before = treeDigest([file('a', '1'), file('b/c', '2')]);
  const others = [
    [file('A', '1'), file('b/c', '2')],
    [file('a', '1'), file('c', '2')],
    [file('a', '1'), file('b/c', '2'), file('.keep', '')],
    [file('a', '2'), file('b/c', '1')],
  ].map(treeDigest);
  expect(new Set([before, ...others]).size).toBe(5);
});

describe('what is no tree has no digest', () => {
  test.each<[string, readonly FileEntry[], string]>([
    ['no files', [], 'the tree holds no files'],
    ['a path listed twice', [file('a', '1'), file('b'), file('a', '2')], '"a": the path is listed twice'],
    [
      'a file that is also a folder',
      [file('a'), file('a-b'), file('a/b/c')],
      `"a/b/c": the path goes through 'a', which is a file`,
    ],
    ['a bad path', [file('a'), file('../a')], `"../a": the path has a '..' component`],
    [
      'an upper-case hash',
      [{ ...file('a'), sha256: hex('a').toUpperCase() }],
      '"a": the SHA-256 is not 64 lower-case hex digits',
    ],
    ['a short hash', [{ ...file('a'), sha256: hex('a').slice(1) }], '"a": the SHA-256 is not 64 lower-case hex digits'],
    [
      'a hash with a newline',
      [{ ...file('a'), sha256: `${hex('a')}\n` }],
      '"a": the SHA-256 is not 64 lower-case hex digits',
    ],
  ])('%s', (_, entries, message) => {
    expect(() => treeDigest(entries)).toThrow(new RangeError(message));
  });
});

test('every problem is reported, not only the first', () => {
  const problems = treeProblems([file('a\n'), file('b'), { ...file('b'), sha256: 'x' }, file('b/c')]);
  expect(problems.map(({ index, field }) => `${index} ${field}`).sort()).toEqual([
    '0 path',
    '2 path',
    '2 sha256',
    '3 path',
  ]);
});
