/** A team owns namespaces, models and use cases, and has one accountable person. */
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { person, team } from '#db/schema/people.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { newId } from '../ids.ts';
import { parse } from '../parse.ts';
import { Slug } from '../slug.ts';
import { changed, mutate } from '../transact.ts';
import { join } from './membership.ts';

export const NewTeam = z.strictObject({
  slug: Slug,
  name: z.string().trim().min(1, 'Enter a name').max(200),
});

export async function createTeam(ctx: Ctx, input: unknown): Promise<{ slug: string }> {
  const { slug, name } = parse(NewTeam, input);
  return mutate(ctx, 'team.manage', thing(`team:${slug}`), async (tx) => {
    const [taken] = await tx.db.select({ id: team.id }).from(team).where(eq(team.slug, slug));
    if (taken) throw new ServiceError('conflict', `There is a team ${slug} already`, 'team-exists');
    await tx.db.insert(team).values({ id: newId(tx.now), slug, name, createdAt: tx.now });
    return changed({ slug }, { action: 'team.created', subject: `team:${slug}`, data: { slug } });
  });
}

export const Accountable = z.strictObject({ slug: Slug, personId: z.uuid() });

/**
 * Who answers for the team's models; without one, `owner-known` is unmet. Whoever answers for a team belongs to it, so
 * that separation of duties and the history of membership cover them: naming somebody else makes them a member.
 */
export async function setAccountable(ctx: Ctx, input: unknown): Promise<void> {
  const { slug, personId } = parse(Accountable, input);
  return mutate(ctx, 'team.manage', thing(`team:${slug}`), async (tx) => {
    const [someone] = await tx.db
      .select({ disabledAt: person.disabledAt })
      .from(person)
      .where(eq(person.id, personId))
      .for('share');
    if (!someone || someone.disabledAt)
      throw new ServiceError('not-found', 'There is no such person, or the account is disabled');
    const [row] = await tx.db
      .update(team)
      .set({ accountableId: personId })
      .where(eq(team.slug, slug))
      .returning({ id: team.id });
    if (!row) throw new ServiceError('not-found', `There is no team ${slug}`);
    const about = { subject: `team:${slug}`, data: { person: `person:${personId}` } };
    const joined = await join(tx, row.id, personId);
    return changed(
      undefined,
      { action: 'team.accountable-set', ...about },
      ...(joined ? [{ action: 'team.member-added' as const, ...about }] : []),
    );
  });
}
