'use client';
import type { ReactNode } from 'react';
import { useNow } from './clock.ts';

/** What can be done to something only until it ends; goes when that moment comes, while one looks. */
export function WhileLive({ until, children }: { until: string; children: ReactNode }) {
  const now = useNow('second');
  return now !== null && now >= Date.parse(until) ? null : children;
}
