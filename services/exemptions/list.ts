/** Exemptions in every state, filtered and keyset-paged; and those that wait for a verdict of mine. */
import { and, asc, desc, eq, gt, isNotNull, lte, type SQL, sql } from 'drizzle-orm';
import { readExemptionRows } from '#db/queries/exemption-facts.ts';
import type { Reader } from '#db/read.ts';
import { exemption } from '#db/schema/exemptions.ts';
import { team } from '#db/schema/people.ts';
import { model, version } from '#db/schema/register.ts';
import type { Person } from '#domain/access/actor.ts';
import { isApprovingRole } from '#domain/access/roles.ts';
import { exemptionParts } from '#domain/gate/ask-exemption.ts';
import { ENDING_MS, type ExemptionState, exemptionState } from '#domain/gate/exemption-state.ts';
import type { Tier } from '#domain/risk/tier.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { evaluateAll } from '../gate/evaluate.ts';
import { exemptionFact } from '../gate/load-facts.ts';
import { actorNames } from '../ledger/events.ts';
import { type Keyset, type Page, type PageRequest, pageOf } from '../paging.ts';
import { query } from '../transact.ts';
import { visibleTo } from './scope.ts';

/** A state, or `ending`: live for 14 days at most. */
export const EXEMPTION_TABS = ['waiting', 'live', 'ending', 'expired', 'refused', 'withdrawn'] as const;
export type ExemptionTab = (typeof EXEMPTION_TABS)[number];

export interface ExemptionFilter extends PageRequest {
  readonly state?: ExemptionTab | undefined;
  readonly tier?: Tier | undefined;
  /** slug of the owning team */
  readonly team?: string | undefined;
  readonly requirement?: string | undefined;
  readonly environment?: string | undefined;
  /** `namespace/name` */
  readonly model?: string | undefined;
  /** of that model */
  readonly version?: string | undefined;
  /** waiting, and I may decide: judged and not stored, so it reads on until its page is full */
  readonly mine?: boolean | undefined;
}

export interface ExemptionListRow {
  readonly id: string;
  readonly ref: string;
  readonly environment: string;
  readonly requirement: string;
  readonly tier: Tier;
  readonly team: string;
  readonly state: ExemptionState;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  /** what was asked for; `endsAt` is what was granted */
  readonly requestedEnd: Date;
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  readonly renewal: boolean;
}

interface Order {
  readonly by: 'requestedAt' | 'endsAt' | 'decidedAt' | 'withdrawnAt';
  readonly down: boolean;
}

/** What ends next, or has waited longest, comes first; of what is over, the newest. */
function orderOf(state: ExemptionTab | undefined): Order {
  if (state === 'waiting') return { by: 'requestedAt', down: false };
  if (state === 'live' || state === 'ending') return { by: 'endsAt', down: false };
  if (state === 'expired') return { by: 'endsAt', down: true };
  if (state === 'refused') return { by: 'decidedAt', down: true };
  if (state === 'withdrawn') return { by: 'withdrawnAt', down: true };
  return { by: 'requestedAt', down: true };
}

function inState(state: ExemptionTab | undefined, now: Date): SQL | undefined {
  if (state === undefined) return undefined;
  if (state === 'waiting') return eq(exemption.state, 'requested');
  if (state === 'refused' || state === 'withdrawn') return eq(exemption.state, state);
  const granted = and(eq(exemption.state, 'granted'), isNotNull(exemption.endsAt));
  if (state === 'expired') return and(granted, lte(exemption.endsAt, now));
  const ending = state === 'ending' ? lte(exemption.endsAt, new Date(now.getTime() + ENDING_MS)) : undefined;
  return and(granted, gt(exemption.endsAt, now), ending);
}

