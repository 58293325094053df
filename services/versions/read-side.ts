/** What is compared of a version: read whole and bounded, several versions in a fixed number of statements. */
import { and, eq, inArray } from 'drizzle-orm';
import type { Reader } from '#db/read.ts';
import { artifact, evidence, manifestRevision, version } from '#db/schema/register.ts';
import type { Digest } from '#domain/artifact/digest.ts';
import type { Side } from '#domain/compare/versions.ts';
import type { PolicyDocument } from '#domain/policy/document.ts';
import { ServiceError } from '../errors.ts';
import { evaluateAll } from '../gate/evaluate.ts';

/** Reports of one version; a version with more is not compared report by report beyond them. */
const REPORTS = 200;

/** In the order of `ids`. Throws `not-found` when one is not registered. */
export async function readSides(
  db: Reader,
  ids: readonly string[],
  policy: PolicyDocument,
  trial: boolean,
  now: Date,
): Promise<Side[]> {
  const rows = await db
    .select({ version, artifact: { digest: artifact.digest, files: artifact.files }, revision: manifestRevision })
    .from(version)
    .innerJoin(artifact, eq(artifact.digest, version.artifactDigest))
    .innerJoin(
      manifestRevision,
      and(eq(manifestRevision.versionId, version.id), eq(manifestRevision.number, version.revision)),
    )
    .where(inArray(version.id, [...ids]));
  const reports = await db
    .select({
      versionId: evidence.versionId,
      type: evidence.type,
      digest: evidence.digest,
      producer: evidence.producer,
      outcome: evidence.outcome,
      metrics: evidence.metrics,
    })
    .from(evidence)
    .where(inArray(evidence.versionId, [...ids]))
    .orderBy(evidence.versionId, evidence.id)
    .limit(REPORTS * ids.length);
  const environments = Object.keys(policy.environments);
  const evaluations = await evaluateAll(
    db,
    ids.flatMap((versionId) => environments.map((environment) => ({ versionId, environment }))),
    trial,
    now,
  );
  return ids.map((id, index): Side => {
    const row = rows.find((one) => one.version.id === id);
    const own = evaluations.slice(index * environments.length, (index + 1) * environments.length);
    const [first] = own;
    if (!row || !first) throw new ServiceError('not-found', 'There is no such version', 'not-registered');
    return {
      ref: first.facts.version.ref,
      artifactDigest: row.artifact.digest,
      files: row.artifact.files,
      manifest: row.revision.manifest,
      manifestText: row.revision.text,
      manifestDigest: row.revision.digest,
      revision: row.revision.number,
      source: { repository: row.revision.repository, commit: row.revision.commit },
      state: row.version.state,
      tier: first.decision.tier,
      tierReasons: first.decision.tierReasons,
      useCase: first.facts.useCase,
      evidence: reports
        .filter(({ versionId }) => versionId === id)
        .map(({ versionId: _versionId, ...report }) => ({ ...report, digest: report.digest as Digest })),
      environments: own.map(({ facts, decision }) => ({
        name: facts.environment,
        requirements: decision.requirements,
      })),
    };
  });
}
