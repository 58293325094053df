/** The rows of a version that is new: its artifact, itself, its first manifest revision. */
import { and, eq } from 'drizzle-orm';
import { artifact, manifestRevision, model, version } from '#db/schema/register.ts';
import { actorId } from '#domain/access/actor.ts';
import { omsRoots } from '#domain/artifact/oms-root.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { newId } from '../ids.ts';
import type { Tx } from '../transact.ts';
import { recordLineage } from './lineage-edges.ts';
import { listedFacts } from './listed-facts.ts';
import { type ApprovedVersion, newestApproved } from './newest-approved.ts';
import type { Accepted } from './read-registration.ts';

export interface Created {
  readonly id: string;
  /** the approved version that these bytes were trained after without anybody asking; null when it is no retrain */
  readonly retrainOf: ApprovedVersion | null;
}

async function refuseTwin(tx: Tx, modelId: string, { digest }: Accepted): Promise<void> {
  const [twin] = await tx.db
    .select({ version: version.version })
    .from(version)
    .where(and(eq(version.modelId, modelId), eq(version.artifactDigest, digest)));
  if (!twin) return;
  throw new ServiceError(
    'conflict',
    `These bytes are already registered as version ${twin.version} of this model; one digest is one version`,
    'digest-conflict',
  );
}

async function keepArtifact(tx: Tx, { digest, files }: Accepted): Promise<void> {
  const roots = omsRoots(files);
  await tx.db
    .insert(artifact)
    .values({
      digest,
      files,
      fileCount: files.length,
      byteCount: files.reduce((sum, { size }) => sum + size, 0),
      omsCodePoint: roots.codePoint,
      omsComponent: roots.component,
      firstSeenAt: tx.now,
    })
    .onConflictDoNothing();
}

/** Adds a revision of the manifest with the lineage that it declares. */
export async function addRevision(tx: Tx, ctx: Ctx, input: Accepted, versionId: string, number: number): Promise<void> {
  await tx.db.insert(manifestRevision).values({
    versionId,
    number,
    manifest: input.manifest,
    text: input.text,
    digest: input.manifestDigest,
    repository: input.source.repository,
    commit: input.source.commit,
    registeredBy: actorId(ctx.actor),
    registeredAt: tx.now,
  });
  await recordLineage(tx, versionId, number, input.manifest.lineage);
}

/** The model's row is locked by the caller, so that two registrations of it take turns. */
export async function createVersion(tx: Tx, ctx: Ctx, input: Accepted, modelId: string): Promise<Created> {
  await refuseTwin(tx, modelId, input);
  await keepArtifact(tx, input);
  const approved = await newestApproved(tx.db, modelId);
  // A person who registers other bytes means to; a pipeline that does has trained again by itself.
  const retrainOf = ctx.actor.kind === 'pipeline' && approved?.digest !== input.digest ? approved : null;
  const id = newId(tx.now);
  await tx.db.insert(version).values({
    id,
    modelId,
    version: input.manifest.version,
    artifactDigest: input.digest,
    measuredBy: input.measuredBy,
    retrain: retrainOf !== null,
    registeredBy: actorId(ctx.actor),
    registeredAt: tx.now,
    revision: 1,
    ...listedFacts(input.manifest),
    tier: 'low',
    committersDeclared: input.committers !== null,
  });
  await tx.db.update(model).set({ newestId: id, newestAt: tx.now }).where(eq(model.id, modelId));
  await addRevision(tx, ctx, input, id, 1);
  return { id, retrainOf };
}
