'use client';
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { createContext, lazy, type ReactNode, Suspense, useContext, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { Json } from '#domain/canonical/json.ts';

/** What can change under a reader's eyes. */
export interface LiveReview {
  readonly contentDigest: string;
  readonly state: string;
  readonly verdicts: number;
  readonly entries: number;
  /** status by requirement, approvals included */
  readonly requirements: Readonly<Record<string, string>>;
}

const WATCH_MS = 5_000;

/** The difference is looked at seldom, so its code comes only then. */
const ContentDifference = lazy(async () => ({
  default: (await import('#components/compare/content-difference.tsx')).ContentDifference,
}));

/** True once the page shows something that is not so any more: nothing may be decided from it. */
const Outdated = createContext(false);

export function useOutdated(): boolean {
  return useContext(Outdated);
}

async function readLive(id: string, signal: AbortSignal): Promise<LiveReview> {
  const response = await fetch(`/reviews/${id}/live`, { signal, headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return (await response.json()) as LiveReview;
}

/** `artifact-scan: unmet → met`, for each requirement that is not what the page shows. */
function requirementChanges(shown: LiveReview, now: LiveReview): string[] {
  const ids = [...new Set([...Object.keys(shown.requirements), ...Object.keys(now.requirements)])].sort();
  return ids.flatMap((id) => {
    const [was, is] = [shown.requirements[id] ?? 'not asked', now.requirements[id] ?? 'not asked'];
    return was === is ? [] : [`${id}: ${was} → ${is}`];
  });
}

/** Watches the review while it is open, says what changed, and keeps the buttons inside from acting on what was. */
export function ReviewWatch(props: { id: string; shown: LiveReview; content: Json; children: ReactNode }) {
  const [client] = useState(() => new QueryClient());
  return (
    <QueryClientProvider client={client}>
      <Watch {...props} />
    </QueryClientProvider>
  );
}

function Watch({
  id,
  shown,
  content,
  children,
}: {
  id: string;
  shown: LiveReview;
  content: Json;
  children: ReactNode;
}) {
  const router = useRouter();
  const { data, isError } = useQuery({
    // What the page shows is part of the key: shown anew, it is compared with nothing older than itself.
    queryKey: ['review', id, 'live', shown],
    queryFn: ({ signal }) => readLive(id, signal),
    initialData: shown,
    refetchInterval: WATCH_MS,
    refetchOnWindowFocus: true,
    retry: 1,
  });
  const changed = data.contentDigest !== shown.contentDigest;
  const requirements = requirementChanges(shown, data);
  const decided = data.state !== shown.state || data.verdicts !== shown.verdicts;
  const moved = !changed && (decided || requirements.length > 0);
  const said = !changed && !moved && data.entries !== shown.entries;
  const reload = (
    <Button small onClick={() => router.refresh()}>
      Show what is there now
    </Button>
  );
  return (
    <Outdated value={changed || moved}>
      <div role="status" className="empty:hidden">
        {changed ? (
          <Banner tone="bad" action={reload}>
            The content changed while you were looking. Nothing can be decided from this page until it shows the new
            content. Your comment stays.
            <Suspense fallback={null}>
              <ContentDifference id={id} shown={content} digest={data.contentDigest} />
            </Suspense>
          </Banner>
        ) : moved ? (
          <Banner tone="warn" action={reload}>
            {decided ? 'Somebody has decided in the meantime. ' : ''}
            {requirements.length > 0 ? `What is required stands otherwise now: ${requirements.join('; ')}.` : ''}
          </Banner>
        ) : said ? (
          <Banner tone="accent" action={reload}>
            There is something new in the conversation.
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
  tone: 'bad' | 'warn' | 'accent' | 'unknown';
  action: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="mb-4">
      <Notice tone={tone}>
        <div className="flex flex-wrap items-start gap-3">
          <div className="min-w-0 flex-1 basis-64">{children}</div>
          {action}
        </div>
      </Notice>
    </div>
  );
}
