import Link from 'next/link';
import { ExemptionTable } from '#components/gate/exemption-table.tsx';
import { PersonName } from '#components/gate/person-name.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { Section } from '#components/ui/section.tsx';
import { Table, TBody, Td, Th } from '#components/ui/table.tsx';
import type { ExemptionListRow } from '#services/exemptions/list.ts';
import type { EventRow } from '#services/ledger/events.ts';

/** Where an auditor begins: what the ledger calls it, and what people call it. */
const BEGINNINGS = [
  ['token', 'tokens'],
  ['approval', 'approvals'],
  ['exemption', 'exemptions'],
  ['role', 'roles'],
  ['policy', 'policy'],
  ['access.denied', 'refusals'],
] as const;

/** Whatever is exempted at present, and what happened last: what somebody who audits comes for. */
export function AuditorDesk({
  exemptions,
  events,
}: {
  exemptions: readonly ExemptionListRow[];
  events: readonly EventRow[];
}) {
  return (
    <>
      <Section
        title="Exemptions in force"
        hint="Those that end first"
        flush={exemptions.length > 0}
        actions={
          <LinkButton small variant="quiet" href="/exemptions">
            All of them
          </LinkButton>
        }
      >
        {exemptions.length === 0 ? (
          <p className="text-ink-muted text-sm">Nothing is exempted at present.</p>
        ) : (
          <ExemptionTable rows={exemptions} label="Exemptions in force" />
        )}
      </Section>
      <Section
        title="Newest events"
        hint="Sign-ins left out"
        flush
        actions={
          <LinkButton small variant="quiet" href="/ledger">
            All of them
          </LinkButton>
        }
      >
        <p className="border-line flex flex-wrap gap-x-3 gap-y-1 border-b px-4 py-2 text-sm">
          <span className="text-ink-muted">Only</span>
          {BEGINNINGS.map(([action, word]) => (
            <Link key={action} prefetch={false} className="link" href={`/ledger?action=${action}`}>
              {word}
            </Link>
          ))}
        </p>
        <Table label="Newest events">
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
            {events.map((event) => (
              <tr key={event.index}>
                <Td>
                  <Link prefetch={false} className="link tabular-nums" href={`/ledger?entry=${event.index}`}>
                    {event.index}
                  </Link>
                </Td>
                <Td>
                  <TimeText at={event.at} />
                </Td>
                <Td className="whitespace-nowrap">{event.action}</Td>
                <Td>
                  <PersonName name={event.actorName} />
                </Td>
                <Td className="min-w-40">
                  <SafeText text={event.subjectName ?? event.subject} />
                </Td>
              </tr>
            ))}
          </TBody>
        </Table>
      </Section>
    </>
  );
}
