import { CircleCheck, CircleDashed } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';
import { LongText } from './long-text.tsx';
import { requirementLabel } from './requirement-labels.ts';
import { SafeText } from './safe-text.tsx';

export interface SeatLine {
  readonly id: string;
  /** who filled it; null while it is empty */
  readonly by: string | null;
  /** who could fill it */
  readonly could: readonly string[];
  readonly more: number;
}

/** The quorum by role: each seat with who filled it, or who could. */
export function SeatList({ seats }: { seats: readonly SeatLine[] }) {
  if (seats.length === 0) return <p className="text-ink-muted text-sm">Nobody has to approve this.</p>;
  return (
    <ul className="divide-line divide-y text-sm">
      {seats.map(({ id, by, could, more }) => (
        <li key={id} className="py-1.5">
          <span className="flex items-start justify-between gap-2">
            <span>{requirementLabel(id)}</span>
            {by === null ? (
              <Badge tone="warn" icon={CircleDashed}>
                open
              </Badge>
            ) : (
              <Badge tone="ok" icon={CircleCheck}>
                given
              </Badge>
            )}
          </span>
          <span className="text-ink-muted block text-xs">
            {by === null ? (
              could.length === 0 ? (
                'Nobody here could give it now: an administrator has to give somebody the role who took no part.'
              ) : (
                <>
                  Could be given by <LongText text={could.join(', ')} />
                  {more > 0 ? ` and ${more} more` : ''}
                </>
              )
            ) : (
              <>
                by <SafeText text={by} />
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
