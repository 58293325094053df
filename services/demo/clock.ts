/**
 * The demo's clock: it starts in the past, is moved forward by the story, and in the end runs with the machine's. Never
 * backwards, as the ledger demands (DESIGN.md §4: throw-away stores may start in the past).
 */
export interface DemoClock {
  readonly now: () => Date;
  /** Moves to that many days before the present, at this time of the day (UTC); ignored when it is past that already. */
  at(daysAgo: number, hour: number, minute?: number): void;
  /** Some minutes go by. */
  wait(minutes: number): void;
  /** From here on the time is the real one. */
  release(): void;
}

const DAY = 86_400_000;
const MINUTE = 60_000;

export function demoClock(present: () => Date, startDaysAgo: number): DemoClock {
  const today = present().getTime();
  let offset = -startDaysAgo * DAY;
  const now = () => new Date(present().getTime() + offset);
  const forwardTo = (target: number) => {
    offset = Math.max(offset, Math.min(0, target - present().getTime()));
  };
  return {
    now,
    at(daysAgo, hour, minute = 0) {
      const day = new Date(today - daysAgo * DAY);
      forwardTo(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate(), hour, minute));
    },
    wait: (minutes) => forwardTo(now().getTime() + minutes * MINUTE),
    release: () => forwardTo(Number.MAX_SAFE_INTEGER),
  };
}
