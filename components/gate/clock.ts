'use client';
import { useSyncExternalStore } from 'react';

/** One ticking clock a period for the whole page, however many times are shown on it. */
function ticking(periodMs: number) {
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | undefined;
  let now = 0;
  const tick = () => {
    now = Date.now();
    for (const listener of listeners) listener();
  };
  return {
    subscribe(listener: () => void) {
      listeners.add(listener);
      timer ??= setInterval(tick, periodMs);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
    read: () => {
      // The first reader of a stopped clock sets it; in between, every reader sees the same moment.
      if (timer === undefined || now === 0) now = Math.floor(Date.now() / periodMs) * periodMs;
      return now;
    },
  };
}

const seconds = ticking(1000);
const minutes = ticking(60_000);

/** Milliseconds since 1970, every second or minute; null on the server and for the first paint. */
export function useNow(every: 'second' | 'minute'): number | null {
  const clock = every === 'second' ? seconds : minutes;
  return useSyncExternalStore<number | null>(clock.subscribe, clock.read, () => null);
}
