import Link from 'next/link';
import { Table, TBody, Td, Th } from '#components/ui/table.tsx';
import type { Tier } from '#domain/risk/tier.ts';
import { type ReviewState, ReviewStateMark } from './review-state.tsx';
import { SafeText } from './safe-text.tsx';
import { TierBadge } from './tier-badge.tsx';
import { TimeText } from './time-text.tsx';

export interface QueueLine {
  readonly id: string;
  readonly ref: string;
  readonly environment: string;
  readonly state: ReviewState;
  readonly tier: Tier;
  readonly team: string;
  readonly requestedBy: string;
  readonly requestedAt: Date | string;
  readonly unmet: number;
  readonly part: { readonly kind: 'can' | 'done' | 'cannot' | 'none'; readonly reason: string | null };
}

const PARTS = {
  can: 'You can approve',
  done: 'You have approved',
  cannot: 'You cannot: ',
  none: 'Not asked of you',
} as const;

/** Reviews as an inbox: what, how risky, since when, what is missing, and one's own part in it. */
export function QueueTable({ rows, label }: { rows: readonly QueueLine[]; label: string }) {
  return (
    <Table label={label} sticky>
      <thead>
        <tr>
          <Th className="w-full">Version</Th>
          <Th>For</Th>
          <Th>Tier</Th>
          <Th>State</Th>
          <Th className="text-right">Unmet</Th>
          <Th>Your part</Th>
          <Th>Team</Th>
          <Th>Asked by</Th>
          <Th>Age</Th>
        </tr>
      </thead>
      <TBody>
        {rows.map((row) => (
          <tr key={row.id}>
            <Td className="min-w-44 font-medium">
              <Link prefetch={false} href={`/reviews/${row.id}`} className="link">
                <SafeText text={row.ref} />
              </Link>
            </Td>
            <Td>{row.environment}</Td>
            <Td>
              <TierBadge tier={row.tier} />
            </Td>
            <Td>
              <ReviewStateMark state={row.state} />
            </Td>
            <Td className="text-right tabular-nums">{row.unmet}</Td>
            <Td className="min-w-48">
              {PARTS[row.part.kind]}
              {row.part.reason ? <SafeText text={row.part.reason} /> : null}
            </Td>
            <Td>{row.team}</Td>
            <Td>
              <SafeText text={row.requestedBy} />
            </Td>
            <Td>
              <TimeText at={row.requestedAt} />
            </Td>
          </tr>
        ))}
      </TBody>
    </Table>
  );
}
