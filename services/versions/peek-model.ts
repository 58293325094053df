/** A model at a glance: who answers for it, its newest version, where it has been let in and what stands in its way. */
import { and, eq } from 'drizzle-orm';
import { manifestRevision, version } from '#db/schema/register.ts';
import type { Tier } from '#domain/risk/tier.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { query } from '../transact.ts';
import { type FoundModel, findModel } from './find-model.ts';
import { type Standing, standings } from './newest-standing.ts';
import { type Promoted, promotedVersions } from './promoted.ts';
import type { VersionState } from './register-filter.ts';

export interface ModelGlance {
  readonly model: string;
  readonly team: FoundModel['team'];
  readonly createdAt: Date;
  /** takes no new versions */
  readonly retired: boolean;
  readonly versions: number;
  readonly newest: {
    readonly version: string;
    readonly owner: string;
    readonly tier: Tier;
    readonly state: VersionState;
    readonly retrain: boolean;
    readonly useCase: string;
    readonly description: string;
    readonly classification: readonly string[];
    readonly digest: string;
    readonly registeredAt: Date;
  };
  readonly promoted: readonly Promoted[];
  /** of the newest version, for each gated environment */
  readonly standing: readonly Standing[];
  /** belongs to the owning team */
  readonly mine: boolean;
}

export async function peekModel(ctx: Ctx, namespace: string, name: string): Promise<ModelGlance> {
  const full = `${namespace}/${name}`;
  return query(ctx, 'register.read', thing(full), async (db, now) => {
    const { id, team, createdAt, state, newestId } = await findModel(db, namespace, name);
    const [row] =
      newestId === null
        ? []
        : await db
            .select({ version, manifest: manifestRevision.manifest })
            .from(version)
            .innerJoin(
              manifestRevision,
              and(eq(manifestRevision.versionId, version.id), eq(manifestRevision.number, version.revision)),
            )
            .where(eq(version.id, newestId));
    if (!row) throw new ServiceError('not-found', `${full} has no version`);
    const { version: newest, manifest } = row;
    const standing = (await standings(db, [newest.id], ctx.runtime.trial, now)).get(newest.id) ?? [];
    return {
      model: full,
      team,
      createdAt,
      retired: state === 'retired',
      versions: await db.$count(version, eq(version.modelId, id)),
      newest: {
        version: newest.version,
        owner: manifest.owner,
        tier: newest.tier,
        state: newest.state,
        retrain: newest.retrain,
        useCase: newest.useCaseSlug,
        description: newest.description,
        classification: newest.classification,
        digest: newest.artifactDigest,
        registeredAt: newest.registeredAt,
      },
      promoted: await promotedVersions(db, id, now),
      standing,
      mine: ctx.actor.kind === 'person' && ctx.actor.teams.includes(team.slug),
    };
  });
}
