import { ScrollText } from 'lucide-react';
import Link from 'next/link';
import { load } from '#app/context.ts';
import { one, pagerLinks } from '#app/page-query.ts';
import { EventTable } from '#components/gate/event-table.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { Section } from '#components/ui/section.tsx';
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
        <EventTable
          label="Activity"
          rows={events.rows}
          hrefOf={(entry) => `/ledger?model=${encodeURIComponent(model)}&entry=${entry}`}
        />
      )}
      <Pager {...pagerLinks(path, query, writeCursor(events.next))} />
    </Section>
  );
}
