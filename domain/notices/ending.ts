/** When the coming end of an exemption is said: 14 and 3 days before. That it has ended is an event of its own. */
const DAY = 86_400_000;

const THRESHOLDS = [3, 14] as const;

/** How far ahead the scan has to look. */
export const LONGEST_MS = 14 * DAY;

/**
 * The threshold that has been crossed last, or null when none has. One that lies within a day of the start says nothing:
 * whoever was just given ten days knows that they are fewer than fourteen.
 */
export function endingThreshold(startsAt: Date, endsAt: Date, now: Date): 14 | 3 | null {
  if (now >= endsAt) return null;
  for (const days of THRESHOLDS) {
    const from = endsAt.getTime() - days * DAY;
    if (now.getTime() >= from) return from - startsAt.getTime() >= DAY ? days : null;
  }
  return null;
}
