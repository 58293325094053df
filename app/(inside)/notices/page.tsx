import { BellOff, Check } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { load } from '#app/context.ts';
import { hrefWith, one, oneOf, type PageQuery, pagerLinks } from '#app/page-query.ts';
import { ActionForm } from '#components/form/action-form.tsx';
import { Submit } from '#components/form/submit.tsx';
import { noticeKindOptions, noticeKinds } from '#components/gate/notice-kinds.ts';
import { PersonName } from '#components/gate/person-name.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { FilterBar } from '#components/ui/filter-bar.tsx';
import { FilterSelect } from '#components/ui/filter-fields.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { Section } from '#components/ui/section.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { listNotices, type NoticeRow } from '#services/notices/list.ts';

import { writeCursor } from '#services/paging.ts';
import { readAllAction, readNoticeAction } from './actions.ts';

export const metadata: Metadata = { title: 'Notices' };

const PATH = '/notices';

export default async function NoticesPage({ searchParams }: { searchParams: PageQuery }) {
  const query = await searchParams;
  const all = one(query, 'show') === 'all';
  const kind = oneOf(query, 'kind', noticeKinds);
  const page = await load((ctx) => listNotices(ctx, { unreadOnly: !all, kind, cursor: one(query, 'cursor') }));
  const newest = page.rows[0];
  const anyUnread = page.rows.some(({ read }) => !read);
  return (
    <>
      <PageHeader
        title="Notices"
        lead={
          <>
            What happened that concerns you. Where each kind reaches you is{' '}
            <Link className="link" href="/settings/notices">
              yours to choose
            </Link>
            .
          </>
        }
      />
      <div className="mb-3">
        <Tabs
          label="Notices"
          tabs={[
            { href: hrefWith(PATH, query, { show: null, cursor: null }), label: 'Unread', current: !all },
            { href: hrefWith(PATH, query, { show: 'all', cursor: null }), label: 'All', current: all },
          ]}
        />
      </div>
      <FilterBar path={PATH} label="Filter notices">
        {all ? <input type="hidden" name="show" value="all" /> : null}
        <FilterSelect name="kind" label="Kind" value={kind} options={noticeKindOptions} />
      </FilterBar>
      <Section
        title={all ? 'All notices' : 'Unread notices'}
        hint="Newest first"
        flush
        actions={
          newest && anyUnread && one(query, 'cursor') === undefined && kind === undefined ? (
            <ActionForm action={readAllAction}>
              <input type="hidden" name="newest" value={newest.id} />
              <Submit small variant="plain">
                Mark all as read
              </Submit>
            </ActionForm>
          ) : null
        }
      >
        {page.rows.length === 0 ? (
          <EmptyState icon={BellOff} title={all ? 'No notices' : 'Nothing unread'}>
            {kind !== undefined
              ? 'None of this kind. Change the filter above.'
              : 'You are told here when a review waits for you, when one of yours is decided, and when an approval stops counting.'}
          </EmptyState>
        ) : (
          <ul className="divide-line divide-y">
            {page.rows.map((row) => (
              <NoticeLine key={row.id} row={row} />
            ))}
          </ul>
        )}
        <Pager {...pagerLinks(PATH, query, writeCursor(page.next))} />
      </Section>
    </>
  );
}

function NoticeLine({ row }: { row: NoticeRow }) {
  return (
    <li className="flex items-start gap-3 px-4 py-2.5">
      <span
        className={`mt-2 size-2 shrink-0 rounded-full ${row.read ? 'bg-transparent' : 'bg-accent-solid'}`}
        aria-hidden
      />
      <div className="min-w-0 flex-1">
        {/* No Link: it would be fetched ahead, and fetching marks as read. */}
        <a href={`${PATH}/${row.id}`} className={`link break-words ${row.read ? '' : 'font-medium'}`}>
          {row.read ? null : <span className="sr-only">Unread: </span>}
          <SafeText text={row.title} />
        </a>
        <p className="text-ink-muted text-sm">{row.detail}</p>
        <p className="text-ink-muted text-xs">
          <TimeText at={row.at} />
          {row.actor === null ? null : (
            <>
              {' by '}
              <PersonName name={row.actor} />
            </>
          )}
        </p>
      </div>
      {row.read ? null : (
        <ActionForm action={readNoticeAction}>
          <input type="hidden" name="id" value={row.id} />
          <Submit small variant="quiet">
            <Check aria-hidden className="size-4" />
            <span className="max-sm:sr-only">Mark as read</span>
            <span className="sr-only">: {row.title}</span>
          </Submit>
        </ActionForm>
      )}
    </li>
  );
}
