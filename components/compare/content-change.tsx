import { FileDiff } from 'lucide-react';
import { DigestText } from '#components/gate/digest-text.tsx';
import type { Section } from '#domain/compare/entry.ts';
import { EntryTable } from './entry-table.tsx';

/** In a conversation: here the content became another. What changed is one press away. */
export function ContentChangeLine({
  before,
  after,
  changes,
}: {
  before: string;
  after: string;
  changes: Section | null;
}) {
  const entries = changes?.entries.filter(({ change }) => change !== 'same') ?? [];
  return (
    <div className="text-sm">
      <p className="text-ink-muted flex flex-wrap items-center gap-1">
        <FileDiff aria-hidden className="size-4" />
        The content changed from <DigestText digest={before} /> to <DigestText digest={after} />
      </p>
      {changes === null ? (
        <p className="text-ink-muted text-xs">The earlier content was not kept, so the difference is not known.</p>
      ) : (
        <details>
          <summary className="link cursor-pointer">
            {entries.length === 1 ? 'One change' : `${entries.length} changes`}
          </summary>
          <EntryTable entries={entries} label="What changed in the content" />
        </details>
      )}
    </div>
  );
}
