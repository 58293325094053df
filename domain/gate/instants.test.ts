import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { earliest, millis } from './instants.ts';

describe('instants', () => {
  it('are compared as moments, not as text', () => {
    expect(earliest(['2026-01-01T00:00:00Z', '2025-12-31T23:59:59.999Z'])).toBe('2025-12-31T23:59:59.999Z');
    expect(earliest(['2026-01-01T00:00:00+02:00', '2025-12-31T23:00:00Z'])).toBe('2025-12-31T22:00:00.000Z');
    // as text, the year 10000 comes first
    expect(earliest(['+010000-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'])).toBe('2026-01-01T00:00:00.000Z');
  });

  it('the earliest is one of them, and none is earlier', () => {
    const instant = fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
    fc.assert(
      fc.property(fc.array(instant, { minLength: 1 }), (instants) => {
        const first = earliest(instants);
        expect(instants).toContain(first);
        expect(instants.every((other) => millis(first ?? '') <= millis(other))).toBe(true);
      }),
    );
  });

  it('of none there is none', () => {
    expect(earliest([])).toBeNull();
  });

  it('that cannot be read compare with nothing', () => {
    expect(millis('tomorrow') <= 0 || millis('tomorrow') >= 0).toBe(false);
  });
});
