/** The review queue: what waits, how long, what is unmet, and my part in it. */
import { and, asc, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Reader } from '#db/read.ts';
import { review } from '#db/schema/gate.ts';
import { team } from '#db/schema/people.ts';
import { model, version } from '#db/schema/register.ts';
import type { Person } from '#domain/access/actor.ts';
import type { Decision } from '#domain/gate/decide.ts';
import { myPart } from '#domain/gate/my-part.ts';
import type { ReviewState } from '#domain/gate/review-states.ts';
import { type Due, dueOf } from '#domain/gate/review-targets.ts';
import type { Tier } from '#domain/risk/tier.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { type Evaluation, evaluateAll } from '../gate/evaluate.ts';
import { actorNames } from '../ledger/events.ts';
import { type Keyset, type Page, type PageRequest, pageOf } from '../paging.ts';
import { query } from '../transact.ts';

/** `mine`: asks for a role of mine and I may act; `team`: my teams' models; `all`: everything open; `done`: decided. */
export type QueueTab = 'mine' | 'team' | 'all' | 'done';

export interface QueueFilter {
  readonly environment?: string | undefined;
  readonly tier?: Tier | undefined;
  readonly team?: string | undefined;
}

export interface QueueRow {
  readonly id: string;
  readonly ref: string;
  readonly environment: string;
  readonly state: ReviewState;
  /** it was approved, and that does not hold any more */
  readonly lapsed: boolean;
  readonly tier: Tier;
  readonly team: string;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  /** when it was last asked for */
  readonly askedAt: Date;
  /** against the target of its tier; null once it is decided */
  readonly due: Due | null;
  readonly outcome: Decision['outcome'];
  /** requirements that are neither met nor waived, approvals included */
  readonly unmet: number;
  /** what I can do: act now, acted already, cannot (with the reason), not asked */
  readonly part: { readonly kind: 'can' | 'done' | 'cannot' | 'none'; readonly reason: string | null };
}

const WAITING: ReviewState[] = ['open', 'changes-requested'];
const DECIDED: ReviewState[] = ['approved', 'rejected', 'closed'];

type Waiting = Awaited<ReturnType<typeof readBatch>>[number];

function narrowed({ environment, tier, team: slug }: QueueFilter): SQL | undefined {
  return and(
    environment === undefined ? undefined : eq(review.environment, environment),
    tier === undefined ? undefined : eq(version.tier, tier),
    slug === undefined ? undefined : eq(team.slug, slug),
  );
}

const inTab = (actor: Person, tab: QueueTab) =>
  and(
    inArray(review.state, tab === 'done' ? DECIDED : WAITING),
    tab === 'team' ? inArray(team.slug, [...actor.teams]) : undefined,
  );

