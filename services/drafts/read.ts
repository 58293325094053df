/** One of one's own drafts; anybody else's is not there. */
import { z } from 'zod';
import { type DraftText, findDraft } from '#db/desk/drafts.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { query } from '../transact.ts';
import { author } from './author.ts';

export async function readDraft(ctx: Ctx, id: string): Promise<DraftText> {
  return query(ctx, 'draft.keep', thing('drafts'), async () => {
    const found = z.uuid().safeParse(id).success
      ? await findDraft(ctx.runtime.store.pool, { personId: author(ctx), id })
      : null;
    if (!found) throw new ServiceError('not-found', 'There is no such draft', 'draft');
    return found;
  });
}
