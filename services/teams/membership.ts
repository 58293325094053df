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

/** Locked: who answers for a team and who belongs to it change in turn. */
async function lockTeam(tx: Tx, slug: string) {
  const [row] = await tx.db
    .select({ id: team.id, accountableId: team.accountableId })
    .from(team)
    .where(eq(team.slug, slug))
    .for('update');
  if (!row) throw new ServiceError('not-found', `There is no team ${slug}`);
  return row;
}

/** Whether somebody was not a member yet, and is now. */
export async function join(tx: Tx, teamId: string, personId: string): Promise<boolean> {
  const joined = await tx.db
    .insert(teamMember)
    .values({ id: newId(tx.now), teamId, personId, since: tx.now })
    .onConflictDoNothing()
    .returning({ id: teamMember.id });
  return joined.length > 0;
}

export async function addMember(ctx: Ctx, input: unknown): Promise<void> {
  const { slug, personId } = parse(Membership, input);
  return mutate(ctx, 'team.manage', thing(`team:${slug}`), async (tx) => {
    const { id } = await lockTeam(tx, slug);
    const [someone] = await tx.db.select({ disabledAt: person.disabledAt }).from(person).where(eq(person.id, personId));
    if (!someone || someone.disabledAt)
      throw new ServiceError('not-found', 'There is no such person, or the account is disabled');
    if (!(await join(tx, id, personId))) return unchanged(undefined);
    return changed(undefined, {
      action: 'team.member-added',
      subject: `team:${slug}`,
      data: { person: `person:${personId}` },
    });
  });
}

/** Whoever answered for the team and leaves it answers for it no more: it has nobody then, visibly. */
export async function removeMember(ctx: Ctx, input: unknown): Promise<void> {
  const { slug, personId } = parse(Membership, input);
  return mutate(ctx, 'team.manage', thing(`team:${slug}`), async (tx) => {
    const { id, accountableId } = await lockTeam(tx, slug);
    const left = await tx.db
      .update(teamMember)
      .set({ until: tx.now })
      .where(and(eq(teamMember.teamId, id), eq(teamMember.personId, personId), isNull(teamMember.until)))
      .returning({ id: teamMember.id });
    if (left.length === 0) return unchanged(undefined);
    const answered = accountableId === personId;
    if (answered) await tx.db.update(team).set({ accountableId: null }).where(eq(team.id, id));
    const subject = `team:${slug}`;
    return changed(
      undefined,
      { action: 'team.member-removed', subject, data: { person: `person:${personId}` } },
      ...(answered ? [{ action: 'team.accountable-set' as const, subject, data: { person: null } }] : []),
    );
  });
}
