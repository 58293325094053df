import { ScrollText } from 'lucide-react';
import type { Metadata } from 'next';
import { load } from '#app/context.ts';
import { hrefWith, one, type PageQuery, pagerLinks } from '#app/page-query.ts';
import { EventTable } from '#components/gate/event-table.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { FilterBar } from '#components/ui/filter-bar.tsx';
import { FilterDate, SearchBox } from '#components/ui/filter-fields.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { Section } from '#components/ui/section.tsx';
import { signedHead } from '#services/ledger/checkpoint.ts';
import { ledgerStanding, listEvents, readEvent } from '#services/ledger/events.ts';
import { writeCursor } from '#services/paging.ts';
import { EventSection } from './event-section.tsx';
import { HeadSection } from './head-section.tsx';

export const metadata: Metadata = { title: 'Ledger' };

const PATH = '/ledger';

/** A day as the filter's date field writes it, at its beginning or end in UTC; undefined when it is no day. */
function dayEdge(day: string | undefined, time: string): Date | undefined {
  if (day === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const at = new Date(`${day}T${time}Z`);
  return Number.isNaN(at.getTime()) ? undefined : at;
}

/** An action, or what it begins with: `exemption` means every action of exemptions. */
function actionsOf(typed: string | undefined): string | undefined {
  return typed === undefined || typed === '' || typed.includes('.') ? typed : `${typed}.`;
}

export default async function LedgerPage({ searchParams }: { searchParams: PageQuery }) {
  const query = await searchParams;
  const entry = one(query, 'entry');
  const index = entry !== undefined && /^\d{1,15}$/.test(entry) ? Number(entry) : null;
  const { events, standing, head, open } = await load(async (ctx) => ({
    events: await listEvents(ctx, {
      action: actionsOf(one(query, 'action')),
      actor: one(query, 'actor'),
      model: one(query, 'model'),
      subject: one(query, 'subject'),
      after: dayEdge(one(query, 'after'), '00:00:00.000'),
      before: dayEdge(one(query, 'before'), '23:59:59.999'),
      cursor: one(query, 'cursor'),
    }),
    standing: await ledgerStanding(ctx),
    head: await signedHead(ctx.runtime),
    open: index === null ? null : await readEvent(ctx, index),
  }));
  return (
    <>
      <PageHeader
        title="Ledger"
        lead="Everything that happened, in a log that nobody can quietly rewrite. Names are looked up; the leaves hold pseudonyms."
      />
      <FilterBar path={PATH} label="Filter events">
        <SearchBox name="action" label="Action" value={one(query, 'action')} placeholder="token or token.issued" />
        <SearchBox name="model" label="Model" value={one(query, 'model')} placeholder="namespace/name" />
        <SearchBox name="actor" label="Actor" value={one(query, 'actor')} placeholder="person:… or system" />
        <FilterDate name="after" label="From (UTC)" value={one(query, 'after')} />
        <FilterDate name="before" label="To (UTC)" value={one(query, 'before')} />
      </FilterBar>
      <div className="grid items-start gap-4 lg:grid-cols-[5fr_2fr]">
        <div className="grid min-w-0 gap-4">
          {open ? <EventSection event={open} closeHref={hrefWith(PATH, query, { entry: null })} /> : null}
          <Section title="Events" hint="Newest first" flush>
            {events.rows.length === 0 ? (
              <EmptyState icon={ScrollText} title="No event matches">
                Change or clear the filters above.
              </EmptyState>
            ) : (
              <EventTable
                label="Events"
                rows={events.rows}
                open={index}
                hrefOf={(entry) => hrefWith(PATH, query, { entry: String(entry) })}
                narrowed={(by) => hrefWith(PATH, query, { ...by, cursor: null })}
              />
            )}
            <Pager {...pagerLinks(PATH, query, writeCursor(events.next))} />
          </Section>
        </div>
        <HeadSection standing={standing} note={head.note} />
      </div>
    </>
  );
}
