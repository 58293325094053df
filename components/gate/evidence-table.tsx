import { CircleCheck, CircleHelp, CircleX, TriangleAlert } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';
import { Table, TBody, Td, Th } from '#components/ui/table.tsx';
import { DigestText } from './digest-text.tsx';
import { SafeText } from './safe-text.tsx';
import { TimeText } from './time-text.tsx';

export interface EvidenceRow {
  readonly id: string;
  readonly type: string;
  readonly digest: string;
  readonly fileName: string;
  readonly producer: string | null;
  readonly outcome: string;
  readonly summary: string;
  readonly attachedAt: Date | string;
  readonly attachedBy: string;
}

const OUTCOMES = {
  pass: { tone: 'ok', icon: CircleCheck },
  fail: { tone: 'bad', icon: CircleX },
  error: { tone: 'unknown', icon: TriangleAlert },
} as const;

/** What a report says of itself. A scan that errored, and anything else unheard of, is unknown and never green. */
export function EvidenceOutcome({ outcome }: { outcome: string }) {
  const look = Object.hasOwn(OUTCOMES, outcome)
    ? OUTCOMES[outcome as keyof typeof OUTCOMES]
    : { tone: 'unknown' as const, icon: CircleHelp };
  return <Badge {...look}>{outcome}</Badge>;
}

export function EvidenceTable({ rows }: { rows: readonly EvidenceRow[] }) {
  return (
    <Table label="Evidence" sticky>
      <thead>
        <tr>
          <Th>File</Th>
          <Th>Type</Th>
          <Th>Outcome</Th>
          <Th className="w-full">What it says</Th>
          <Th>Digest</Th>
          <Th>Attached</Th>
        </tr>
      </thead>
      <TBody>
        {rows.map((row) => (
          <tr key={row.id}>
            <Td className="font-medium">
              {/* A download, not a page: what an opened file could do stays out of this origin. */}
              <a className="link" href={`/evidence/${row.id}`} download>
                <SafeText text={row.fileName} />
              </a>
            </Td>
            <Td>{row.type}</Td>
            <Td>
              <EvidenceOutcome outcome={row.outcome} />
            </Td>
            <Td className="min-w-48">
              <SafeText text={row.summary} />
              {row.producer ? (
                <span className="text-ink-muted block text-xs">
                  <SafeText text={row.producer} />
                </span>
              ) : null}
            </Td>
            <Td>
              <DigestText digest={row.digest} />
            </Td>
            <Td>
              <TimeText at={row.attachedAt} />
              <span className="text-ink-muted block text-xs [overflow-wrap:anywhere]">
                by <SafeText text={row.attachedBy} />
              </span>
            </Td>
          </tr>
        ))}
      </TBody>
    </Table>
  );
}
