/** What the tier of some versions rests on, read for all of them at once. */
import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Reader } from '#db/read.ts';
import { policy } from '#db/schema/gate.ts';
import { lineageEdge, manifestRevision, model, useCase, useCaseVersion, version } from '#db/schema/register.ts';
import { declaredTags } from '#domain/gate/declared-tags.ts';
import type { TierInput } from '#domain/risk/compute-tier.ts';
import type { Tier } from '#domain/risk/tier.ts';
import { manifestFacts } from './manifest-facts.ts';

export interface StoredTierInput {
  readonly ref: string;
  readonly model: string;
  readonly stored: Tier;
  readonly input: TierInput;
}

/** By version id. The policy is the current one. */
export async function loadTierInputs(
  db: Reader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, StoredTierInput>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({
      id: version.id,
      namespace: model.namespace,
      name: model.name,
      version: version.version,
      tier: version.tier,
      digest: version.artifactDigest,
      modelId: version.modelId,
      revision: version.revision,
      manifest: manifestRevision.manifest,
      facts: useCaseVersion.facts,
      tags: useCaseVersion.tags,
    })
    .from(version)
    .innerJoin(model, eq(model.id, version.modelId))
    .innerJoin(
      manifestRevision,
      and(eq(manifestRevision.versionId, version.id), eq(manifestRevision.number, version.revision)),
    )
    .leftJoin(useCase, eq(useCase.slug, version.useCaseSlug))
    .leftJoin(useCaseVersion, and(eq(useCaseVersion.useCaseId, useCase.id), ne(useCaseVersion.state, 'superseded')))
    .where(inArray(version.id, [...ids]));
  const parent = alias(version, 'parent');
  const edges = await db
    .select({
      childId: lineageEdge.childId,
      revision: lineageEdge.revision,
      ref: lineageEdge.parent,
      tier: parent.tier,
    })
    .from(lineageEdge)
    .leftJoin(parent, eq(parent.id, lineageEdge.parentId))
    .where(inArray(lineageEdge.childId, [...ids]));
  const twins = await db
    .select({
      id: version.id,
      digest: version.artifactDigest,
      modelId: version.modelId,
      tier: version.tier,
      ref: sql<string>`${model.namespace} || '/' || ${model.name} || '@' || ${version.version}`,
    })
    .from(version)
    .innerJoin(model, eq(model.id, version.modelId))
    .where(inArray(version.artifactDigest, [...new Set(rows.map(({ digest }) => digest))]));
  const [current] = await db
    .select({ document: policy.document })
    .from(policy)
    .orderBy(sql`${policy.version} desc`)
    .limit(1);
  return new Map(
    rows.map((row) => {
      const facts = manifestFacts(row.manifest);
      const input: TierInput = {
        facts: row.facts,
        tags: declaredTags(facts, row.tags ?? []),
        parents: edges
          .filter((edge) => edge.childId === row.id && edge.revision === row.revision && !edge.ref.startsWith('hf:'))
          .map(({ ref, tier }) => ({ ref, tier })),
        sameDigest: twins
          .filter((twin) => twin.digest === row.digest && twin.modelId !== row.modelId)
          .map(({ ref, tier }) => ({ ref, tier })),
        raised: null,
        policyFloors: current?.document.floors ?? {},
      };
      const name = `${row.namespace}/${row.name}`;
      return [row.id, { ref: `${name}@${row.version}`, model: name, stored: row.tier, input }];
    }),
  );
}
