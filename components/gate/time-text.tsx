'use client';
import { useNow } from './clock.ts';

const UNITS: readonly (readonly [limit: number, seconds: number, unit: Intl.RelativeTimeFormatUnit])[] = [
  [90, 1, 'second'],
  [5400, 60, 'minute'],
  [129_600, 3600, 'hour'],
  [2_592_000, 86_400, 'day'],
  [31_536_000, 2_592_000, 'month'],
  [Number.POSITIVE_INFINITY, 31_536_000, 'year'],
];

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

function fromNow(at: number, now: number, close: string): string {
  const seconds = (at - now) / 1000;
  const [, size, unit] = UNITS.find(([limit]) => Math.abs(seconds) < limit) ?? [0, 1, 'second' as const];
  return size === 1 ? close : relative.format(Math.round(seconds / size), unit);
}

const utc = (iso: string) => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;

/**
 * A time as its reader counts it: local, or relative to now, with UTC in the tooltip. The server and the first paint
 * say UTC, so that nothing differs when the page comes alive.
 */
export function TimeText({
  at: given,
  style = 'relative',
  close = 'just now',
}: {
  at: Date | string;
  style?: 'relative' | 'absolute';
  /** said within a minute and a half of it, on either side */
  close?: string;
}) {
  const at = typeof given === 'string' ? given : given.toISOString();
  const now = useNow('minute');
  const date = new Date(at);
  const local = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  const text = now === null ? utc(at) : style === 'relative' ? fromNow(date.getTime(), now, close) : local.format(date);
  const title = now === null ? utc(at) : `${local.format(date)} · ${at.slice(0, 19)}Z`;
  return (
    <time dateTime={at} title={title} className="whitespace-nowrap" suppressHydrationWarning>
      {text}
    </time>
  );
}
