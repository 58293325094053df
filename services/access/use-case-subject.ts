/** A use case as a subject: its owner, and whoever answers for its team. */
import { eq, sql } from 'drizzle-orm';
import { person, team } from '#db/schema/people.ts';
import { useCase } from '#db/schema/register.ts';
import type { Relation } from '#domain/access/may.ts';
import { relationsToTeam, type Subject } from './subjects.ts';

export function ofUseCase(slug: string): Subject {
  return {
    label: `use-case:${slug}`,
    async relations(db, actor) {
      if (actor.kind !== 'person') return new Set<Relation>();
      const [row] = await db
        .select({
          ownerId: useCase.ownerId,
          slug: team.slug,
          accountableId: team.accountableId,
          accountableLeft: sql<boolean>`${person.disabledAt} is not null`,
        })
        .from(useCase)
        .innerJoin(team, eq(team.id, useCase.teamId))
        .leftJoin(person, eq(person.id, team.accountableId))
        .where(eq(useCase.slug, slug));
      if (!row) return new Set<Relation>();
      const found = relationsToTeam(actor, row);
      if (row.ownerId === actor.id) found.add('use-case-owner');
      return found;
    },
  };
}
