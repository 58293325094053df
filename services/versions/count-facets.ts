/**
 * How many models each value of each facet would leave: counted under what is chosen in all *other* facets, so that a
 * number says what choosing that value as well gives. One statement, one pass to find the models.
 */
import { and, eq, type SQL, sql } from 'drizzle-orm';
import { token } from '#db/schema/gate.ts';
import { team } from '#db/schema/people.ts';
import { model, version } from '#db/schema/register.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { query } from '../transact.ts';
import { FACETS, type Facet, facetCondition, type RegisterFilter, searchConditions } from './register-filter.ts';

/** Values shown of one facet; those that are chosen are always among them. */
const MAX_VALUES = 50;

export interface FacetValue {
  readonly value: string;
  readonly count: number;
}

export interface FacetCounts {
  /** models that match everything */
  readonly total: number;
  /** by facet, most frequent first */
  readonly facets: Readonly<Record<Facet, readonly FacetValue[]>>;
}

interface Source {
  /** whether a found model matches what is chosen in this facet */
  readonly flag: SQL;
  readonly value: SQL;
  readonly from: SQL;
}

/** Where the values of a facet are read: a column of the found models, an array of them, or their tokens. */
const SOURCES: Readonly<Record<Facet, Source>> = {
  tier: { flag: sql`ok_tier`, value: sql`f.tier`, from: sql`found f` },
  owner: { flag: sql`ok_owner`, value: sql`f.owner`, from: sql`found f` },
  state: { flag: sql`ok_state`, value: sql`f.state`, from: sql`found f` },
  environment: {
    flag: sql`ok_environment`,
    value: sql`p.environment`,
    from: sql`found f join promoted p on p.model_id = f.id`,
  },
  live: {
    flag: sql`ok_live`,
    value: sql`p.environment`,
    from: sql`found f join promoted p on p.model_id = f.id and p.live`,
  },
  classification: {
    flag: sql`ok_classification`,
    value: sql`e.value`,
    from: sql`found f cross join lateral unnest(f.classification) as e(value)`,
  },
  useCase: { flag: sql`ok_use_case`, value: sql`f.use_case`, from: sql`found f` },
  relation: {
    flag: sql`ok_relation`,
    value: sql`e.value`,
    from: sql`found f cross join lateral unnest(f.relations) as e(value)`,
  },
  base: { flag: sql`ok_base`, value: sql`e.value`, from: sql`found f cross join lateral unnest(f.bases) as e(value)` },
};

/** All facets but one. */
function others(facet: Facet | null): SQL {
  return sql.join(
    FACETS.filter((other) => other !== facet).map((other) => sql`f.${SOURCES[other].flag}`),
    sql` and `,
  );
}

function counted(facet: Facet): SQL {
  const { value, from } = SOURCES[facet];
  return sql`select ${facet}::text as facet, ${value} as value, count(*)::int as count from ${from}
    where ${others(facet)} group by ${value}`;
}

function statement(filter: RegisterFilter, now: Date): SQL {
  const flags = FACETS.map(
    (facet) => sql`(${facetCondition(facet, filter, now) ?? sql`true`}) as ${SOURCES[facet].flag}`,
  );
  const chosen = FACETS.map(
    (facet) => sql`(facet = ${facet} and value = any(${sql.param([...(filter[facet] ?? [])])}::text[]))`,
  );
  const search = and(...searchConditions(filter)) ?? sql`true`;
  return sql`(with found as materialized (
      select ${model.id} as id, ${version.tier} as tier, ${team.slug} as owner, ${version.state} as state,
        ${version.classification} as classification, ${version.useCaseSlug} as use_case, ${version.relations} as relations,
        ${version.bases} as bases, ${sql.join(flags, sql`, `)}
      from ${model} join ${team} on ${eq(team.id, model.teamId)} join ${version} on ${eq(version.id, model.newestId)}
      where ${search}),
    promoted as materialized (
      select o.model_id, t.environment, bool_or(t.expires_at > ${now.toISOString()} and t.revoked_at is null) as live
      from ${token} t join ${version} o on o.id = t.version_id group by o.model_id, t.environment),
    counts as (${sql.join(FACETS.map(counted), sql` union all `)}),
    ranked as (select *, row_number() over (partition by facet order by count desc, value collate "C") as place from counts)
    select facet, value, count from ranked where place <= ${MAX_VALUES} or ${sql.join(chosen, sql` or `)}
    union all select 'total', '', count(*)::int from found f where ${others(null)}) as facets`;
}

export async function countFacets(ctx: Ctx, filter: RegisterFilter = {}): Promise<FacetCounts> {
  return query(ctx, 'register.read', thing('register'), async (db, now) => {
    const rows = await db
      .select({ facet: sql<string>`facet`, value: sql<string>`value`, count: sql<number>`count` })
      .from(statement(filter, now));
    const facets = Object.fromEntries(FACETS.map((facet) => [facet, [] as FacetValue[]])) as Record<
      Facet,
      FacetValue[]
    >;
    let total = 0;
    for (const { facet, value, count } of rows) {
      if (facet === 'total') total = count;
      else facets[facet as Facet].push({ value, count });
    }
    for (const facet of FACETS) facets[facet].sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
    return { total, facets };
  });
}
