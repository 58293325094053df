import type { Metadata } from 'next';
import { load } from '#app/context.ts';
import { one, oneOf, type PageQuery, pagerLinks } from '#app/page-query.ts';
import { deliveryStateOptions } from '#components/gate/delivery-state.tsx';
import { noticeKindOptions } from '#components/gate/notice-kinds.ts';
import { FilterBar } from '#components/ui/filter-bar.tsx';
import { FilterSelect } from '#components/ui/filter-fields.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { Section } from '#components/ui/section.tsx';
import { DELIVERY_CHANNELS, DELIVERY_STATES, listDeliveries } from '#services/deliveries/list.ts';
import { writeCursor } from '#services/paging.ts';
import { SettingsHeader } from '../settings-header.tsx';
import { DeliveryTable } from './delivery-table.tsx';

export const metadata: Metadata = { title: 'Deliveries' };

const PATH = '/settings/deliveries';

export default async function DeliveriesPage({ searchParams }: { searchParams: PageQuery }) {
  const query = await searchParams;
  const channel = oneOf(query, 'channel', DELIVERY_CHANNELS);
  const state = oneOf(query, 'state', DELIVERY_STATES);
  const page = await load((ctx) =>
    listDeliveries(ctx, { channel, state, kind: one(query, 'kind'), cursor: one(query, 'cursor') }),
  );
  return (
    <>
      <SettingsHeader current="deliveries" />
      <FilterBar path={PATH} label="Filter deliveries">
        <FilterSelect
          name="channel"
          label="Channel"
          value={channel}
          options={[
            ['webhook', 'Webhooks'],
            ['mail', 'Mails'],
          ]}
        />
        <FilterSelect name="state" label="State" value={state} options={deliveryStateOptions} />
        <FilterSelect
          name="kind"
          label="What"
          value={one(query, 'kind')}
          options={[...noticeKindOptions, ['test', 'Test message']]}
        />
      </FilterBar>
      <Section title="Deliveries" hint="Webhooks and mails, newest first" flush>
        <DeliveryTable rows={page.rows} empty="Nothing was sent, or nothing that the filters above let through." />
        <Pager {...pagerLinks(PATH, query, writeCursor(page.next))} />
      </Section>
    </>
  );
}
