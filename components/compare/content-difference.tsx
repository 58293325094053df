'use client';
import { useQuery } from '@tanstack/react-query';
import type { Json } from '#domain/canonical/json.ts';
import { compareContent } from '#domain/compare/content.ts';
import { EntryTable } from './entry-table.tsx';

async function readContent(id: string, signal: AbortSignal): Promise<Json> {
  const response = await fetch(`/reviews/${id}/live?content=1`, { signal, headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return ((await response.json()) as { content: Json }).content;
}

/** What changed between the content that the page shows and the present one, fetched when it is asked for. */
export function ContentDifference({ id, shown, digest }: { id: string; shown: Json; digest: string }) {
  const { data, isError } = useQuery({
    queryKey: ['review', id, 'content', digest],
    queryFn: ({ signal }) => readContent(id, signal),
    retry: 1,
  });
  if (isError) return <p>What changed cannot be read just now.</p>;
  if (data === undefined) return <p>Reading what changed…</p>;
  const changes = compareContent(shown, data).entries.filter(({ change }) => change !== 'same');
  return (
    <div className="bg-raised text-ink border-line mt-2 rounded-md border">
      <EntryTable entries={changes} label="What changed" />
    </div>
  );
}
