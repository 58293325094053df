import Link from 'next/link';
import type { ReactNode } from 'react';
import { Table, TBody, Td, Th } from '#components/ui/table.tsx';
import { PersonName } from './person-name.tsx';
import { SafeText } from './safe-text.tsx';
import { TimeText } from './time-text.tsx';

interface EventRow {
  readonly index: number;
  readonly at: Date;
  readonly action: string;
  readonly actor: string;
  readonly actorName: string;
  readonly subject: string;
  /** null where the subject names itself */
  readonly subjectName: string | null;
}

/** Entries of the ledger. Where the list can be narrowed, an action and an actor lead to all of theirs. */
export function EventTable({
  label,
  rows,
  hrefOf,
  open = null,
  narrowed,
}: {
  label: string;
  rows: readonly EventRow[];
  hrefOf: (index: number) => string;
  /** index of the entry that is open on the same page */
  open?: number | null;
  narrowed?: (by: { readonly action: string } | { readonly actor: string }) => string;
}) {
  const link = (by: Parameters<NonNullable<typeof narrowed>>[0], text: ReactNode, title?: string) =>
    narrowed ? (
      <Link prefetch={false} className="hover:underline" title={title} href={narrowed(by)}>
        {text}
      </Link>
    ) : (
      text
    );
  return (
    <Table label={label} sticky>
      <thead>
        <tr>
          <Th>Entry</Th>
          <Th>When</Th>
          <Th>Action</Th>
          <Th>Actor</Th>
          <Th className="w-full">Subject</Th>
        </tr>
      </thead>
      <TBody>
        {rows.map((row) => (
          <tr key={row.index} className={row.index === open ? 'bg-accent-soft' : undefined}>
            <Td>
              <Link prefetch={false} scroll={false} className="link tabular-nums" href={hrefOf(row.index)}>
                {row.index}
              </Link>
            </Td>
            <Td>
              <TimeText at={row.at} />
            </Td>
            <Td className="whitespace-nowrap">{link({ action: row.action }, row.action)}</Td>
            <Td>{link({ actor: row.actor }, <PersonName name={row.actorName} />, row.actor)}</Td>
            <Td className="min-w-40 [overflow-wrap:anywhere]">
              {row.subjectName === null ? (
                <SafeText text={row.subject} />
              ) : (
                <span title={row.subject}>
                  <PersonName name={row.subjectName} />
                </span>
              )}
            </Td>
          </tr>
        ))}
      </TBody>
    </Table>
  );
}
