/**
 * How a version ends (DESIGN.md §2 "Lineage" and "Evidence"): in use, then retired or revoked. Nothing comes back: who
 * wants the bytes again registers a version and has it reviewed. Retired says that it is not to be deployed any more,
 * revoked that it never should have been; what is retired can still turn out to be bad, what is revoked stays revoked.
 */
export const VERSION_STATES = ['active', 'retired', 'revoked'] as const;
export type VersionState = (typeof VERSION_STATES)[number];

/** The states that each may turn into. The database holds the same table (db/store/transitions.ts). */
export const VERSION_ENDS: Readonly<Record<VersionState, readonly VersionState[]>> = {
  active: ['retired', 'revoked'],
  retired: ['revoked'],
  revoked: [],
};

/** Why a version cannot end in this way, or null when it can. Ending twice in the same way is no reason: it is done. */
export function endRefusal(from: VersionState, to: VersionState): string | null {
  if (VERSION_ENDS[from].includes(to)) return null;
  if (from === 'revoked') return 'This version is revoked, and that is final';
  return `A version that is ${from} cannot become ${to}`;
}
