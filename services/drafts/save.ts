/**
 * Keeping a form while it is typed. A save names the revision that it goes on from; where another page has saved since, it
 * is refused, so that no page silently writes over another's text.
 */
import { z } from 'zod';
import { type DraftWrite, dropOldest, findDraft, insertDraft, updateDraft } from '#db/desk/drafts.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { newId } from '../ids.ts';
import { parse } from '../parse.ts';
import { query } from '../transact.ts';
import { author } from './author.ts';

/** Drafts that one person can have; the one longest unused makes room. */
export const MOST_DRAFTS = 50;
/** of a draft's content, as JSON in UTF-8 */
export const LARGEST_DRAFT = 256 * 1024;

export const DraftInput = z.strictObject({
  /** null: a new draft */
  id: z.uuid().nullable(),
  /** the revision that this one goes on from; 0 for a new draft */
  revision: z.int().min(0),
  title: z.string().max(300),
  content: z.record(z.string(), z.unknown()),
  /** names the open page, made by it */
  writer: z.string().regex(/^[A-Za-z0-9-]{8,64}$/),
});

export interface SavedDraft {
  readonly id: string;
  readonly revision: number;
  readonly savedAt: Date;
  /** titles of drafts that made room for this one */
  readonly dropped: readonly string[];
}

/** PostgreSQL keeps no NUL and no lone surrogate in JSON: nothing that is typed holds them. */
function measured(content: Record<string, unknown>): Record<string, unknown> {
  const text = JSON.stringify(content);
  const bytes = Buffer.byteLength(text);
  if (bytes > LARGEST_DRAFT) {
    throw new ServiceError('invalid', `The draft has ${bytes} bytes; at most ${LARGEST_DRAFT} are kept`, 'draft-size', [
      { path: '/content', message: 'Too large to be kept as a draft' },
    ]);
  }
  return JSON.parse(text.replaceAll('\\u0000', '\\ufffd').toWellFormed()) as Record<string, unknown>;
}

export async function saveDraft(ctx: Ctx, input: unknown): Promise<SavedDraft> {
  return query(ctx, 'draft.keep', thing('drafts'), async (_db, now) => {
    const { pool } = ctx.runtime.store;
    const { id, revision, title, content, writer } = parse(DraftInput, input);
    const personId = author(ctx);
    const kept = {
      personId,
      title: title.replaceAll('\0', '').toWellFormed(),
      content: measured(content),
      writer,
      now,
    };
    if (id === null) {
      const created: DraftWrite = { ...kept, id: newId(now) };
      await insertDraft(pool, 'registration', created);
      const dropped = await dropOldest(pool, personId, MOST_DRAFTS);
      return { id: created.id, revision: 1, savedAt: now, dropped };
    }
    const saved = await updateDraft(pool, revision, { ...kept, id });
    if (saved !== null) return { id, revision: saved, savedAt: now, dropped: [] };
    if (!(await findDraft(pool, { personId, id })))
      throw new ServiceError('not-found', 'There is no such draft', 'draft');
    throw new ServiceError('conflict', 'This draft was changed in another tab or browser', 'draft-changed');
  });
}
