/**
 * Drafts, which are nobody's business but their author's: every statement names the person, so that another's draft is not
 * there. No ledger event: nothing of the register changes by them.
 */
import { and, desc, eq, lt, or, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { Pool } from 'pg';
import { draft } from '../schema/drafts.ts';

export type DraftKind = 'registration';

export interface DraftRow {
  readonly id: string;
  readonly title: string;
  readonly revision: number;
  readonly updatedAt: Date;
}

export interface DraftText extends DraftRow {
  readonly content: unknown;
}

interface Mine {
  readonly personId: string;
  readonly id: string;
}

const own = ({ personId, id }: Mine) => and(eq(draft.id, id), eq(draft.personId, personId));

export interface DraftWrite extends Mine {
  readonly title: string;
  readonly content: unknown;
  readonly writer: string;
  readonly now: Date;
}

export async function insertDraft(pool: Pool, kind: DraftKind, { now, ...row }: DraftWrite): Promise<void> {
  await drizzle(pool)
    .insert(draft)
    .values({ ...row, kind, revision: 1, createdAt: now, updatedAt: now });
}

/**
 * Writes over the revision that the writer has seen, or over one of its own; says the new revision, or null when somebody
 * else's is there (or nothing). One statement, so that of two that write at once the second is refused.
 */
export async function updateDraft(pool: Pool, seen: number, write: DraftWrite): Promise<number | null> {
  const { title, content, writer, now } = write;
  const [row] = await drizzle(pool)
    .update(draft)
    .set({ title, content, writer, updatedAt: now, revision: sql`${draft.revision} + 1` })
    .where(
      and(own(write), or(eq(draft.revision, seen), and(eq(draft.writer, writer), sql`${draft.revision} > ${seen}`))),
    )
    .returning({ revision: draft.revision });
  return row?.revision ?? null;
}

export async function findDraft(pool: Pool, mine: Mine): Promise<DraftText | null> {
  const [row] = await drizzle(pool)
    .select({
      id: draft.id,
      title: draft.title,
      revision: draft.revision,
      updatedAt: draft.updatedAt,
      content: draft.content,
    })
    .from(draft)
    .where(own(mine));
  return row ?? null;
}

/** Newest first. */
export async function listDraftsOf(
  pool: Pool,
  personId: string,
  kind: DraftKind,
  { limit, before }: { readonly limit: number; readonly before: readonly [Date, string] | null },
): Promise<DraftRow[]> {
  return drizzle(pool)
    .select({ id: draft.id, title: draft.title, revision: draft.revision, updatedAt: draft.updatedAt })
    .from(draft)
    .where(
      and(
        eq(draft.personId, personId),
        eq(draft.kind, kind),
        before
          ? or(lt(draft.updatedAt, before[0]), and(eq(draft.updatedAt, before[0]), lt(draft.id, before[1])))
          : undefined,
      ),
    )
    .orderBy(desc(draft.updatedAt), desc(draft.id))
    .limit(limit);
}

/** What was taken away, or null when there was nothing. */
export async function deleteDraft(pool: Pool, mine: Mine): Promise<DraftText | null> {
  const [row] = await drizzle(pool).delete(draft).where(own(mine)).returning({
    id: draft.id,
    title: draft.title,
    revision: draft.revision,
    updatedAt: draft.updatedAt,
    content: draft.content,
  });
  return row ?? null;
}

/** Takes away all but the newest `keep` of a person; says the titles of those that went. */
export async function dropOldest(pool: Pool, personId: string, keep: number): Promise<string[]> {
  const db = drizzle(pool);
  const kept = db
    .select({ id: draft.id })
    .from(draft)
    .where(eq(draft.personId, personId))
    .orderBy(desc(draft.updatedAt), desc(draft.id))
    .limit(keep);
  const gone = await db
    .delete(draft)
    .where(and(eq(draft.personId, personId), sql`${draft.id} not in ${kept}`))
    .returning({ title: draft.title });
  return gone.map(({ title }) => title);
}