function readBatch(db: Reader, ctx: Ctx, filter: ExemptionFilter, after: Keyset | null, limit: number, now: Date) {
  const { by, down } = orderOf(filter.state);
  const column = exemption[by];
  const [namespace, name] = filter.model?.split('/') ?? [];
  return db
    .select({
      exemption,
      namespace: model.namespace,
      name: model.name,
      version: version.version,
      tier: version.tier,
      team: team.slug,
    })
    .from(exemption)
    .innerJoin(version, eq(version.id, exemption.versionId))
    .innerJoin(model, eq(model.id, version.modelId))
    .innerJoin(team, eq(team.id, model.teamId))
    .where(
      and(
        visibleTo(ctx.actor),
        inState(filter.state, now),
        filter.tier ? eq(version.tier, filter.tier) : undefined,
        filter.team ? eq(team.slug, filter.team) : undefined,
        filter.requirement ? eq(exemption.requirement, filter.requirement) : undefined,
        filter.environment ? eq(exemption.environment, filter.environment) : undefined,
        filter.model ? and(eq(model.namespace, namespace ?? ''), eq(model.name, name ?? '')) : undefined,
        filter.version ? eq(version.version, filter.version) : undefined,
        after === null
          ? undefined
          : down
            ? sql`(${column}, ${exemption.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
            : sql`(${column}, ${exemption.id}) > (${after[0]}::timestamptz, ${after[1]}::uuid)`,
      ),
    )
    .orderBy(down ? desc(column) : asc(column), down ? desc(exemption.id) : asc(exemption.id))
    .limit(limit);
}

type Found = Awaited<ReturnType<typeof readBatch>>[number];

function keyOf({ exemption: one }: Found, filter: ExemptionFilter): Keyset {
  return [(one[orderOf(filter.state).by] ?? one.requestedAt).toISOString(), one.id];
}

/** Ids of those of a batch that this person could decide now, with or without signing in again. */
async function decidable(
  db: Reader,
  ctx: Ctx,
  actor: Person,
  batch: readonly Found[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const questions = batch.map(({ exemption: { versionId, environment } }) => ({ versionId, environment }));
  const evaluations = await evaluateAll(db, questions, ctx.runtime.trial, now);
  const rows = new Map(
    (
      await readExemptionRows(
        db,
        batch.map(({ exemption: { id } }) => id),
      )
    ).map((row) => [row.id, row]),
  );
  return new Set(
    batch.flatMap(({ exemption: { id, requestedEnd } }, index) => {
      const evaluation = evaluations[index];
      const row = rows.get(id);
      if (!evaluation || !row || requestedEnd <= now) return [];
      const fact = exemptionFact(row);
      if (fact.approvals.some(({ personId }) => personId === actor.id)) return [];
      const [part] = exemptionParts(fact, evaluation.facts, evaluation.policies, actor, now);
      return part && part.refusal === null ? [id] : [];
    }),
  );
}

function listRow(found: Found, names: ReadonlyMap<string, string>, now: Date): ExemptionListRow {
  const { exemption: one } = found;
  const asked = `person:${one.requestedBy}`;
  return {
    id: one.id,
    ref: `${found.namespace}/${found.name}@${found.version}`,
    environment: one.environment,
    requirement: one.requirement,
    tier: found.tier,
    team: found.team,
    state: exemptionState(one, now),
    requestedBy: names.get(asked) ?? asked,
    requestedAt: one.requestedAt,
    requestedEnd: one.requestedEnd,
    startsAt: one.startsAt,
    endsAt: one.endsAt,
    renewal: one.renewsId !== null,
  };
}

const MAX_BATCHES = 20;

export async function listExemptions(ctx: Ctx, given: ExemptionFilter = {}): Promise<Page<ExemptionListRow>> {
  return query(ctx, 'exemption.read', thing('exemptions'), async (db, now) => {
    const { limit, after: start } = pageOf(given, 2);
    const filter = given.mine ? { ...given, state: 'waiting' as const } : given;
    const { actor } = ctx;
    // Nothing waits for somebody without an approving role, so nothing is judged for them.
    const decides = actor.kind === 'person' && actor.grants.some(({ role }) => isApprovingRole(role));
    if (filter.mine && !decides) return { rows: [], next: null };
    const shown: Found[] = [];
    let after = start;
    let next: Keyset | null = null;
    for (let batch = 0; batch < MAX_BATCHES; batch++) {
      const rows = await readBatch(db, ctx, filter, after, limit + 1, now);
      const page = rows.slice(0, limit);
      const mine = filter.mine && actor.kind === 'person' ? await decidable(db, ctx, actor, page, now) : null;
      for (const [index, row] of page.entries()) {
        if (mine === null || mine.has(row.exemption.id)) shown.push(row);
        after = keyOf(row, filter);
        const more = index < page.length - 1 || rows.length > limit;
        next = more ? after : null;
        if (shown.length === limit) break;
      }
      if (shown.length === limit || rows.length <= limit) break;
    }
    const names = await actorNames(
      db,
      shown.map(({ exemption: { requestedBy } }) => `person:${requestedBy}`),
    );
    return { rows: shown.map((row) => listRow(row, names, now)), next };
  });
}
