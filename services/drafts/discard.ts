/** Throwing a draft away. What it held is handed back, so that doing so by mistake can be undone. */
import { z } from 'zod';
import { type DraftText, deleteDraft } from '#db/desk/drafts.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { query } from '../transact.ts';
import { author } from './author.ts';

export async function discardDraft(ctx: Ctx, id: string): Promise<DraftText> {
  return query(ctx, 'draft.keep', thing('drafts'), async () => {
    const gone = z.uuid().safeParse(id).success
      ? await deleteDraft(ctx.runtime.store.pool, { personId: author(ctx), id })
      : null;
    if (!gone) throw new ServiceError('not-found', 'There is no such draft', 'draft');
    return gone;
  });
}
