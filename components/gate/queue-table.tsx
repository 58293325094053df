import { CircleCheck, CircleDot, CircleMinus, CircleSlash } from 'lucide-react';
import Link from 'next/link';
import { Badge } from '#components/ui/badge.tsx';
import { Table, TBody, Td, Th } from '#components/ui/table.tsx';
import type { ReviewState } from '#domain/gate/review-states.ts';
import type { Due } from '#domain/gate/review-targets.ts';
import type { Tier } from '#domain/risk/tier.ts';
import { DueMark } from './due-mark.tsx';
import { ReviewStateMark } from './review-state.tsx';
import { SafeText } from './safe-text.tsx';
import { TierBadge } from './tier-badge.tsx';
import { TimeText } from './time-text.tsx';

export interface QueueLine {
  readonly id: string;
  readonly ref: string;
  readonly environment: string;
  readonly state: ReviewState;
  readonly lapsed: boolean;
  readonly tier: Tier;
  readonly team: string;
  readonly requestedBy: string;
  readonly askedAt: Date | string;
  readonly due: Pick<Due, 'standing' | 'text'> | null;
  readonly unmet: number;
  readonly part: { readonly kind: 'can' | 'done' | 'cannot' | 'none'; readonly reason: string | null };
}

const PARTS = {
  can: { tone: 'accent', icon: CircleDot, word: 'yours to decide' },
  done: { tone: 'ok', icon: CircleCheck, word: 'you approved' },
  cannot: { tone: 'warn', icon: CircleSlash, word: 'you cannot' },
  none: { tone: 'neutral', icon: CircleMinus, word: 'not asked of you' },
} as const;

const OVER: ReadonlySet<ReviewState> = new Set(['approved', 'rejected', 'closed']);

/** A reason is a sentence; one of extreme length is read on the page of its review. */
const REASON = 120;

/** Reviews as an inbox: what, how risky, since when, what is missing, and one's own part in it. */
export function QueueTable({ rows, label }: { rows: readonly QueueLine[]; label: string }) {
  return (
    <Table label={label} sticky>
      <thead>
        <tr>
          <Th className="w-full">Version</Th>
          <Th className="max-sm:hidden">For</Th>
          <Th>Due</Th>
          <Th>State</Th>
          <Th>Tier</Th>
          <Th className="text-right">Unmet</Th>
          <Th>Your part</Th>
          <Th>Team</Th>
          <Th>Asked by</Th>
          <Th>Asked</Th>
        </tr>
      </thead>
      <TBody>
        {rows.map((row) => (
          <QueueRow key={row.id} row={row} />
        ))}
      </TBody>
    </Table>
  );
}

function QueueRow({ row }: { row: QueueLine }) {
  const { word, ...look } = PARTS[row.part.kind];
  const reason = row.part.reason ?? '';
  return (
    <tr className="focus-within:bg-sunken">
      <Td className="min-w-36 font-medium [overflow-wrap:anywhere] sm:min-w-44">
        <Link prefetch={false} href={`/reviews/${row.id}`} className="link" data-queue-link="">
          <SafeText text={row.ref} />
        </Link>
        <span className="text-ink-muted block text-xs font-normal sm:hidden">for {row.environment}</span>
      </Td>
      <Td className="max-sm:hidden">{row.environment}</Td>
      <Td className="whitespace-nowrap">{row.due ? <DueMark due={row.due} /> : null}</Td>
      <Td>
        <ReviewStateMark state={row.state} lapsed={row.lapsed} />
      </Td>
      <Td>
        <TierBadge tier={row.tier} />
      </Td>
      <Td className="text-right tabular-nums">{row.unmet}</Td>
      <Td className={reason ? 'min-w-48' : 'whitespace-nowrap'}>
        {row.part.kind === 'none' && OVER.has(row.state) ? (
          <span className="text-ink-muted">nothing to decide</span>
        ) : (
          <Badge {...look}>{word}</Badge>
        )}
        {reason ? (
          <span className="text-ink-muted block text-xs">
            <SafeText text={reason.length > REASON ? `${reason.slice(0, REASON)}…` : reason} />
          </span>
        ) : null}
      </Td>
      <Td>{row.team}</Td>
      <Td className="min-w-28 max-w-56 [overflow-wrap:anywhere]">
        <SafeText text={row.requestedBy} />
      </Td>
      <Td>
        <TimeText at={row.askedAt} />
      </Td>
    </tr>
  );
}
