/** What the ledger says about a model, for those who may read the ledger; null for everybody else. */
import { may } from '#domain/access/may.ts';
import type { Ctx } from '../context.ts';
import type { Page, PageRequest } from '../paging.ts';
import { type EventRow, listEvents } from './events.ts';

const NO_RELATIONS: ReadonlySet<never> = new Set();

export async function modelActivity(
  ctx: Ctx,
  model: string,
  request: PageRequest = {},
): Promise<Page<EventRow> | null> {
  // Asked first, so that looking at a tab is no refusal; `listEvents` authorises by itself.
  if (!may(ctx.actor, 'ledger.read', NO_RELATIONS).allowed) return null;
  return listEvents(ctx, { ...request, model });
}
