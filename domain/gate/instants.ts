/**
 * Facts carry instants as RFC 3339 text (facts.ts). They are compared as instants, never as text: `…00Z` and `…00.000Z`
 * are one moment, and as text the year 10000 comes before 2026. What cannot be read is NaN, with which every comparison
 * is false: so rules ask for what has to hold, and never for what must not.
 */
export const DAY = 86_400_000;

/** Milliseconds since 1970; NaN when the text is no instant. */
export function millis(instant: string): number {
  return Date.parse(instant);
}

/** The earliest of some readable instants, as `Date.toISOString` writes it; null of none. */
export function earliest(instants: readonly string[]): string | null {
  return instants.length === 0 ? null : new Date(Math.min(...instants.map(millis))).toISOString();
}
