import Link from 'next/link';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { Section } from '#components/ui/section.tsx';

export interface DraftLine {
  readonly id: string;
  readonly title: string;
  readonly updatedAt: Date;
}

/** Registrations that one has begun. */
export function Drafts({ rows }: { rows: readonly DraftLine[] }) {
  if (rows.length === 0) return null;
  return (
    <Section title="Your drafts" hint="Saved as you typed; only you see them">
      <ul className="divide-line divide-y text-sm">
        {rows.map(({ id, title, updatedAt }) => (
          <li key={id} className="flex flex-wrap gap-x-3 py-1.5">
            <Link prefetch={false} className="link min-w-0 font-medium" href={`/models/register?draft=${id}`}>
              <SafeText text={title || 'Untitled'} />
            </Link>
            <span className="text-ink-muted ml-auto">
              saved <TimeText at={updatedAt} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
