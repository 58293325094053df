'use client';
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';

/** What can change under a reader's eyes. */
export interface LiveReview {
  readonly contentDigest: string;
  readonly state: string;
  readonly verdicts: number;
}

const WATCH_MS = 5_000;

/** True once the content is not the one that the page shows: nothing may be approved from it any more. */
const Outdated = createContext(false);

export function useOutdated(): boolean {
  return useContext(Outdated);
}

async function readLive(id: string, signal: AbortSignal): Promise<LiveReview> {
  const response = await fetch(`/reviews/${id}/live`, { signal, headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return (await response.json()) as LiveReview;
}

/** Watches the review while it is open, says what changed, and keeps the buttons inside from acting on what was. */
export function ReviewWatch({ id, shown, children }: { id: string; shown: LiveReview; children: ReactNode }) {
  const [client] = useState(() => new QueryClient());
  return (
    <QueryClientProvider client={client}>
      <Watch id={id} shown={shown}>
        {children}
      </Watch>
    </QueryClientProvider>
  );
}

function Watch({ id, shown, children }: { id: string; shown: LiveReview; children: ReactNode }) {
  const router = useRouter();
  const { data, isError } = useQuery({
    queryKey: ['review', id, 'live'],
    queryFn: ({ signal }) => readLive(id, signal),
    refetchInterval: WATCH_MS,
    refetchOnWindowFocus: true,
    retry: 1,
  });
  const changed = data !== undefined && data.contentDigest !== shown.contentDigest;
  const moved = data !== undefined && !changed && (data.state !== shown.state || data.verdicts !== shown.verdicts);
  const reload = (
    <Button small onClick={() => router.refresh()}>
      Show what is there now
    </Button>
  );
  return (
    <Outdated value={changed}>
      <div role="status" className="empty:hidden">
        {changed ? (
          <Banner tone="bad" action={reload}>
            The content changed while you were looking. Nothing can be approved from this page until it shows the new
            content.
          </Banner>
        ) : moved ? (
          <Banner tone="accent" action={reload}>
            Somebody has decided in the meantime.
          </Banner>
        ) : isError ? (
          <Banner tone="unknown" action={null}>
            Whether this is still current cannot be checked just now. Approving checks it again.
          </Banner>
        ) : null}
      </div>
      {children}
    </Outdated>
  );
}

function Banner({
  tone,
  action,
  children,
}: {
  tone: 'bad' | 'accent' | 'unknown';
  action: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="mb-4">
      <Notice tone={tone}>
        <span className="flex flex-wrap items-center gap-3">
          <span>{children}</span>
          {action}
        </span>
      </Notice>
    </div>
  );
}
