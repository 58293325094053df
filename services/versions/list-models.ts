/** The register: models with their newest version, filtered, sorted and keyset-paged. */
import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm';
import { token } from '#db/schema/gate.ts';
import { team } from '#db/schema/people.ts';
import { model, version } from '#db/schema/register.ts';
import type { Tier } from '#domain/risk/tier.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { type Keyset, type Page, type PageRequest, pageOf } from '../paging.ts';
import { knownEnvironments } from '../policies/environments.ts';
import { query } from '../transact.ts';
import { type RegisterFilter, registerConditions, type VersionState } from './register-filter.ts';

export const MODEL_SORTS = ['name', 'newest', 'tier'] as const;
export type ModelSort = (typeof MODEL_SORTS)[number];

export interface ModelRequest extends PageRequest, RegisterFilter {
  /** by name unless said otherwise */
  readonly sort?: ModelSort | undefined;
}

export interface ModelRow {
  readonly model: string;
  readonly team: string;
  readonly newest: {
    readonly version: string;
    readonly tier: Tier;
    readonly state: VersionState;
    readonly useCase: string;
    readonly retrain: boolean;
    readonly registeredAt: Date;
  };
  readonly versions: number;
  /** environments that some version has been let into */
  readonly environments: readonly string[];
}

interface Key {
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly tier: Tier;
  readonly newestAt: Date | null;
}

interface Sort {
  readonly order: readonly SQL[];
  readonly after: (key: readonly string[]) => SQL;
  readonly keyOf: (row: Key) => Keyset;
}

const namespace = sql`${model.namespace} collate "C"`;
const name = sql`${model.name} collate "C"`;
const rank = sql`array_position('{low,medium,high,critical}'::text[], ${version.tier})`;
const RANKS: Readonly<Record<Tier, string>> = { low: '1', medium: '2', high: '3', critical: '4' };

const SORTS: Readonly<Record<ModelSort, Sort>> = {
  name: {
    order: [asc(namespace), asc(name)],
    after: ([ns, own]) => sql`(${namespace}, ${name}) > (${ns}, ${own})`,
    keyOf: (row) => [row.namespace, row.name],
  },
  newest: {
    order: [desc(model.newestAt), desc(model.id)],
    after: ([at, id]) => sql`(${model.newestAt}, ${model.id}) < (${at}::timestamptz, ${id}::uuid)`,
    keyOf: (row) => [row.newestAt?.toISOString() ?? '', row.id],
  },
  tier: {
    order: [desc(rank), asc(namespace), asc(name)],
    after: ([tier, ns, own]) =>
      sql`(${rank} < ${tier}::int or (${rank} = ${tier}::int and (${namespace}, ${name}) > (${ns}, ${own})))`,
    keyOf: (row) => [RANKS[row.tier], row.namespace, row.name],
  },
};

const PARTS: Readonly<Record<ModelSort, number>> = { name: 2, newest: 2, tier: 3 };

export async function listModels(ctx: Ctx, request: ModelRequest = {}): Promise<Page<ModelRow>> {
  return query(ctx, 'register.read', thing('register'), async (db, now) => {
    const sort = request.sort ?? 'name';
    const { order, after: beyond, keyOf } = SORTS[sort];
    const { limit, after } = pageOf(request, PARTS[sort]);
    const environments = await knownEnvironments(db);
    const rows = await db
      .select({
        id: model.id,
        namespace: model.namespace,
        name: model.name,
        newestAt: model.newestAt,
        team: team.slug,
        version: version.version,
        tier: version.tier,
        state: version.state,
        useCase: version.useCaseSlug,
        retrain: version.retrain,
        registeredAt: version.registeredAt,
        versions: sql<number>`(select count(*)::int from ${version} v where v.model_id = ${model.id})`,
        environments: sql<string[]>`array(select e.name from unnest(${sql.param(environments)}::text[]) as e(name)
          where exists (select 1 from ${version} v join ${token} t on t.version_id = v.id
            where v.model_id = ${model.id} and t.environment = e.name))`,
      })
      .from(model)
      .innerJoin(team, eq(team.id, model.teamId))
      .innerJoin(version, eq(version.id, model.newestId))
      .where(and(after ? beyond(after) : undefined, ...registerConditions(request, now)))
      .orderBy(...order)
      .limit(limit + 1);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      rows: shown.map(
        ({ id: _, newestAt: __, namespace: ns, name: own, team: slug, versions, environments, ...rest }) => ({
          model: `${ns}/${own}`,
          team: slug,
          newest: rest,
          versions,
          environments,
        }),
      ),
      next: rows.length > limit && last ? keyOf(last) : null,
    };
  });
}
