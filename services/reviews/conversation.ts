/** What was said and asked on a review beside the verdicts, and how the content changed from one act to the next. */
import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Reader } from '#db/read.ts';
import { reviewEntry, reviewedContent } from '#db/schema/gate.ts';
import { privateText } from '#db/schema/people.ts';
import type { Json } from '#domain/canonical/json.ts';
import { compareContent } from '#domain/compare/content.ts';
import type { Section } from '#domain/compare/entry.ts';
import { actorNames } from '../ledger/events.ts';
import { type Keyset, type PageRequest, pageOf } from '../paging.ts';

export interface EntryRow {
  readonly id: string;
  readonly kind: 'requested' | 'resubmitted' | 'comment';
  readonly by: string;
  readonly at: Date;
  readonly contentDigest: string;
  /** null when there is none; an erased comment is said to be */
  readonly comment: string | null;
}

export interface Entries {
  /** oldest first */
  readonly rows: readonly EntryRow[];
  /** of all of them */
  readonly count: number;
  /** key of the oldest shown when there are earlier ones */
  readonly earlier: Keyset | null;
}

export async function countEntries(db: Reader, reviewId: string): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(reviewEntry)
    .where(eq(reviewEntry.reviewId, reviewId));
  return row?.count ?? 0;
}

/** The newest entries, or those before a cursor. */
export async function readEntries(db: Reader, reviewId: string, request: PageRequest): Promise<Entries> {
  const { limit, after } = pageOf({ limit: 100, ...request }, 2);
  const found = await db
    .select({ entry: reviewEntry, text: privateText.text })
    .from(reviewEntry)
    .leftJoin(privateText, eq(privateText.id, reviewEntry.commentId))
    .where(
      and(
        eq(reviewEntry.reviewId, reviewId),
        after ? sql`(${reviewEntry.at}, ${reviewEntry.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : undefined,
      ),
    )
    .orderBy(desc(reviewEntry.at), desc(reviewEntry.id))
    .limit(limit + 1);
  const shown = found.slice(0, limit).reverse();
  const names = await actorNames(
    db,
    shown.map(({ entry }) => entry.actor),
  );
  const [oldest] = shown;
  return {
    rows: shown.map(({ entry, text }) => ({
      id: entry.id,
      kind: entry.kind,
      by: names.get(entry.actor) ?? entry.actor,
      at: entry.at,
      contentDigest: entry.contentDigest,
      comment: entry.commentId === null ? null : (text ?? 'The comment was erased'),
    })),
    count: await countEntries(db, reviewId),
    earlier: found.length > limit && oldest ? [oldest.entry.at.toISOString(), oldest.entry.id] : null,
  };
}

export interface ContentChange {
  readonly before: string;
  readonly after: string;
  /** null where one of the two was not kept */
  readonly changes: Section | null;
}

/** More changes of content than this in one conversation, and the oldest are named without their difference. */
const COMPARED = 20;

/**
 * The changes of content along a conversation: `digests` in its order, the present one last. What is kept of them is read
 * in one statement.
 */
export async function contentChanges(
  db: Reader,
  digests: readonly string[],
  present: { readonly digest: string; readonly content: Json },
): Promise<ContentChange[]> {
  const steps = [...digests, present.digest].flatMap((after, index, all) => {
    const before = all[index - 1];
    return before !== undefined && before !== after ? [{ before, after }] : [];
  });
  const wanted = [...new Set(steps.slice(-COMPARED).flatMap(({ before, after }) => [before, after]))];
  if (wanted.length === 0) return [];
  const rows = await db
    .select({ digest: reviewedContent.digest, content: reviewedContent.content })
    .from(reviewedContent)
    .where(inArray(reviewedContent.digest, wanted))
    .orderBy(asc(reviewedContent.digest));
  const known = new Map(rows.map(({ digest, content }) => [digest, content]));
  known.set(present.digest, present.content);
  return steps.map(({ before, after }) => {
    const [was, is] = [known.get(before), known.get(after)];
    return { before, after, changes: was === undefined || is === undefined ? null : compareContent(was, is) };
  });
}
