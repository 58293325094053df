/** One model: its owner, what is newest, and its versions by keyset, newest first. */
import { and, desc, eq, sql } from 'drizzle-orm';
import { token } from '#db/schema/gate.ts';
import { artifact, version } from '#db/schema/register.ts';
import type { Tier } from '#domain/risk/tier.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { type Page, type PageRequest, pageOf } from '../paging.ts';
import { query } from '../transact.ts';
import { type FoundModel, findModel } from './find-model.ts';
import { type ApprovedVersion, newestApproved } from './newest-approved.ts';
import { type Promoted, promotedVersions } from './promoted.ts';

export interface ModelView {
  readonly model: string;
  readonly team: FoundModel['team'];
  readonly state: 'active' | 'retired';
  readonly createdAt: Date;
  readonly versions: number;
  /** the newest version that was let into a gated environment */
  readonly lastApproved: ApprovedVersion | null;
  readonly promoted: readonly Promoted[];
  /** belongs to the owning team */
  readonly mine: boolean;
}

export interface VersionRow {
  readonly version: string;
  readonly digest: string;
  readonly tier: Tier;
  readonly state: 'active' | 'retired' | 'revoked';
  readonly retrain: boolean;
  readonly useCase: string;
  readonly registeredAt: Date;
  readonly byteCount: number;
  readonly environments: readonly string[];
}

export async function readModel(ctx: Ctx, namespace: string, name: string): Promise<ModelView> {
  return query(ctx, 'register.read', thing(`${namespace}/${name}`), async (db, now) => {
    const { id, team, state, createdAt } = await findModel(db, namespace, name);
    return {
      model: `${namespace}/${name}`,
      team,
      state,
      createdAt,
      versions: await db.$count(version, eq(version.modelId, id)),
      lastApproved: await newestApproved(db, id),
      promoted: await promotedVersions(db, id, now),
      mine: ctx.actor.kind === 'person' && ctx.actor.teams.includes(team.slug),
    };
  });
}

export async function listVersions(
  ctx: Ctx,
  namespace: string,
  name: string,
  request: PageRequest = {},
): Promise<Page<VersionRow>> {
  return query(ctx, 'register.read', thing(`${namespace}/${name}`), async (db) => {
    const { id } = await findModel(db, namespace, name);
    const { limit, after } = pageOf(request, 2);
    const rows = await db
      .select({
        id: version.id,
        version: version.version,
        digest: version.artifactDigest,
        tier: version.tier,
        state: version.state,
        retrain: version.retrain,
        useCase: version.useCaseSlug,
        registeredAt: version.registeredAt,
        byteCount: artifact.byteCount,
        environments: sql<
          string[]
        >`array(select distinct t.environment from ${token} t where t.version_id = ${version.id} order by 1)`,
      })
      .from(version)
      .innerJoin(artifact, eq(artifact.digest, version.artifactDigest))
      .where(
        and(
          eq(version.modelId, id),
          after
            ? sql`(${version.registeredAt}, ${version.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
            : undefined,
        ),
      )
      .orderBy(desc(version.registeredAt), desc(version.id))
      .limit(limit + 1);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      rows: shown.map(({ id: _, ...row }) => row),
      next: rows.length > limit && last ? [last.registeredAt.toISOString(), last.id] : null,
    };
  });
}
