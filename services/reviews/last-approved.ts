/** What a review is compared with: the newest other version of the model that was let into the environment. */
import { and, desc, eq, ne } from 'drizzle-orm';
import type { Reader } from '#db/read.ts';
import { review, token } from '#db/schema/gate.ts';
import { version } from '#db/schema/register.ts';

/** Its id, or null when there is none: this is the first. A token counts, and so does a review that was approved. */
export async function lastApproved(db: Reader, versionId: string, environment: string): Promise<string | null> {
  const [own] = await db.select({ modelId: version.modelId }).from(version).where(eq(version.id, versionId));
  if (!own) return null;
  const others = and(eq(version.modelId, own.modelId), ne(version.id, versionId));
  const [issued] = await db
    .select({ id: version.id, at: token.issuedAt })
    .from(token)
    .innerJoin(version, eq(version.id, token.versionId))
    .where(and(others, eq(token.environment, environment)))
    .orderBy(desc(token.ledgerIndex))
    .limit(1);
  const [approved] = await db
    .select({ id: version.id, at: review.updatedAt })
    .from(review)
    .innerJoin(version, eq(version.id, review.versionId))
    .where(and(others, eq(review.environment, environment), eq(review.state, 'approved')))
    .orderBy(desc(review.updatedAt), desc(review.id))
    .limit(1);
  if (!issued || (approved && approved.at > issued.at)) return approved?.id ?? null;
  return issued.id;
}
