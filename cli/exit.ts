/** Exit codes, the same for every verb (CONTRACT.md §3). Only `yes` lets a pipeline go on. */
export const exit = {
  /** valid, allowed, verified */
  yes: 0,
  /** a verdict: invalid, denied, not verified */
  no: 1,
  usage: 2,
  /** pending, or `--wait` ran out */
  pending: 3,
  /** could not decide: network, sign-in, server fault, unreadable file */
  undecided: 4,
} as const;

export type Exit = (typeof exit)[keyof typeof exit];
