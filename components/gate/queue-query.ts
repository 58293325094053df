import { queryOptions } from '@tanstack/react-query';
import type { QueueLine } from './queue-table.tsx';

/** A page of the queue as the browser gets it; times are RFC 3339. */
export interface QueuePage {
  readonly rows: readonly QueueLine[];
  readonly more: boolean;
}

const REFRESH_MS = 15_000;

async function readQueue(query: string, signal: AbortSignal): Promise<QueuePage> {
  const response = await fetch(`/reviews/live?${query}`, { signal, headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return (await response.json()) as QueuePage;
}

/** @param query the page's own query: what is in its address is what is asked for again */
export function queueQuery(query: string, shown: QueuePage) {
  return queryOptions({
    queryKey: ['reviews', 'queue', query],
    queryFn: ({ signal }) => readQueue(query, signal),
    initialData: shown,
    staleTime: REFRESH_MS,
    refetchInterval: REFRESH_MS,
    refetchOnWindowFocus: true,
    retry: 1,
  });
}
