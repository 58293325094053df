import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BLANK_CONTENT, isKept, readContent, storedContent, titleOf } from './content.ts';

const measured = (count: number) => ({
  name: 'model',
  digest: `sha256:${'a'.repeat(64)}`,
  bytes: count,
  files: Array.from({ length: count }, (_, index) => ({ path: `f${index}`, size: 1, sha256: 'b'.repeat(64) })),
  measuredBy: 'browser' as const,
  at: '2026-11-24T00:00:00Z',
  hints: [],
});

it('reads back what was stored, whole', () => {
  const content = {
    ...BLANK_CONTENT,
    model: 'a/b',
    data: [{ name: 'd', role: '', uri: '', digest: '', classification: ['x'], license: '' }],
    questions: [{ field: '/data/0/role', why: 'w', answeredBy: 'value' as const }],
    origins: { license: { from: 'card', value: '"mit"' } },
    measured: measured(3),
  };
  expect(readContent(JSON.parse(JSON.stringify(content)))).toEqual(content);
});

it('never fails on anything that JSON can hold, and gives a form', () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.constantFrom('data', 'measured', 'source', 'origins', 'questions'),
      (value, name) => {
        for (const stored of [value, { [name]: value }, { ...BLANK_CONTENT, [name]: [value] }]) {
          const content = readContent(stored);
          expect(readContent(content)).toEqual(content);
          expect(titleOf(content).length).toBeGreaterThan(0);
        }
      },
    ),
  );
});

it('a list of files too large for a draft is left out of it, and only that', () => {
  const large = { ...BLANK_CONTENT, model: 'a/b', measured: measured(5000) };
  expect(isKept(large.measured)).toBe(false);
  expect(storedContent(large)).toEqual({ ...large, measured: null });
  expect(JSON.stringify(storedContent({ ...large, measured: measured(1200) })).length).toBeLessThan(256 * 1024);
});
