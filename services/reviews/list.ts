/** The review queue: what waits, how long, what is unmet, and my part in it. */
import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import { approval, review } from '#db/schema/gate.ts';
import { team } from '#db/schema/people.ts';
import { model, version } from '#db/schema/register.ts';
import type { Decision } from '#domain/gate/decide.ts';
import { myPart } from '#domain/gate/my-part.ts';
import type { Tier } from '#domain/risk/tier.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { evaluate } from '../gate/evaluate.ts';
import { actorNames } from '../ledger/events.ts';
import { type Page, type PageRequest, pageOf } from '../paging.ts';
import { query } from '../transact.ts';

/** `mine`: asks for a role of mine and I may act; `team`: my teams' models; `all`: everything open; `done`: decided. */
export type QueueTab = 'mine' | 'team' | 'all' | 'done';

export interface QueueRow {
  readonly id: string;
  readonly ref: string;
  readonly environment: string;
  readonly state: 'open' | 'changes-requested' | 'approved' | 'rejected';
  readonly tier: Tier;
  readonly team: string;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly outcome: Decision['outcome'];
  /** requirements that are neither met nor waived, approvals included */
  readonly unmet: number;
  /** what I can do: act now, acted already, cannot (with the reason), not asked */
  readonly part: { readonly kind: 'can' | 'done' | 'cannot' | 'none'; readonly reason: string | null };
}

export async function listReviews(ctx: Ctx, tab: QueueTab, request: PageRequest = {}): Promise<Page<QueueRow>> {
  return query(ctx, 'review.read', thing('reviews'), async (db, now) => {
    const { limit, after } = pageOf({ ...request, limit: request.limit ?? 25 }, 2);
    const { actor } = ctx;
    if (actor.kind !== 'person') return { rows: [], next: null };
    if (tab === 'team' && actor.teams.length === 0) return { rows: [], next: null };
    const done = tab === 'done';
    const mineDone = sql`exists (select 1 from ${approval} a where a.review_id = ${review.id} and a.person_id = ${actor.id}
      and a.verdict = 'approve' and a.withdrawn_at is null)`;
    const rows = await db
      .select({
        review,
        namespace: model.namespace,
        name: model.name,
        version: version.version,
        tier: version.tier,
        team: team.slug,
        mineDone: sql<boolean>`${mineDone}`,
      })
      .from(review)
      .innerJoin(version, eq(version.id, review.versionId))
      .innerJoin(model, eq(model.id, version.modelId))
      .innerJoin(team, eq(team.id, model.teamId))
      .where(
        and(
          done ? inArray(review.state, ['approved', 'rejected']) : inArray(review.state, ['open', 'changes-requested']),
          tab === 'team' ? inArray(team.slug, [...actor.teams]) : undefined,
          tab === 'mine' ? sql`not ${mineDone}` : undefined,
          after
            ? done
              ? sql`(${review.updatedAt}, ${review.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
              : sql`(${review.requestedAt}, ${review.id}) > (${after[0]}::timestamptz, ${after[1]}::uuid)`
            : undefined,
        ),
      )
      .orderBy(...(done ? [desc(review.updatedAt), desc(review.id)] : [asc(review.requestedAt), asc(review.id)]))
      .limit(limit + 1);
    const page = rows.slice(0, limit);
    const names = await actorNames(
      db,
      page.map((row) => row.review.requestedBy),
    );
    const shown: QueueRow[] = [];
    for (const row of page) {
      const { facts, policies, decision } = await evaluate(
        db,
        row.review.versionId,
        row.review.environment,
        ctx.runtime.trial,
        now,
      );
      const parts = myPart(facts, policies, actor, now);
      const first = parts[0];
      const part: QueueRow['part'] = row.mineDone
        ? { kind: 'done', reason: null }
        : !first
          ? { kind: 'none', reason: null }
          : first.refusal
            ? { kind: 'cannot', reason: first.refusal.reason }
            : { kind: 'can', reason: null };
      if (tab === 'mine' && part.kind !== 'can') continue;
      shown.push({
        id: row.review.id,
        ref: `${row.namespace}/${row.name}@${row.version}`,
        environment: row.review.environment,
        state: row.review.state,
        tier: row.tier,
        team: row.team,
        requestedBy: names.get(row.review.requestedBy) ?? row.review.requestedBy,
        requestedAt: row.review.requestedAt,
        outcome: decision.outcome,
        unmet: decision.requirements.filter(({ status }) => status !== 'met' && status !== 'waived').length,
        part,
      });
    }
    const last = page.at(-1)?.review;
    const key = last && (done ? last.updatedAt : last.requestedAt);
    return { rows: shown, next: rows.length > limit && last && key ? [key.toISOString(), last.id] : null };
  });
}
