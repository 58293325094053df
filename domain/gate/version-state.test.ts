import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endRefusal, VERSION_ENDS, VERSION_STATES, type VersionState } from './version-state.ts';

const state = fc.constantFrom(...VERSION_STATES);

describe('how a version ends', () => {
  it.each([
    ['active', 'retired', true],
    ['active', 'revoked', true],
    ['retired', 'revoked', true],
    ['retired', 'active', false],
    ['revoked', 'active', false],
    ['revoked', 'retired', false],
  ] as const)('%s to %s: %s', (from, to, allowed) => {
    expect(endRefusal(from, to) === null).toBe(allowed);
  });

  it('over any sequence of attempts, nothing comes back to use and nothing leaves revoked', () => {
    fc.assert(
      fc.property(fc.array(state, { maxLength: 12 }), (attempts) => {
        let now: VersionState = 'active';
        const seen: VersionState[] = [now];
        for (const to of attempts) {
          if (endRefusal(now, to) !== null) continue;
          now = to;
          seen.push(now);
        }
        expect(seen.lastIndexOf('active')).toBe(0);
        if (seen.includes('revoked')) expect(seen.at(-1)).toBe('revoked');
        expect(seen.length).toBeLessThanOrEqual(3);
      }),
    );
  });

  it('names a reason for every refusal', () => {
    for (const from of VERSION_STATES)
      for (const to of VERSION_STATES) if (!VERSION_ENDS[from].includes(to)) expect(endRefusal(from, to)).toMatch(/\w/);
  });
});
