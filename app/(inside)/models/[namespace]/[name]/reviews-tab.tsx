import { Inbox } from 'lucide-react';
import Link from 'next/link';
import { load } from '#app/context.ts';
import { one, pagerLinks } from '#app/page-query.ts';
import { PersonName } from '#components/gate/person-name.tsx';
import { ReviewStateMark } from '#components/gate/review-state.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TierBadge } from '#components/gate/tier-badge.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { Section } from '#components/ui/section.tsx';
import { Table, TBody, Td, Th } from '#components/ui/table.tsx';
import { writeCursor } from '#services/paging.ts';
import { listReviewsOfModel } from '#services/reviews/list-of-model.ts';
import type { TabProps } from './page.tsx';

export async function ReviewsTab({ namespace, name, path, query }: TabProps) {
  const reviews = await load((ctx) => listReviewsOfModel(ctx, namespace, name, { cursor: one(query, 'cursor') }));
  return (
    <Section title="Reviews" hint="Of every version, newest first" flush>
      {reviews.rows.length === 0 ? (
        <EmptyState icon={Inbox} title="No reviews">
          One is opened when somebody asks for promotion and only approvals are missing.
        </EmptyState>
      ) : (
        <Table label="Reviews" sticky>
          <thead>
            <tr>
              <Th className="w-full">Version</Th>
              <Th>For</Th>
              <Th>State</Th>
              <Th>Tier now</Th>
              <Th>Asked by</Th>
              <Th>Asked</Th>
              <Th>Last change</Th>
            </tr>
          </thead>
          <TBody>
            {reviews.rows.map((row) => (
              <tr key={row.id}>
                <Td className="min-w-32 font-medium [overflow-wrap:anywhere]">
                  <Link prefetch={false} className="link" href={`/reviews/${row.id}`}>
                    <SafeText text={row.version} />
                  </Link>
                </Td>
                <Td>{row.environment}</Td>
                <Td>
                  <ReviewStateMark state={row.state} />
                </Td>
                <Td>
                  <TierBadge tier={row.tier} />
                </Td>
                <Td>
                  <PersonName name={row.requestedBy} />
                </Td>
                <Td>
                  <TimeText at={row.requestedAt} />
                </Td>
                <Td>
                  <TimeText at={row.updatedAt} />
                </Td>
              </tr>
            ))}
          </TBody>
        </Table>
      )}
      <Pager {...pagerLinks(path, query, writeCursor(reviews.next))} />
    </Section>
  );
}
