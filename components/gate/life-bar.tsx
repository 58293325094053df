'use client';
import { useNow } from './clock.ts';

const DAY = 86_400_000;

function inDays(ms: number): string {
  const days = ms / DAY;
  if (days >= 2) return `${Math.floor(days)} days`;
  const hours = Math.floor(ms / 3_600_000);
  return hours >= 1 ? `${hours} h` : `${Math.floor(ms / 60_000)} min`;
}

/** How much of a life is used up. `now` is the server's clock, for the first paint and for a reader whose clock is wrong. */
export function LifeBar({
  from,
  until,
  now: given,
  running,
}: {
  from: string;
  until: string;
  now: string;
  /** false stands still at `now` */
  running: boolean;
}) {
  // The server's time plus what has passed here since: two clocks need not agree on the day.
  const ticking = useNow('minute');
  const [start, end, shown] = [Date.parse(from), Date.parse(until), Date.parse(given)];
  const now = Math.min(end, Math.max(shown, (running ? ticking : null) ?? shown, start));
  const used = inDays(now - start);
  const text =
    now >= end
      ? `over, after ${inDays(end - start)}`
      : running
        ? `${used} used, ${inDays(end - now)} left`
        : `ended after ${used}`;
  return (
    <div>
      <progress
        aria-label={`Life of the exemption: ${text}`}
        max={Math.max(1, end - start)}
        value={now - start}
        className="[&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-warn [&::-moz-progress-bar]:bg-warn bg-sunken block h-2 w-full appearance-none overflow-hidden rounded-sm border-0 [&::-webkit-progress-bar]:rounded-sm"
      />
      <p className="text-ink-muted mt-1 text-xs" suppressHydrationWarning>
        {text}
      </p>
    </div>
  );
}
