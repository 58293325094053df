import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { componentKey, pathProblem, sortByUtf8 } from './path.ts';

const utf8Order = (strings: readonly string[]) =>
  strings.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

describe('a path that cannot be read in one way only is refused, and says why', () => {
  test.each([
    ['', 'is empty'],
    ['\ud800', 'is not valid Unicode'],
    ['a/\udc00b', 'is not valid Unicode'],
    ['a\nb', 'holds a newline'],
    ['a\rb', 'holds a carriage return'],
    ['a\0b', 'holds a NUL'],
    ['a\\b', 'holds a backslash'],
    ['..\\..\\etc', 'holds a backslash'],
    ['/etc/passwd', 'is absolute'],
    ['//server/share', 'is absolute'],
    ['a//b', 'has an empty component'],
    ['a/', 'has an empty component'],
    ['.', "has a '.' component"],
    ['./a', "has a '.' component"],
    ['a/./b', "has a '.' component"],
    ['..', "has a '..' component"],
    ['../a', "has a '..' component"],
    ['a/../b', "has a '..' component"],
    ['a/..', "has a '..' component"],
  ])('%j %s', (path, problem) => {
    expect(pathProblem(path)).toBe(problem);
  });
});

test.each([
  '-',
  '--',
  '-rf',
  '.git',
  '...',
  '..a',
  'a..',
  'C:',
  'a b',
  '"',
  "'",
  '$(id)',
  '*',
  '#',
  '%s',
  '\ufeff',
  '\u202e',
  '重み/層',
  'e\u0301',
  '🦙.bin',
])('an odd but unambiguous name is accepted: %j', (path) => {
  expect(pathProblem(path)).toBeNull();
});

test('paths sort by the bytes of their UTF-8, where UTF-16 orders them otherwise', () => {
  expect(sortByUtf8(['\ufffc', '\u{1d400}', 'z', '\ue000', '\u{10ffff}'], (path) => path)).toEqual([
    'z',
    '\ue000',
    '\ufffc',
    '\u{1d400}',
    '\u{10ffff}',
  ]);
});

test('sorting equals the byte order of UTF-8 for all strings', () => {
  const string = fc.string({
    unit: fc.constantFrom('a', '/', '-', '.', 'é', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{10ffff}'),
    maxLength: 6,
  });
  fc.assert(
    fc.property(fc.array(string), (strings) => {
      expect(sortByUtf8(strings, (text) => text)).toEqual(utf8Order(strings));
    }),
    { numRuns: 1000 },
  );
});

test('component keys keep a folder together, behind a file of its own name', () => {
  expect(sortByUtf8(['a.txt', 'a-b/x', 'a/y', 'a', 'a/x'], componentKey)).toEqual([
    'a',
    'a/x',
    'a/y',
    'a-b/x',
    'a.txt',
  ]);
});
