/** Keeping the register's filter by a name. What is kept is the address's query, made anew from what the register knows. */
import { z } from 'zod';
import { countViews, insertView } from '#db/desk/saved-views.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { newId } from '../ids.ts';
import { parse } from '../parse.ts';
import { query } from '../transact.ts';
import { FACETS } from '../versions/register-filter.ts';
import { keeper } from './keeper.ts';

/** Views that one person can keep: they stand in a row above the register. */
export const MOST_VIEWS = 20;

const KEPT = [...FACETS, 'q', 'sort'] as const;

const SavedViewInput = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, 'Give it a name')
    .max(60, 'At most 60 characters')
    .refine((text) => text.isWellFormed() && !text.includes('\0'), 'Holds characters that are none'),
  query: z.string().max(4_000, 'This filter is too long to be kept'),
});

/** Only what filters and sorts, in one order: never the page, and never a name that means something elsewhere. */
function filterOnly(text: string): string {
  const given = new URLSearchParams(text.toWellFormed());
  const kept = new URLSearchParams();
  for (const name of KEPT)
    for (const value of given.getAll(name)) if (value !== '' && !value.includes('\0')) kept.append(name, value);
  return kept.toString();
}

export async function saveView(ctx: Ctx, input: unknown): Promise<{ readonly id: string; readonly query: string }> {
  return query(ctx, 'view.keep', thing('views'), async (_db, now) => {
    const { name, query: text } = parse(SavedViewInput, input);
    const personId = keeper(ctx);
    const { pool } = ctx.runtime.store;
    const filter = filterOnly(text);
    if (filter === '') {
      throw new ServiceError('invalid', 'There is no filter to keep: choose something first', 'view-empty', [
        { path: '/name', message: 'Choose a filter first' },
      ]);
    }
    if ((await countViews(pool, personId)) >= MOST_VIEWS) {
      throw new ServiceError('conflict', `You keep ${MOST_VIEWS} views already. Take one away first.`, 'view-limit');
    }
    const id = newId(now);
    await insertView(pool, { id, personId, name, query: filter, now });
    return { id, query: filter };
  });
}
