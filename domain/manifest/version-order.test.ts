import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareVersions } from './version-order.ts';

/** SemVer 2.0.0 §11, its own example, and around it. */
const ascending = [
  '0.0.0',
  '0.9.9',
  '1.0.0-alpha',
  '1.0.0-alpha.1',
  '1.0.0-alpha.beta',
  '1.0.0-beta',
  '1.0.0-beta.2',
  '1.0.0-beta.11',
  '1.0.0-rc.1',
  '1.0.0',
  '1.0.0+a',
  '1.0.0+b',
  '1.2.0',
  '1.10.0',
  '9007199254740993.0.0',
  '9007199254740994.0.0',
  // not SemVer: after, by code point
  '01.0.0',
  '1.0.0-01',
  '2026-01-02',
  'B',
  'a',
  'v1.0.0',
  '\uffee',
  '\u{1f600}',
];

const version = fc.oneof(
  fc.tuple(fc.nat(12), fc.nat(12), fc.nat(12)).map((parts) => parts.join('.')),
  fc
    .tuple(fc.nat(2), fc.array(fc.constantFrom('0', '1', '10', 'a', 'b', 'a-', '01'), { minLength: 1, maxLength: 3 }))
    .map(([n, pre]) => `1.0.${n}-${pre.join('.')}`),
  fc.constantFrom(...ascending),
  fc.string({ unit: 'binary', maxLength: 4 }),
);

describe('versions are in SemVer order, others after them', () => {
  it('for the examples of the specification', () => {
    for (const [i, a] of ascending.entries()) {
      for (const [j, b] of ascending.entries())
        expect(Math.sign(compareVersions(a, b)), `${a} ${b}`).toBe(Math.sign(i - j));
    }
  });
});

describe('the order is total', () => {
  it('only equal strings are equal, and swapping swaps the answer', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(compareVersions(a, b) === 0).toBe(a === b);
        expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0);
      }),
      { numRuns: 2000 },
    );
  });

  it('it is transitive', () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0)
          expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 5000 },
    );
  });
});
