/** Where an exemption stands in its life. Whether it counts is the gate's to say (exemptions.ts); this is for lists and pages. */
import { DAY } from './instants.ts';

export const EXEMPTION_STATES = ['waiting', 'live', 'expired', 'refused', 'withdrawn'] as const;
export type ExemptionState = (typeof EXEMPTION_STATES)[number];

/** What ends this soon is shown as ending. */
export const ENDING_MS = 14 * DAY;

export interface ExemptionLife {
  readonly state: 'requested' | 'granted' | 'refused' | 'withdrawn';
  readonly endsAt: Date | null;
}

/** A granted one without an end, which no service makes, is over. */
export function exemptionState({ state, endsAt }: ExemptionLife, now: Date): ExemptionState {
  if (state === 'requested') return 'waiting';
  if (state !== 'granted') return state;
  return endsAt !== null && now < endsAt ? 'live' : 'expired';
}
