import { Inbox } from 'lucide-react';
import type { Metadata } from 'next';
import { load } from '#app/context.ts';
import { one, oneOf, type PageQuery, pagerLinks } from '#app/page-query.ts';
import { QueueTable } from '#components/gate/queue-table.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { writeCursor } from '#services/paging.ts';
import { listReviews, type QueueTab } from '#services/reviews/list.ts';

export const metadata: Metadata = { title: 'Reviews' };

const TABS: Readonly<Record<QueueTab, { label: string; empty: string }>> = {
  mine: { label: 'Mine', empty: 'Nothing waits for you: no open review asks for a role of yours that you may act in.' },
  team: { label: 'Team', empty: 'No open review of a model of your teams.' },
  all: {
    label: 'All',
    empty: 'No open review. One opens when a version lacks nothing but approvals and its owner or pipeline asks.',
  },
  done: { label: 'Done', empty: 'No review has been decided yet.' },
};
const NAMES = Object.keys(TABS) as QueueTab[];

export default async function ReviewsPage({ searchParams }: { searchParams: PageQuery }) {
  const query = await searchParams;
  const tab = oneOf(query, 'tab', NAMES) ?? 'mine';
  const reviews = await load((ctx) => listReviews(ctx, tab, { cursor: one(query, 'cursor') }));
  return (
    <>
      <PageHeader title="Reviews" />
      <Tabs
        label="Reviews"
        tabs={NAMES.map((name) => ({
          href: name === 'mine' ? '/reviews' : `/reviews?tab=${name}`,
          label: TABS[name].label,
          current: name === tab,
        }))}
      />
      <div className="bg-raised border-line mt-4 rounded-lg border">
        {reviews.rows.length === 0 ? (
          <EmptyState icon={Inbox} title={reviews.next === null ? 'Nothing here' : 'Nothing on this page'}>
            {reviews.next === null ? TABS[tab].empty : 'Older reviews are on the next page.'}
          </EmptyState>
        ) : (
          <QueueTable rows={reviews.rows} label={`Reviews: ${TABS[tab].label}`} />
        )}
        <Pager {...pagerLinks('/reviews', query, writeCursor(reviews.next))} />
      </div>
    </>
  );
}
