import { ScrollText } from 'lucide-react';
import Link from 'next/link';
import { load } from '#app/context.ts';
import { one, pagerLinks } from '#app/page-query.ts';
import { PersonName } from '#components/gate/person-name.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { Section } from '#components/ui/section.tsx';
import { Table, TBody, Td, Th } from '#components/ui/table.tsx';
import { modelActivity } from '#services/ledger/model-activity.ts';
import { writeCursor } from '#services/paging.ts';
import type { TabProps } from './page.tsx';

/** The ledger's entries about this model. Who may not read the ledger is told where the register says what happened. */
export async function ActivityTab({ glance: { model }, path, query }: TabProps) {
  const events = await load((ctx) => modelActivity(ctx, model, { cursor: one(query, 'cursor') }));
  if (events === null) {
    return (
      <Section title="Activity">
        <EmptyState
          icon={ScrollText}
          title="The ledger’s entries are for auditors, reviewers and administrators"
          action={
            <Link className="link" href={`${path}?tab=versions`}>
              What happened to each version
            </Link>
          }
        >
          Registrations, reviews, approvals and tokens of this model are open to everybody signed in.
        </EmptyState>
      </Section>
    );
  }
  return (
    <Section title="Activity" hint="The ledger’s entries about this model, newest first" flush>
      {events.rows.length === 0 ? (
        <EmptyState icon={ScrollText} title="No entries" />
      ) : (
        <Table label="Activity" sticky>
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
            {events.rows.map((event) => (
              <tr key={event.index}>
                <Td>
                  <Link
                    prefetch={false}
                    className="link tabular-nums"
                    href={`/ledger?model=${encodeURIComponent(model)}&entry=${event.index}`}
                  >
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
                <Td className="min-w-40 [overflow-wrap:anywhere]">
                  <SafeText text={event.subject} />
                </Td>
              </tr>
            ))}
          </TBody>
        </Table>
      )}
      <Pager {...pagerLinks(path, query, writeCursor(events.next))} />
    </Section>
  );
}
