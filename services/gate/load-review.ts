/** The newest review for a version and environment, with the approvals that have not been withdrawn. */
import { and, desc, eq, isNull } from 'drizzle-orm';
import type { Reader } from '#db/read.ts';
import { approval, policy, review } from '#db/schema/gate.ts';
import { person, roleGrant } from '#db/schema/people.ts';
import type { Capacity } from '#domain/access/roles.ts';
import type { Digest } from '#domain/artifact/digest.ts';
import type { ReviewFact } from '#domain/gate/facts.ts';

export async function loadReview(db: Reader, versionId: string, environment: string): Promise<ReviewFact | null> {
  const rows = await db
    .select({
      review,
      policyDigest: policy.digest,
      approval,
      grant: roleGrant,
      disabledAt: person.disabledAt,
    })
    .from(review)
    .innerJoin(policy, eq(policy.version, review.policyVersion))
    .leftJoin(
      approval,
      and(eq(approval.reviewId, review.id), eq(approval.verdict, 'approve'), isNull(approval.withdrawnAt)),
    )
    .leftJoin(person, eq(person.id, approval.personId))
    .leftJoin(roleGrant, eq(roleGrant.id, approval.grantId))
    .where(and(eq(review.versionId, versionId), eq(review.environment, environment)))
    .orderBy(desc(review.requestedAt), desc(review.id), approval.id);
  const newest = rows[0];
  if (!newest) return null;
  return {
    id: newest.review.id,
    state: newest.review.state,
    decidedOn: newest.review.decidedOn as Digest | null,
    policyDigest: newest.policyDigest as Digest,
    approvals: rows.flatMap(({ review: { id }, approval: given, grant, disabledAt }) => {
      if (id !== newest.review.id || !given) return [];
      return [
        {
          id: given.id,
          personId: given.personId,
          capacity: given.capacity as Capacity,
          contentDigest: given.contentDigest as Digest,
          at: given.at.toISOString(),
          authenticatedAt: given.authenticatedAt.toISOString(),
          method: given.method,
          grant: grant && {
            id: grant.id,
            grantedAt: grant.grantedAt.toISOString(),
            expiresAt: grant.expiresAt.toISOString(),
            grantedBy: grant.grantedBy,
            atSetup: grant.atSetup,
          },
          standing:
            disabledAt === null && (grant === null ? given.capacity === 'use-case-owner' : grant.revokedAt === null),
        },
      ];
    }),
  };
}
