/** Taking a view away. */
import { z } from 'zod';
import { deleteView } from '#db/desk/saved-views.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { query } from '../transact.ts';
import { keeper } from './keeper.ts';

export async function removeView(ctx: Ctx, id: string): Promise<void> {
  return query(ctx, 'view.keep', thing('views'), async () => {
    const gone = z.uuid().safeParse(id).success && (await deleteView(ctx.runtime.store.pool, keeper(ctx), id));
    if (!gone) throw new ServiceError('not-found', 'There is no such view', 'view');
  });
}
