'use client';
import { useNow } from './clock.ts';

function spoken(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const rest = String(seconds % 60).padStart(2, '0');
  if (minutes >= 48 * 60) return `${Math.floor(minutes / 1440)} days`;
  return minutes >= 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes}:${rest}`;
}

/** What is left until `until`, every second. Not announced: a reader who wants to know looks. */
export function Countdown({ until: given, ended = 'expired' }: { until: Date | string; ended?: string }) {
  const until = typeof given === 'string' ? given : given.toISOString();
  const now = useNow('second');
  const end = Date.parse(until);
  const left = now === null ? null : Math.max(0, Math.ceil((end - now) / 1000));
  return (
    <time dateTime={until} title={`${until.slice(0, 19)}Z`} className="tabular-nums">
      {left === null ? `${until.slice(11, 16)} UTC` : left === 0 ? ended : spoken(left)}
    </time>
  );
}
