/** A review as a subject: the use-case owner stands in a relation to it that no role gives. */
import { eq } from 'drizzle-orm';
import { review } from '#db/schema/gate.ts';
import { useCase, version } from '#db/schema/register.ts';
import type { Relation } from '#domain/access/may.ts';
import type { Subject } from './subjects.ts';

export function ofReview(id: string): Subject {
  return {
    label: `review:${id}`,
    async relations(db, actor) {
      if (actor.kind !== 'person') return new Set<Relation>();
      const [row] = await db
        .select({ ownerId: useCase.ownerId })
        .from(review)
        .innerJoin(version, eq(version.id, review.versionId))
        .innerJoin(useCase, eq(useCase.slug, version.useCaseSlug))
        .where(eq(review.id, id));
      return new Set<Relation>(row?.ownerId === actor.id ? ['use-case-owner'] : []);
    },
  };
}
