import { CircleCheck, CircleSlash, Webhook } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { load } from '#app/context.ts';
import { one, type PageQuery, pagerLinks } from '#app/page-query.ts';
import { noticeKindLabel } from '#components/gate/notice-kinds.ts';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { Section } from '#components/ui/section.tsx';
import { Table, TBody, Td, Th } from '#components/ui/table.tsx';
import { writeCursor } from '#services/paging.ts';
import { listWebhooks } from '#services/webhooks/list.ts';
import { SettingsHeader } from '../settings-header.tsx';
import { CreateWebhook } from './create-webhook.tsx';

export const metadata: Metadata = { title: 'Webhooks' };

const PATH = '/settings/webhooks';

export default async function WebhooksPage({ searchParams }: { searchParams: PageQuery }) {
  const query = await searchParams;
  const page = await load((ctx) => listWebhooks(ctx, { cursor: one(query, 'cursor') }));
  return (
    <>
      <SettingsHeader current="webhooks" />
      <Section title="Webhooks" hint="Newest first" flush actions={<CreateWebhook />}>
        {page.rows.length === 0 ? (
          <EmptyState icon={Webhook} title="No webhooks">
            One tells another system, such as a chat or a ticket queue, when something here needs somebody.
          </EmptyState>
        ) : (
          <Table label="Webhooks" sticky>
            <thead>
              <tr>
                <Th>Name</Th>
                <Th>State</Th>
                <Th>Sends to</Th>
                <Th className="w-full">What</Th>
                <Th>Made by</Th>
                <Th>Made</Th>
              </tr>
            </thead>
            <TBody>
              {page.rows.map((row) => (
                <tr key={row.id}>
                  <Td>
                    <Link className="link font-medium" href={`${PATH}/${row.id}`}>
                      <SafeText text={row.name} />
                    </Link>
                  </Td>
                  <Td>
                    <Badge tone={row.disabledAt ? 'neutral' : 'ok'} icon={row.disabledAt ? CircleSlash : CircleCheck}>
                      {row.disabledAt ? 'disabled' : 'active'}
                    </Badge>
                  </Td>
                  <Td className="font-mono text-xs">{new URL(row.url).host}</Td>
                  <Td className="min-w-48">{row.kinds.map(noticeKindLabel).join(', ')}</Td>
                  <Td>
                    <SafeText text={row.createdBy} />
                  </Td>
                  <Td>
                    <TimeText at={row.createdAt} />
                  </Td>
                </tr>
              ))}
            </TBody>
          </Table>
        )}
        <Pager {...pagerLinks(PATH, query, writeCursor(page.next))} />
      </Section>
    </>
  );
}