async function readBatch(
  db: Reader,
  actor: Person,
  tab: QueueTab,
  filter: QueueFilter,
  after: Keyset | null,
  limit: number,
) {
  const done = tab === 'done';
  return db
    .select({
      review,
      namespace: model.namespace,
      name: model.name,
      version: version.version,
      tier: version.tier,
      team: team.slug,
    })
    .from(review)
    .innerJoin(version, eq(version.id, review.versionId))
    .innerJoin(model, eq(model.id, version.modelId))
    .innerJoin(team, eq(team.id, model.teamId))
    .where(
      and(
        inTab(actor, tab),
        narrowed(filter),
        after === null
          ? undefined
          : done
            ? sql`(${review.updatedAt}, ${review.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
            : sql`(${review.askedAt}, ${review.id}) > (${after[0]}::timestamptz, ${after[1]}::uuid)`,
      ),
    )
    .orderBy(...(done ? [desc(review.updatedAt), desc(review.id)] : [asc(review.askedAt), asc(review.id)]))
    .limit(limit);
}

function partOf(
  state: ReviewState,
  { facts, policies, decision }: Evaluation,
  actor: Person,
  now: Date,
): QueueRow['part'] {
  const approved = facts.review?.approvals.some(
    ({ personId, contentDigest }) => personId === actor.id && contentDigest === decision.contentDigest,
  );
  if (approved) return { kind: 'done', reason: null };
  // Nothing is left to decide in what is over, whoever could have.
  if (!WAITING.includes(state)) return { kind: 'none', reason: null };
  const parts = myPart(facts, policies, actor, now);
  const [first] = parts;
  if (!first) return { kind: 'none', reason: null };
  // A sign-in that is not fresh is confirmed when one decides: it takes nothing off anybody's list.
  const can = parts.some(({ refusals }) => refusals.every(({ code }) => code === 'step-up'));
  return can ? { kind: 'can', reason: null } : { kind: 'cannot', reason: first.refusal?.reason ?? null };
}

function queueRow(
  row: Waiting,
  { decision, facts }: Evaluation,
  names: ReadonlyMap<string, string>,
  part: QueueRow['part'],
  now: Date,
): QueueRow {
  const { id, environment, state, requestedBy, requestedAt, askedAt } = row.review;
  return {
    id,
    ref: `${row.namespace}/${row.name}@${row.version}`,
    environment,
    state,
    lapsed: state === 'approved' && facts.review?.id === id && decision.outcome !== 'allow',
    tier: row.tier,
    team: row.team,
    requestedBy: names.get(requestedBy) ?? requestedBy,
    requestedAt,
    askedAt,
    due: WAITING.includes(state) ? dueOf(row.tier, askedAt, now) : null,
    outcome: decision.outcome,
    unmet: decision.requirements.filter(({ status }) => status !== 'met' && status !== 'waived').length,
    part,
  };
}

function keyOf({ review: { id, askedAt, updatedAt } }: Waiting, tab: QueueTab): Keyset {
  return [(tab === 'done' ? updatedAt : askedAt).toISOString(), id];
}

/** What I may act on is judged and not stored, so `mine` reads on until its page is full, up to this many batches. */
const MAX_BATCHES = 20;

/** Oldest first; what is decided, newest first. */
export async function listReviews(
  ctx: Ctx,
  tab: QueueTab,
  request: PageRequest & QueueFilter = {},
): Promise<Page<QueueRow>> {
  return query(ctx, 'review.read', thing('reviews'), async (db, now) => {
    const { limit, after: start } = pageOf({ ...request, limit: request.limit ?? 25 }, 2);
    const { actor } = ctx;
    if (actor.kind !== 'person' || (tab === 'team' && actor.teams.length === 0)) return { rows: [], next: null };
    const shown: QueueRow[] = [];
    let after = start;
    for (let batch = 0; batch < MAX_BATCHES; batch++) {
      const rows = await readBatch(db, actor, tab, request, after, limit + 1);
      const page = rows.slice(0, limit);
      const questions = page.map(({ review: { versionId, environment } }) => ({ versionId, environment }));
      const evaluations = await evaluateAll(db, questions, ctx.runtime.trial, now);
      const names = await actorNames(
        db,
        page.map((row) => row.review.requestedBy),
      );
      for (const [index, row] of page.entries()) {
        const evaluation = evaluations[index];
        if (!evaluation) continue;
        const part = partOf(row.review.state, evaluation, actor, now);
        if (tab !== 'mine' || part.kind === 'can') shown.push(queueRow(row, evaluation, names, part, now));
        after = keyOf(row, tab);
        const more = index < page.length - 1 || rows.length > limit;
        if (shown.length === limit) return { rows: shown, next: more ? after : null };
      }
      if (rows.length <= limit) return { rows: shown, next: null };
    }
    return { rows: shown, next: after };
  });
}

export interface QueueCounts {
  readonly team: number;
  readonly all: number;
  readonly done: number;
}

/** How many each tab has; what is mine is judged one by one, so its number is what the list shows. */
export async function countReviews(ctx: Ctx, filter: QueueFilter = {}): Promise<QueueCounts> {
  return query(ctx, 'review.read', thing('reviews'), async (db) => {
    const teams = ctx.actor.kind === 'person' ? [...ctx.actor.teams] : [];
    const [row] = await db
      .select({
        all: sql<number>`count(*) filter (where ${inArray(review.state, WAITING)})::int`,
        done: sql<number>`count(*) filter (where ${inArray(review.state, DECIDED)})::int`,
        team: sql<number>`count(*) filter (where ${inArray(review.state, WAITING)} and ${teams.length === 0 ? sql`false` : inArray(team.slug, teams)})::int`,
      })
      .from(review)
      .innerJoin(version, eq(version.id, review.versionId))
      .innerJoin(model, eq(model.id, version.modelId))
      .innerJoin(team, eq(team.id, model.teamId))
      .where(narrowed(filter));
    return row ?? { team: 0, all: 0, done: 0 };
  });
}
