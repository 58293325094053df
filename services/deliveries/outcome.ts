/** How one attempt ended, in words of ours: never what the other side wrote, which may be anything. */
import type { PostOutcome } from '../outbound/post.ts';

export type Outcome =
  | PostOutcome
  /** mail: refused for good (5xx), for now (4xx), at sign-in */
  | 'refused'
  | 'deferred'
  | 'sign-in'
  /** the person has no address any more, or the account is disabled */
  | 'no-address'
  | 'mail-off'
  | 'disabled'
  | 'secret-unreadable'
  | 'fault';

export interface Attempted {
  readonly outcome: Outcome;
  /** HTTP status or SMTP code */
  readonly status: number | null;
}

/** Trying again would be of no use. */
const FINAL: ReadonlySet<Outcome> = new Set<Outcome>(['refused', 'no-address', 'disabled']);

/** 410 is how a receiver says that it is gone (Standard Webhooks). */
export function isFinal({ outcome, status }: Attempted): boolean {
  return FINAL.has(outcome) || (outcome === 'status' && status === 410);
}
