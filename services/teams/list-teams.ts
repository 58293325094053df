/** Teams with their people and namespaces, by slug. */
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { namespace, person, privateText, team, teamMember } from '#db/schema/people.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { type Page, type PageRequest, pageOf } from '../paging.ts';
import { query } from '../transact.ts';

export interface TeamRow {
  readonly slug: string;
  readonly name: string;
  readonly accountable: { readonly id: string; readonly name: string; readonly leftAt: Date | null } | null;
  readonly members: readonly { readonly id: string; readonly name: string; readonly since: Date }[];
  readonly namespaces: readonly string[];
}

export async function listTeams(ctx: Ctx, request: PageRequest = {}): Promise<Page<TeamRow>> {
  return query(ctx, 'people.read', thing('teams'), async (db) => {
    const { limit, after } = pageOf(request, 1);
    const slug = sql<string>`${team.slug} collate "C"`;
    const rows = await db
      .select({
        id: team.id,
        slug: team.slug,
        name: team.name,
        accountableId: team.accountableId,
        accountableName: privateText.text,
        accountableLeftAt: person.disabledAt,
      })
      .from(team)
      .leftJoin(person, eq(person.id, team.accountableId))
      .leftJoin(privateText, eq(privateText.id, person.nameId))
      .where(after ? sql`${slug} > ${after[0]}` : undefined)
      .orderBy(asc(slug))
      .limit(limit + 1);
    const shown = rows.slice(0, limit);
    const ids = shown.map(({ id }) => id);
    const members =
      ids.length === 0
        ? []
        : await db
            .select({ teamId: teamMember.teamId, id: person.id, name: privateText.text, since: teamMember.since })
            .from(teamMember)
            .innerJoin(person, eq(person.id, teamMember.personId))
            .innerJoin(privateText, eq(privateText.id, person.nameId))
            .where(and(inArray(teamMember.teamId, ids), isNull(teamMember.until)))
            .orderBy(asc(privateText.text));
    const namespaces =
      ids.length === 0
        ? []
        : await db.select().from(namespace).where(inArray(namespace.teamId, ids)).orderBy(asc(namespace.name));
    const last = shown.at(-1);
    return {
      rows: shown.map((row) => ({
        slug: row.slug,
        name: row.name,
        accountable: row.accountableId
          ? { id: row.accountableId, name: row.accountableName ?? 'Erased person', leftAt: row.accountableLeftAt }
          : null,
        members: members
          .filter(({ teamId }) => teamId === row.id)
          .map(({ id, name, since }) => ({ id, name: name ?? 'Erased person', since })),
        namespaces: namespaces.filter(({ teamId }) => teamId === row.id).map(({ name }) => name),
      })),
      next: rows.length > limit && last ? [last.slug] : null,
    };
  });
}
