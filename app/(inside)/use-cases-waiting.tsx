import Link from 'next/link';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { Section } from '#components/ui/section.tsx';
import type { UseCaseRow } from '#services/use-cases/list.ts';

export function UseCasesWaiting({ rows }: { rows: readonly UseCaseRow[] }) {
  if (rows.length === 0) return null;
  return (
    <Section title="Use cases that wait for a risk reviewer">
      <ul className="divide-line divide-y text-sm">
        {rows.map((row) => (
          <li key={row.slug} className="flex flex-wrap gap-x-3 py-1.5">
            <Link prefetch={false} className="link font-medium" href={`/use-cases/${encodeURIComponent(row.slug)}`}>
              {row.slug}
            </Link>
            <SafeText text={row.title} />
            <span className="text-ink-muted ml-auto">
              {row.team}, <TimeText at={row.submittedAt} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
