/** Joining and leaving a team. History is kept: separation asks who belonged at any time since registration. */
import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { person, team, teamMember } from '#db/schema/people.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { newId } from '../ids.ts';
import { parse } from '../parse.ts';
import { Slug } from '../slug.ts';
import { changed, mutate, type Tx, unchanged } from '../transact.ts';

export const Membership = z.strictObject({ slug: Slug, personId: z.uuid() });

async function teamId(tx: Tx, slug: string): Promise<string> {
  const [row] = await tx.db.select({ id: team.id }).from(team).where(eq(team.slug, slug));
  if (!row) throw new ServiceError('not-found', `There is no team ${slug}`);
  return row.id;
}

export async function addMember(ctx: Ctx, input: unknown): Promise<void> {
  const { slug, personId } = parse(Membership, input);
  return mutate(ctx, 'team.manage', thing(`team:${slug}`), async (tx) => {
    const id = await teamId(tx, slug);
    const [someone] = await tx.db.select({ disabledAt: person.disabledAt }).from(person).where(eq(person.id, personId));
    if (!someone || someone.disabledAt)
      throw new ServiceError('not-found', 'There is no such person, or the account is disabled');
    const joined = await tx.db
      .insert(teamMember)
      .values({ id: newId(tx.now), teamId: id, personId, since: tx.now })
      .onConflictDoNothing()
      .returning({ id: teamMember.id });
    if (joined.length === 0) return unchanged(undefined);
    return changed(undefined, {
      action: 'team.member-added',
      subject: `team:${slug}`,
      data: { person: `person:${personId}` },
    });
  });
}

export async function removeMember(ctx: Ctx, input: unknown): Promise<void> {
  const { slug, personId } = parse(Membership, input);
  return mutate(ctx, 'team.manage', thing(`team:${slug}`), async (tx) => {
    const id = await teamId(tx, slug);
    const left = await tx.db
      .update(teamMember)
      .set({ until: tx.now })
      .where(and(eq(teamMember.teamId, id), eq(teamMember.personId, personId), isNull(teamMember.until)))
      .returning({ id: teamMember.id });
    if (left.length === 0) return unchanged(undefined);
    return changed(undefined, {
      action: 'team.member-removed',
      subject: `team:${slug}`,
      data: { person: `person:${personId}` },
    });
  });
}
