/** One's own views, in the order in which they were kept; never more than can be kept. */
import { type ViewRow, viewsOf } from '#db/desk/saved-views.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { query } from '../transact.ts';
import { keeper } from './keeper.ts';
import { MOST_VIEWS } from './save.ts';

export async function listViews(ctx: Ctx): Promise<readonly ViewRow[]> {
  return query(ctx, 'view.keep', thing('views'), () => viewsOf(ctx.runtime.store.pool, keeper(ctx), MOST_VIEWS));
}
