/** The versions of a model as they came, newest first by keyset, each with what happened to it. */
import { and, desc, eq, ilike, sql } from 'drizzle-orm';
import { token } from '#db/schema/gate.ts';
import { artifact, version } from '#db/schema/register.ts';
import type { Tier } from '#domain/risk/tier.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { actorNames } from '../ledger/events.ts';
import { likePattern, type Page, type PageRequest, pageOf } from '../paging.ts';
import { query } from '../transact.ts';
import { findModel } from './find-model.ts';
import type { VersionState } from './register-filter.ts';
import { type Mark, type Parent, versionMarks } from './version-marks.ts';

export interface TimelineRow {
  readonly version: string;
  readonly digest: string;
  readonly byteCount: number;
  readonly tier: Tier;
  readonly state: VersionState;
  readonly retrain: boolean;
  readonly useCase: string;
  readonly registeredAt: Date;
  readonly registeredBy: string;
  readonly parents: readonly Parent[];
  /** oldest first */
  readonly marks: readonly Mark[];
}

export interface TimelineRequest extends PageRequest {
  /** part of the version's name */
  readonly q?: string | undefined;
  /** only versions that were let into it */
  readonly environment?: string | undefined;
}

export async function readTimeline(
  ctx: Ctx,
  namespace: string,
  name: string,
  request: TimelineRequest = {},
): Promise<Page<TimelineRow>> {
  return query(ctx, 'register.read', thing(`${namespace}/${name}`), async (db) => {
    const { id } = await findModel(db, namespace, name);
    const { limit, after } = pageOf(request, 2);
    const rows = await db
      .select({ version, byteCount: artifact.byteCount })
      .from(version)
      .innerJoin(artifact, eq(artifact.digest, version.artifactDigest))
      .where(
        and(
          eq(version.modelId, id),
          request.q ? ilike(version.version, likePattern(request.q)) : undefined,
          request.environment
            ? sql`exists (select 1 from ${token} t where t.version_id = ${version.id} and t.environment = ${request.environment})`
            : undefined,
          after
            ? sql`(${version.registeredAt}, ${version.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
            : undefined,
        ),
      )
      .orderBy(desc(version.registeredAt), desc(version.id))
      .limit(limit + 1);
    const shown = rows.slice(0, limit);
    const { marks, parents } = await versionMarks(
      db,
      shown.map((row) => row.version.id),
    );
    const names = await actorNames(
      db,
      shown.map((row) => row.version.registeredBy),
    );
    const last = shown.at(-1)?.version;
    return {
      rows: shown.map(({ version: row, byteCount }) => ({
        version: row.version,
        digest: row.artifactDigest,
        byteCount,
        tier: row.tier,
        state: row.state,
        retrain: row.retrain,
        useCase: row.useCaseSlug,
        registeredAt: row.registeredAt,
        registeredBy: names.get(row.registeredBy) ?? row.registeredBy,
        parents: parents.get(row.id) ?? [],
        marks: marks.get(row.id) ?? [],
      })),
      next: rows.length > limit && last ? [last.registeredAt.toISOString(), last.id] : null,
    };
  });
}
