import { one, oneOf, type PageQuery } from '#app/page-query.ts';
import type { QueuePage } from '#components/gate/queue-query.ts';
import type { Page } from '#services/paging.ts';
import type { QueueFilter, QueueRow, QueueTab } from '#services/reviews/list.ts';

export const TAB_NAMES = ['mine', 'team', 'all', 'done'] as const satisfies readonly QueueTab[];
const TIERS = ['low', 'medium', 'high', 'critical'] as const;

export interface QueueRequest {
  readonly tab: QueueTab;
  readonly filter: QueueFilter;
  readonly cursor: string | undefined;
}

/** What an address asks for; the page and the route that keeps it up to date read it in one way. */
export function queueRequest(query: Awaited<PageQuery>): QueueRequest {
  return {
    tab: oneOf(query, 'tab', TAB_NAMES) ?? 'mine',
    filter: { environment: one(query, 'environment'), tier: oneOf(query, 'tier', TIERS), team: one(query, 'team') },
    cursor: one(query, 'cursor'),
  };
}

export function queuePage({ rows, next }: Page<QueueRow>): QueuePage {
  return {
    rows: rows.map(({ requestedAt: _requestedAt, outcome: _outcome, due, ...row }) => ({
      ...row,
      askedAt: row.askedAt.toISOString(),
      due: due && { standing: due.standing, text: due.text },
    })),
    more: next !== null,
  };
}
