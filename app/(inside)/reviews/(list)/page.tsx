import { Inbox } from 'lucide-react';
import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { load } from '#app/context.ts';
import { hrefWith, type PageQuery, pagerLinks } from '#app/page-query.ts';
import { QueueLive } from '#components/gate/queue-live.tsx';
import { SHORTCUTS_COOKIE, shortcutsOn } from '#components/shell/shortcuts.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { FilterBar } from '#components/ui/filter-bar.tsx';
import { FilterSelect } from '#components/ui/filter-fields.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { writeCursor } from '#services/paging.ts';
import { queueChoices } from '#services/reviews/choices.ts';
import { countReviews, listReviews, type QueueTab } from '#services/reviews/list.ts';
import { queuePage, queueRequest, TAB_NAMES } from '../queue-request.ts';

export const metadata: Metadata = { title: 'Reviews' };

const PATH = '/reviews';
const TABS: Readonly<Record<QueueTab, { label: string; empty: string }>> = {
  mine: { label: 'Mine', empty: 'Nothing waits for you: no open review asks for a role of yours that you may act in.' },
  team: { label: 'Team', empty: 'No open review of a model of your teams.' },
  all: {
    label: 'All',
    empty: 'No open review. One opens when a version lacks nothing but approvals and its owner or pipeline asks.',
  },
  done: { label: 'Done', empty: 'No review has been decided yet.' },
};
const same = (names: readonly string[]) => names.map((name) => [name, name] as const);

export default async function ReviewsPage({ searchParams }: { searchParams: PageQuery }) {
  const query = await searchParams;
  const { tab, filter, cursor } = queueRequest(query);
  const { reviews, counts, choices } = await load(async (ctx) => ({
    reviews: await listReviews(ctx, tab, { ...filter, cursor }),
    counts: await countReviews(ctx, filter),
    choices: await queueChoices(ctx),
  }));
  const shortcuts = shortcutsOn((await cookies()).get(SHORTCUTS_COOKIE)?.value);
  const filtered = Object.values(filter).some((value) => value !== undefined);
  // What is mine is judged row by row: its number is known where its list is.
  const mine =
    tab !== 'mine' ? undefined : reviews.next === null && cursor === undefined ? reviews.rows.length : undefined;
  const numbers = { ...counts, mine };
  const asked = hrefWith('', query, {}).slice(1);
  const empty = (
    <EmptyState icon={Inbox} title={reviews.next === null ? 'Nothing here' : 'Nothing on this page'}>
      {filtered
        ? 'Nothing matches the filters above.'
        : reviews.next === null
          ? TABS[tab].empty
          : 'Older reviews are on the next page.'}
    </EmptyState>
  );
  return (
    <>
      <PageHeader title="Reviews" />
      <Tabs
        label="Reviews"
        tabs={TAB_NAMES.map((name) => ({
          href: hrefWith(PATH, query, { tab: name === 'mine' ? null : name, cursor: null }),
          label: TABS[name].label,
          current: name === tab,
          count: numbers[name],
        }))}
      />
      <div className="mt-3">
        <FilterBar path={PATH} label="Filter the reviews">
          {tab === 'mine' ? null : <input type="hidden" name="tab" value={tab} />}
          <FilterSelect
            name="environment"
            label="For"
            value={filter.environment}
            options={same(choices.environments)}
          />
          <FilterSelect
            name="tier"
            label="Tier"
            value={filter.tier}
            options={same(['critical', 'high', 'medium', 'low'])}
          />
          <FilterSelect name="team" label="Team" value={filter.team} options={same(choices.teams)} />
        </FilterBar>
      </div>
      <div className="bg-raised border-line rounded-lg border">
        <QueueLive
          query={asked}
          shown={queuePage(reviews)}
          label={`Reviews: ${TABS[tab].label}`}
          shortcuts={shortcuts}
          empty={empty}
        />
        <Pager {...pagerLinks(PATH, query, writeCursor(reviews.next))} />
      </div>
    </>
  );
}
