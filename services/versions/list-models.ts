/** The register: models with their newest version, filtered and keyset-paged by name. */
import { and, asc, eq, ilike, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { token } from '#db/schema/gate.ts';
import { team } from '#db/schema/people.ts';
import { manifestRevision, model, version } from '#db/schema/register.ts';
import type { Tier } from '#domain/risk/tier.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { likePattern, type Page, type PageRequest, pageOf } from '../paging.ts';
import { query } from '../transact.ts';

export interface ModelFilter extends PageRequest {
  /** part of the name, or a whole digest */
  readonly q?: string | undefined;
  readonly tier?: Tier | undefined;
  /** slug of the owning team */
  readonly owner?: string | undefined;
  readonly useCase?: string | undefined;
  /** promoted to this environment by a token that still lives or lived */
  readonly environment?: string | undefined;
  readonly state?: 'active' | 'retired' | 'revoked' | undefined;
  readonly classification?: string | undefined;
}

export interface ModelRow {
  readonly model: string;
  readonly team: string;
  readonly newest: {
    readonly version: string;
    readonly tier: Tier;
    readonly state: 'active' | 'retired' | 'revoked';
    readonly useCase: string;
    readonly retrain: boolean;
    readonly registeredAt: Date;
  };
  readonly versions: number;
  /** environments that some version has been let into */
  readonly environments: readonly string[];
}

export async function listModels(ctx: Ctx, filter: ModelFilter = {}): Promise<Page<ModelRow>> {
  return query(ctx, 'register.read', thing('register'), async (db) => {
    const { limit, after } = pageOf(filter, 2);
    const namespace = sql<string>`${model.namespace} collate "C"`;
    const name = sql<string>`${model.name} collate "C"`;
    const newest = alias(version, 'newest');
    const newestId = sql`(select v.id from ${version} v where v.model_id = ${model.id} order by v.registered_at desc, v.id desc limit 1)`;
    const promotedTo = (environment: string) =>
      sql`exists (select 1 from ${token} t join ${version} v on v.id = t.version_id where v.model_id = ${model.id} and t.environment = ${environment})`;
    const rows = await db
      .select({
        namespace: model.namespace,
        name: model.name,
        team: team.slug,
        version: newest.version,
        tier: newest.tier,
        state: newest.state,
        useCase: newest.useCaseSlug,
        retrain: newest.retrain,
        registeredAt: newest.registeredAt,
        versions: sql<number>`(select count(*)::int from ${version} v where v.model_id = ${model.id})`,
        environments: sql<
          string[]
        >`array(select distinct t.environment from ${token} t join ${version} v on v.id = t.version_id
          where v.model_id = ${model.id} order by 1)`,
      })
      .from(model)
      .innerJoin(team, eq(team.id, model.teamId))
      .innerJoin(newest, eq(newest.id, newestId))
      .where(
        and(
          after ? sql`(${namespace}, ${name}) > (${after[0]}, ${after[1]})` : undefined,
          filter.q
            ? or(
                ilike(sql`${model.namespace} || '/' || ${model.name}`, likePattern(filter.q)),
                sql`exists (select 1 from ${version} v where v.model_id = ${model.id} and v.artifact_digest = ${filter.q})`,
              )
            : undefined,
          filter.tier ? eq(newest.tier, filter.tier) : undefined,
          filter.owner ? eq(team.slug, filter.owner) : undefined,
          filter.useCase ? eq(newest.useCaseSlug, filter.useCase) : undefined,
          filter.state ? eq(newest.state, filter.state) : undefined,
          filter.environment ? promotedTo(filter.environment) : undefined,
          filter.classification
            ? sql`exists (select 1 from ${manifestRevision} r where r.version_id = ${newest.id} and r.number = ${newest.revision}
                and r.manifest -> 'classification' @> ${JSON.stringify([filter.classification])}::jsonb)`
            : undefined,
        ),
      )
      .orderBy(asc(namespace), asc(name))
      .limit(limit + 1);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      rows: shown.map(({ namespace: ns, name: own, team: slug, versions, environments, ...rest }) => ({
        model: `${ns}/${own}`,
        team: slug,
        newest: rest,
        versions,
        environments,
      })),
      next: rows.length > limit && last ? [last.namespace, last.name] : null,
    };
  });
}
