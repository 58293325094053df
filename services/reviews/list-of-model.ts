/** Every review of a model's versions, whatever became of it, newest first by keyset. */
import { and, desc, eq, sql } from 'drizzle-orm';
import { review } from '#db/schema/gate.ts';
import { version } from '#db/schema/register.ts';
import type { ReviewState } from '#domain/gate/review-states.ts';
import type { Tier } from '#domain/risk/tier.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { actorNames } from '../ledger/events.ts';
import { type Page, type PageRequest, pageOf } from '../paging.ts';
import { query } from '../transact.ts';
import { findModel } from '../versions/find-model.ts';

export interface ModelReview {
  readonly id: string;
  readonly version: string;
  readonly environment: string;
  readonly state: ReviewState;
  readonly tier: Tier;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly updatedAt: Date;
}

export async function listReviewsOfModel(
  ctx: Ctx,
  namespace: string,
  name: string,
  request: PageRequest = {},
): Promise<Page<ModelReview>> {
  return query(ctx, 'review.read', thing(`${namespace}/${name}`), async (db) => {
    const { id } = await findModel(db, namespace, name);
    const { limit, after } = pageOf(request, 2);
    const rows = await db
      .select({
        id: review.id,
        version: version.version,
        environment: review.environment,
        state: review.state,
        tier: version.tier,
        requestedBy: review.requestedBy,
        requestedAt: review.requestedAt,
        updatedAt: review.updatedAt,
      })
      .from(review)
      .innerJoin(version, eq(version.id, review.versionId))
      .where(
        and(
          eq(version.modelId, id),
          after
            ? sql`(${review.requestedAt}, ${review.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
            : undefined,
        ),
      )
      .orderBy(desc(review.requestedAt), desc(review.id))
      .limit(limit + 1);
    const shown = rows.slice(0, limit);
    const names = await actorNames(
      db,
      shown.map(({ requestedBy }) => requestedBy),
    );
    const last = shown.at(-1);
    return {
      rows: shown.map((row) => ({ ...row, requestedBy: names.get(row.requestedBy) ?? row.requestedBy })),
      next: rows.length > limit && last ? [last.requestedAt.toISOString(), last.id] : null,
    };
  });
}
