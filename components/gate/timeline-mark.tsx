import { BadgeCheck, CircleX, FilePen, KeyRound, MessageSquareWarning, Send } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { type Capacity, ROLE_LABELS } from '#domain/access/roles.ts';
import { TimeText } from './time-text.tsx';

interface About {
  readonly at: Date;
  readonly environment: string;
}

export type TimelineMarkLine =
  | { readonly kind: 'revised'; readonly at: Date; readonly revision: number }
  | ({ readonly kind: 'requested'; readonly review: string } & About)
  | ({
      readonly kind: 'approve' | 'request-changes' | 'reject';
      readonly review: string;
      readonly capacity: string;
      readonly withdrawn: boolean;
    } & About)
  | ({ readonly kind: 'tokens'; readonly count: number; readonly revoked: number; readonly first: Date } & About);

const ICONS = {
  revised: FilePen,
  requested: Send,
  approve: BadgeCheck,
  'request-changes': MessageSquareWarning,
  reject: CircleX,
  tokens: KeyRound,
} as const;

const VERDICTS = { approve: 'Approved', 'request-changes': 'Changes requested', reject: 'Rejected' } as const;

function labelOf(capacity: string): string {
  return Object.hasOwn(ROLE_LABELS, capacity) ? ROLE_LABELS[capacity as Capacity].toLowerCase() : capacity;
}

function Review({ id, children }: { id: string; children: ReactNode }) {
  return (
    <Link prefetch={false} className="link" href={`/reviews/${id}`}>
      {children}
    </Link>
  );
}

function Says({ mark }: { mark: TimelineMarkLine }) {
  switch (mark.kind) {
    case 'revised':
      return <>Manifest revised ({mark.revision})</>;
    case 'requested':
      return (
        <>
          <Review id={mark.review}>Review asked</Review> for {mark.environment}
        </>
      );
    case 'tokens':
      return (
        <>
          {mark.count === 1 ? '1 token' : `${mark.count.toLocaleString('en')} tokens`} for {mark.environment}
          {mark.revoked > 0 ? `, ${mark.revoked.toLocaleString('en')} revoked` : null}
        </>
      );
    default:
      return (
        <>
          <Review id={mark.review}>{VERDICTS[mark.kind]}</Review> for {mark.environment} as {labelOf(mark.capacity)}
          {mark.withdrawn ? ', withdrawn since' : null}
        </>
      );
  }
}

/** One thing that happened to a version, in a line: what, for which environment, when. */
export function TimelineMark({ mark }: { mark: TimelineMarkLine }) {
  const Icon = ICONS[mark.kind];
  const struck = 'withdrawn' in mark && mark.withdrawn;
  return (
    <li className="flex items-start gap-1.5">
      <Icon aria-hidden className="text-ink-muted mt-0.5 size-3.5 shrink-0" />
      <span className={struck ? 'text-ink-muted' : undefined}>
        <Says mark={mark} />
        <span className="text-ink-muted">
          , <TimeText at={mark.at} />
        </span>
      </span>
    </li>
  );
}
