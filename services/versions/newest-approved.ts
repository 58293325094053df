/** The newest version of a model that the gate let into a gated environment: what a retrain is measured against. */
import { and, desc, eq, ne, sql } from 'drizzle-orm';
import type { Reader } from '#db/read.ts';
import { token } from '#db/schema/gate.ts';
import { manifestRevision, model, version } from '#db/schema/register.ts';
import type { Digest } from '#domain/artifact/digest.ts';

export interface ApprovedVersion {
  readonly ref: string;
  readonly version: string;
  readonly digest: Digest;
  readonly commit: string | null;
}

export async function newestApproved(db: Reader, modelId: string): Promise<ApprovedVersion | null> {
  const [row] = await db
    .select({
      ref: sql<string>`${model.namespace} || '/' || ${model.name} || '@' || ${version.version}`,
      version: version.version,
      digest: version.artifactDigest,
      commit: manifestRevision.commit,
    })
    .from(token)
    .innerJoin(version, eq(version.id, token.versionId))
    .innerJoin(model, eq(model.id, version.modelId))
    .innerJoin(
      manifestRevision,
      and(eq(manifestRevision.versionId, version.id), eq(manifestRevision.number, version.revision)),
    )
    .where(and(eq(version.modelId, modelId), ne(token.environment, 'sandbox')))
    .orderBy(desc(token.ledgerIndex))
    .limit(1);
  return row ? { ...row, digest: row.digest as Digest } : null;
}
