/**
 * How soon somebody should have looked (docs/decisions): a target per tier, in hours since the promotion was last asked
 * for. Nothing is decided by it; the queue shows what is due and what is over. Plain hours, weekends too: a pipeline that
 * waits does not stop for one, and nobody has to know anybody's calendar.
 */
import type { Tier } from '#domain/risk/tier.ts';
import { DAY } from './instants.ts';

const HOUR = 3_600_000;

export const TARGET_HOURS: Readonly<Record<Tier, number>> = { critical: 24, high: 48, medium: 72, low: 120 };

export interface Due {
  /** `soon` in the last quarter of the time */
  readonly standing: 'in-time' | 'soon' | 'over';
  readonly dueAt: Date;
  /** `due in 6 h`, `2 d over` */
  readonly text: string;
}

function length(milliseconds: number): string {
  if (milliseconds >= 2 * DAY) return `${Math.floor(milliseconds / DAY)} d`;
  if (milliseconds >= HOUR) return `${Math.floor(milliseconds / HOUR)} h`;
  return `${Math.max(1, Math.floor(milliseconds / 60_000))} min`;
}

export function dueOf(tier: Tier, askedAt: Date, now: Date): Due {
  const target = TARGET_HOURS[tier] * HOUR;
  const dueAt = new Date(askedAt.getTime() + target);
  const left = dueAt.getTime() - now.getTime();
  if (left < 0) return { standing: 'over', dueAt, text: `${length(-left)} over` };
  return { standing: left < target / 4 ? 'soon' : 'in-time', dueAt, text: `due in ${length(left)}` };
}
