import Link from 'next/link';
import { Table, TBody, Td, Th } from '#components/ui/table.tsx';
import type { ExemptionState } from '#domain/gate/exemption-state.ts';
import type { Tier } from '#domain/risk/tier.ts';
import { ExemptionStateMark } from './exemption-state.tsx';
import { PersonName } from './person-name.tsx';
import { requirementLabel } from './requirement-labels.ts';
import { SafeText } from './safe-text.tsx';
import { TierBadge } from './tier-badge.tsx';
import { TimeText } from './time-text.tsx';

export interface ExemptionLine {
  readonly id: string;
  readonly ref: string;
  readonly environment: string;
  readonly requirement: string;
  readonly tier: Tier;
  readonly team: string;
  readonly state: ExemptionState;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly requestedEnd: Date;
  readonly endsAt: Date | null;
  readonly renewal: boolean;
}

/** Exemptions with what is left of each. What is over stays, with when it ended. */
export function ExemptionTable({ rows, label }: { rows: readonly ExemptionLine[]; label: string }) {
  return (
    <Table label={label} sticky>
      <thead>
        <tr>
          <Th className="w-full">Exemption from</Th>
          <Th>State</Th>
          <Th>Ends</Th>
          <Th>For</Th>
          <Th>Tier</Th>
          <Th>Team</Th>
          <Th>Asked by</Th>
          <Th>Asked</Th>
        </tr>
      </thead>
      <TBody>
        {rows.map((row) => (
          <tr key={row.id}>
            <Td className="min-w-44">
              <Link prefetch={false} href={`/exemptions/${row.id}`} className="link font-medium">
                {requirementLabel(row.requirement)}
              </Link>
              <span className="text-ink-muted block text-xs [overflow-wrap:anywhere]">
                <SafeText text={row.ref} />
                {row.renewal ? ', renewal' : ''}
              </span>
            </Td>
            <Td>
              <ExemptionStateMark state={row.state} endsAt={row.endsAt?.toISOString() ?? null} />
            </Td>
            <Td>
              <TimeText at={row.endsAt ?? row.requestedEnd} style="absolute" />
              {row.endsAt === null ? <span className="text-ink-muted block text-xs">asked for</span> : null}
            </Td>
            <Td>{row.environment}</Td>
            <Td>
              <TierBadge tier={row.tier} />
            </Td>
            <Td>{row.team}</Td>
            <Td>
              <PersonName name={row.requestedBy} />
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
