/** One's own drafts, the last saved first. */
import { type DraftRow, listDraftsOf } from '#db/desk/drafts.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { type Page, type PageRequest, pageOf } from '../paging.ts';
import { query } from '../transact.ts';
import { author } from './author.ts';

export async function listDrafts(ctx: Ctx, request: PageRequest = {}): Promise<Page<DraftRow>> {
  return query(ctx, 'draft.keep', thing('drafts'), async () => {
    const { limit, after } = pageOf(request, 2);
    const rows = await listDraftsOf(ctx.runtime.store.pool, author(ctx), 'registration', {
      limit: limit + 1,
      before: after ? [new Date(after[0]), after[1] ?? ''] : null,
    });
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return { rows: shown, next: rows.length > limit && last ? [last.updatedAt.toISOString(), last.id] : null };
  });
}
