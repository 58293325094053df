/** What the page of a review shows beside the review: seats, conversation, and what changed since the last approved version. */
import { and, gt, isNull, sql } from 'drizzle-orm';
import type { Reader } from '#db/read.ts';
import { token } from '#db/schema/gate.ts';
import { type Comparison, compareVersions } from '#domain/compare/versions.ts';
import { seatsOf } from '#domain/gate/seats.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import type { PageRequest } from '../paging.ts';
import { currentPolicy } from '../policies/load.ts';
import { query } from '../transact.ts';
import { readSides } from '../versions/read-side.ts';
import { type ContentChange, contentChanges, type Entries, readEntries } from './conversation.ts';
import { type SeatView, seatsWithNames } from './holders.ts';
import { lastApproved } from './last-approved.ts';
import { type ReviewView, readOne, type VerdictRow } from './read.ts';

export interface ReviewPage {
  readonly review: ReviewView;
  readonly seats: readonly SeatView[];
  readonly entries: Entries;
  /** along the conversation, oldest first */
  readonly contentChanges: readonly ContentChange[];
  /** with the last version that was let into the environment; null when this is the first */
  readonly comparison: Comparison | null;
  /** live tokens that end when I withdraw my approval */
  readonly restingOnMine: number;
}

async function restingOn(db: Reader, { verdicts }: ReviewView, now: Date): Promise<number> {
  const mine = verdicts.find((one) => one.mine && one.verdict === 'approve' && one.withdrawnAt === null);
  if (!mine) return 0;
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(token)
    .where(
      and(
        isNull(token.revokedAt),
        gt(token.expiresAt, now),
        sql`${token.claims} -> 'approvals' @> ${JSON.stringify([mine.id])}::jsonb`,
      ),
    );
  return row?.count ?? 0;
}

/** The digests of a conversation in its order: what was asked about and what was decided on. */
function digestsAlong(verdicts: readonly VerdictRow[], entries: Entries): string[] {
  return [...verdicts, ...entries.rows]
    .toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1))
    .map(({ contentDigest }) => contentDigest)
    .filter((digest) => digest !== '');
}

/** Everything that the page of a review shows. */
export async function readReviewPage(
  ctx: Ctx,
  id: string,
  request: PageRequest & { readonly whole?: boolean } = {},
): Promise<ReviewPage> {
  return query(ctx, 'review.read', thing(`review:${id}`), async (db, now) => {
    const { view, evaluation } = await readOne(ctx, db, id, now);
    const { facts, policies } = evaluation;
    const entries = await readEntries(db, id, { cursor: request.cursor });
    const before = await lastApproved(db, view.versionId, view.environment);
    const { document } = await currentPolicy(db);
    const sides =
      before === null ? [] : await readSides(db, [before, view.versionId], document, ctx.runtime.trial, now);
    const [a, b] = sides;
    return {
      review: view,
      seats: await seatsWithNames(db, seatsOf(facts, policies, now), facts, policies, now),
      entries,
      contentChanges: await contentChanges(db, digestsAlong(view.verdicts, entries), {
        digest: view.contentDigest,
        content: view.content,
      }),
      comparison: a && b ? compareVersions(a, b, document.thresholds, request.whole) : null,
      restingOnMine: await restingOn(db, view, now),
    };
  });
}
