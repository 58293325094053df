/** Versions of other models with the same bytes: tier, restrictions and rejections follow the digest across names. */
import { and, eq, ne, sql } from 'drizzle-orm';
import type { Reader } from '#db/read.ts';
import { review } from '#db/schema/gate.ts';
import { model, version } from '#db/schema/register.ts';
import type { SameDigestFact } from '#domain/gate/facts.ts';

export async function sameDigestFacts(
  db: Reader,
  one: { readonly artifactDigest: string; readonly modelId: string },
  environment: string,
): Promise<SameDigestFact[]> {
  const rows = await db
    .select({
      ref: sql<string>`${model.namespace} || '/' || ${model.name} || '@' || ${version.version}`,
      tier: version.tier,
      state: version.state,
      newest: sql<
        string | null
      >`(select r.state from ${review} r where r.version_id = ${version.id} and r.environment = ${environment}
        order by r.requested_at desc, r.id desc limit 1)`,
    })
    .from(version)
    .innerJoin(model, eq(model.id, version.modelId))
    .where(and(eq(version.artifactDigest, one.artifactDigest), ne(version.modelId, one.modelId)))
    .limit(100);
  return rows.map(({ ref, tier, state, newest }) => ({ ref, tier, state, rejected: newest === 'rejected' }));
}
