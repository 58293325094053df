/** People with their roles and teams, by name. */
import { and, asc, eq, gt, ilike, inArray, isNull, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { person, privateText, roleGrant, team, teamMember } from '#db/schema/people.ts';
import type { Role } from '#domain/access/roles.ts';
import { isRole } from '#domain/access/roles.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { likePattern, type Page, type PageRequest, pageOf } from '../paging.ts';
import { query } from '../transact.ts';

export interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** an address that only the provider says, and does not vouch for, is matched with nothing */
  readonly emailVerified: boolean;
  readonly disabled: boolean;
  readonly createdAt: Date;
  readonly roles: readonly {
    readonly role: Role;
    readonly grantedAt: Date;
    readonly expiresAt: Date;
    readonly atSetup: boolean;
    readonly sourceGroup: string | null;
  }[];
  readonly teams: readonly string[];
}

const emailText = alias(privateText, 'email_text');

export async function listPeople(
  ctx: Ctx,
  request: PageRequest & { readonly q?: string } = {},
): Promise<Page<PersonRow>> {
  return query(ctx, 'people.read', thing('people'), async (db, now) => {
    const { limit, after } = pageOf(request, 2);
    const key = sql<string>`lower(coalesce(${privateText.text}, '')) collate "C"`;
    const rows = await db
      .select({
        id: person.id,
        name: privateText.text,
        email: sql<string | null>`coalesce(${person.emailKey}, ${emailText.text})`,
        emailVerified: person.emailVerified,
        disabledAt: person.disabledAt,
        createdAt: person.createdAt,
        key,
      })
      .from(person)
      .innerJoin(privateText, eq(privateText.id, person.nameId))
      .innerJoin(emailText, eq(emailText.id, person.emailId))
      .where(
        and(
          request.q
            ? or(ilike(privateText.text, likePattern(request.q)), ilike(person.emailKey, likePattern(request.q)))
            : undefined,
          after ? sql`(${key}, ${person.id}) > (${after[0]}, ${after[1]}::uuid)` : undefined,
        ),
      )
      .orderBy(asc(key), asc(person.id))
      .limit(limit + 1);
    const shown = rows.slice(0, limit);
    const ids = shown.map(({ id }) => id);
    const grants =
      ids.length === 0
        ? []
        : await db
            .select()
            .from(roleGrant)
            .where(and(inArray(roleGrant.personId, ids), isNull(roleGrant.revokedAt), gt(roleGrant.expiresAt, now)));
    const memberships =
      ids.length === 0
        ? []
        : await db
            .select({ personId: teamMember.personId, slug: team.slug })
            .from(teamMember)
            .innerJoin(team, eq(team.id, teamMember.teamId))
            .where(and(inArray(teamMember.personId, ids), isNull(teamMember.until)))
            .orderBy(asc(team.slug));
    const last = shown.at(-1);
    return {
      rows: shown.map((row) => ({
        id: row.id,
        name: row.name ?? 'Erased person',
        email: row.email ?? '',
        emailVerified: row.emailVerified,
        disabled: row.disabledAt !== null,
        createdAt: row.createdAt,
        roles: grants
          .filter((grant) => grant.personId === row.id)
          .flatMap(({ role, grantedAt, expiresAt, atSetup, sourceGroup }) =>
            isRole(role) ? [{ role, grantedAt, expiresAt, atSetup, sourceGroup }] : [],
          ),
        teams: memberships.filter(({ personId }) => personId === row.id).map(({ slug }) => slug),
      })),
      next: rows.length > limit && last ? [last.key, last.id] : null,
    };
  });
}
