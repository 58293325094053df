import type { Metadata } from 'next';
import { load } from '#app/context.ts';
import { one, oneOf, type PageQuery, pagerLinks } from '#app/page-query.ts';
import { deliveryStateOptions } from '#components/gate/delivery-state.tsx';
import { noticeKindLabel } from '#components/gate/notice-kinds.ts';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { FilterBar } from '#components/ui/filter-bar.tsx';
import { FilterSelect } from '#components/ui/filter-fields.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { Section } from '#components/ui/section.tsx';
import { DELIVERY_STATES, listDeliveries } from '#services/deliveries/list.ts';
import { writeCursor } from '#services/paging.ts';
import { readWebhook } from '#services/webhooks/list.ts';
import { DeliveryTable } from '../../deliveries/delivery-table.tsx';
import { SettingsHeader } from '../../settings-header.tsx';
import { WebhookActions } from './webhook-actions.tsx';

export const metadata: Metadata = { title: 'Webhook' };

export default async function WebhookPage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>;
  searchParams: PageQuery;
}) {
  const { id } = await params;
  const query = await searchParams;
  const path = `/settings/webhooks/${encodeURIComponent(id)}`;
  const state = oneOf(query, 'state', DELIVERY_STATES);
  const { hook, page } = await load(async (ctx) => ({
    hook: await readWebhook(ctx, id),
    page: await listDeliveries(ctx, { webhookId: id, state, cursor: one(query, 'cursor') }),
  }));
  return (
    <>
      <SettingsHeader current="webhooks" />
      <div className="grid grid-cols-1 gap-4">
        <Section
          title={<SafeText text={hook.name} />}
          actions={hook.disabledAt === null ? <WebhookActions id={hook.id} /> : null}
        >
          <KeyValues
            rows={[
              [
                'State',
                hook.disabledAt === null ? (
                  <Badge key="state" tone="ok">
                    active
                  </Badge>
                ) : (
                  <span key="state">
                    <Badge>disabled</Badge> <TimeText at={hook.disabledAt} />
                  </span>
                ),
              ],
              [
                'Sends to',
                <span key="url" className="font-mono text-xs break-all">
                  <SafeText text={hook.url} />
                </span>,
              ],
              ['What', hook.kinds.map(noticeKindLabel).join(', ')],
              [
                'Made by',
                <span key="maker">
                  <SafeText text={hook.createdBy} />, <TimeText at={hook.createdAt} />
                </span>,
              ],
              [
                'Rotated',
                hook.overlapUntil === null ? null : (
                  <span key="overlap">
                    The secret before signs too until <TimeText at={hook.overlapUntil} style="absolute" />
                  </span>
                ),
              ],
            ]}
          />
        </Section>
        <div>
          <FilterBar path={path} label="Filter deliveries">
            <FilterSelect name="state" label="State" value={state} options={deliveryStateOptions} />
          </FilterBar>
          <Section title="Deliveries" hint="Newest first" flush>
            <DeliveryTable
              rows={page.rows}
              to={false}
              empty={state ? 'None in this state.' : 'Nothing was sent yet. A test message shows whether it arrives.'}
            />
            <Pager {...pagerLinks(path, query, writeCursor(page.next))} />
          </Section>
        </div>
      </div>
    </>
  );
}
