/** One model: its owner, what is newest, and its versions by keyset, newest first. */
import { and, desc, eq, sql } from 'drizzle-orm';
import { token } from '#db/schema/gate.ts';
import { person, privateText, team } from '#db/schema/people.ts';
import { artifact, model, version } from '#db/schema/register.ts';
import type { Tier } from '#domain/risk/tier.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { type Page, type PageRequest, pageOf } from '../paging.ts';
import { query } from '../transact.ts';
import { type ApprovedVersion, newestApproved } from './newest-approved.ts';

export interface ModelView {
  readonly model: string;
  readonly team: { readonly slug: string; readonly name: string; readonly accountable: string | null };
  readonly createdAt: Date;
  readonly versions: number;
  /** the newest version that was let into a gated environment */
  readonly lastApproved: ApprovedVersion | null;
  /** the newest version let into each environment */
  readonly promoted: readonly { readonly environment: string; readonly version: string; readonly at: Date }[];
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

async function findModel(db: Parameters<Parameters<typeof query>[3]>[0], namespace: string, name: string) {
  const [row] = await db
    .select({
      id: model.id,
      createdAt: model.createdAt,
      slug: team.slug,
      teamName: team.name,
      accountable: privateText.text,
    })
    .from(model)
    .innerJoin(team, eq(team.id, model.teamId))
    .leftJoin(person, eq(person.id, team.accountableId))
    .leftJoin(privateText, eq(privateText.id, person.nameId))
    .where(and(eq(model.namespace, namespace), eq(model.name, name)));
  if (!row) throw new ServiceError('not-found', `There is no model ${namespace}/${name}`);
  return row;
}

export async function readModel(ctx: Ctx, namespace: string, name: string): Promise<ModelView> {
  return query(ctx, 'register.read', thing(`${namespace}/${name}`), async (db) => {
    const row = await findModel(db, namespace, name);
    const promoted = await db
      .selectDistinctOn([token.environment], {
        environment: token.environment,
        version: version.version,
        at: token.issuedAt,
      })
      .from(token)
      .innerJoin(version, eq(version.id, token.versionId))
      .where(eq(version.modelId, row.id))
      .orderBy(token.environment, desc(token.ledgerIndex));
    return {
      model: `${namespace}/${name}`,
      team: { slug: row.slug, name: row.teamName, accountable: row.accountable },
      createdAt: row.createdAt,
      versions: await db.$count(version, eq(version.modelId, row.id)),
      lastApproved: await newestApproved(db, row.id),
      promoted,
      mine: ctx.actor.kind === 'person' && ctx.actor.teams.includes(row.slug),
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
