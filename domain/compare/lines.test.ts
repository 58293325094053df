import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareLines, type LineDiff } from './lines.ts';

const text = fc
  .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
  .map((lines) => lines.map((line) => `${line}\n`).join(''));
const side = ({ hunks }: LineDiff, without: 'added' | 'removed') =>
  hunks.flatMap(({ lines }) => lines.filter(({ kind }) => kind !== without).map((line) => `${line.text}\n`)).join('');

test('whole, it holds every line of both sides, in order', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const diff = compareLines(before, after, true);
      expect([diff.added, diff.removed].every((count) => count === 0)).toBe(before === after);
      if (before === after) return;
      expect([side(diff, 'added'), side(diff, 'removed')]).toEqual([before, after]);
      expect(diff.hidden).toBe(0);
    }),
  );
});

test('in part, what is shown and what is hidden are all the lines there are', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const { hunks, hidden } = compareLines(before, after);
      const shown = hunks.flatMap(({ lines }) => lines.filter(({ kind }) => kind !== 'added')).length;
      if (before !== '') expect(shown + hidden).toBe(before.split('\n').length - 1);
    }),
  );
});

test('lines around a change are shown and the rest is counted', () => {
  const lines = Array.from({ length: 40 }, (_, index) => `line ${index}`);
  const changed = lines.map((line, index) => (index === 20 ? 'other' : line));
  const { hunks, added, removed, hidden } = compareLines(lines.join('\n'), changed.join('\n'));
  expect([hunks.length, hunks[0]?.before, hunks[0]?.lines.length, added, removed, hidden]).toEqual([
    1, 18, 8, 1, 1, 33,
  ]);
});

test.each([
  ['too long', 'x\n'.repeat(300_000), 'y\n'],
  [
    'too different',
    Array.from({ length: 20_000 }, (_, i) => `a${i}\n`).join(''),
    Array.from({ length: 20_000 }, (_, i) => `b${i}\n`).join(''),
  ],
])('what is %s is said to be, and soon', (_name, before, after) => {
  const started = performance.now();
  expect(compareLines(before, after)).toMatchObject({ tooLarge: true, hunks: [] });
  expect(performance.now() - started).toBeLessThan(3_000);
});
