/** Use cases with their newest version, by slug. */
import { and, asc, eq, ilike, inArray, ne, or, sql } from 'drizzle-orm';
import { person, privateText, team } from '#db/schema/people.ts';
import { useCase, useCaseVersion } from '#db/schema/register.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { likePattern, type Page, type PageRequest, pageOf } from '../paging.ts';
import { query } from '../transact.ts';

export interface UseCaseRow {
  readonly slug: string;
  readonly team: string;
  readonly version: number;
  readonly title: string;
  readonly state: 'submitted' | 'approved' | 'rejected';
  readonly submittedAt: Date;
  readonly owner: string;
  /** the owner has no account any more */
  readonly ownerLeft: boolean;
}

export async function listUseCases(
  ctx: Ctx,
  request: PageRequest & {
    readonly q?: string | undefined;
    readonly state?: UseCaseRow['state'] | undefined;
    readonly teams?: readonly string[];
  } = {},
): Promise<Page<UseCaseRow>> {
  return query(ctx, 'register.read', thing('use-cases'), async (db) => {
    const { limit, after } = pageOf(request, 1);
    const slug = sql<string>`${useCase.slug} collate "C"`;
    const rows = await db
      .select({
        slug: useCase.slug,
        team: team.slug,
        version: useCaseVersion.number,
        title: useCaseVersion.title,
        state: useCaseVersion.state,
        submittedAt: useCaseVersion.submittedAt,
        owner: privateText.text,
        leftAt: person.disabledAt,
      })
      .from(useCase)
      .innerJoin(team, eq(team.id, useCase.teamId))
      .innerJoin(person, eq(person.id, useCase.ownerId))
      .innerJoin(privateText, eq(privateText.id, person.nameId))
      .innerJoin(useCaseVersion, and(eq(useCaseVersion.useCaseId, useCase.id), ne(useCaseVersion.state, 'superseded')))
      .where(
        and(
          after ? sql`${slug} > ${after[0]}` : undefined,
          request.q
            ? or(ilike(useCase.slug, likePattern(request.q)), ilike(useCaseVersion.title, likePattern(request.q)))
            : undefined,
          request.state ? eq(useCaseVersion.state, request.state) : undefined,
          request.teams ? inArray(team.slug, [...request.teams]) : undefined,
        ),
      )
      .orderBy(asc(slug))
      .limit(limit + 1);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      rows: shown.flatMap(({ state, owner, leftAt, ...row }) =>
        state === 'superseded' ? [] : [{ ...row, state, owner: owner ?? 'Erased person', ownerLeft: leftAt !== null }],
      ),
      next: rows.length > limit && last ? [last.slug] : null,
    };
  });
}
