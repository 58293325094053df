/** An offered model as a subject: the team that offers it owns it, the team that it is offered to receives it. */
import { eq, sql } from 'drizzle-orm';
import { person, team } from '#db/schema/people.ts';
import { modelHandover } from '#db/schema/register.ts';
import type { Relation } from '#domain/access/may.ts';
import { relationsToTeam, type Subject } from './subjects.ts';

export function ofHandover(id: string): Subject {
  return {
    label: `handover:${id}`,
    async relations(db, actor) {
      if (actor.kind !== 'person') return new Set<Relation>();
      const [row] = await db
        .select({
          slug: team.slug,
          accountableId: team.accountableId,
          accountableLeft: sql<boolean>`${person.disabledAt} is not null`,
          to: sql<string>`(select receiving.slug from ${team} receiving where receiving.id = ${modelHandover.toTeamId})`,
        })
        .from(modelHandover)
        .innerJoin(team, eq(team.id, modelHandover.fromTeamId))
        .leftJoin(person, eq(person.id, team.accountableId))
        .where(eq(modelHandover.id, id));
      if (!row) return new Set<Relation>();
      const found = relationsToTeam(actor, row);
      if (actor.teams.includes(row.to)) found.add('receiver');
      return found;
    },
  };
}
