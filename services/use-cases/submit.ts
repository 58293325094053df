/**
 * Submitting a use case: the first version, or the next. Versions are immutable; a new one supersedes the old, and
 * approvals that rest on it are void by their content digest (DESIGN.md §2 "Registration").
 */
import { and, eq, ne } from 'drizzle-orm';
import { z } from 'zod';
import { person, team } from '#db/schema/people.ts';
import { useCase, useCaseVersion } from '#db/schema/register.ts';
import type { Json } from '#domain/canonical/json.ts';
import { UseCaseFacts } from '#domain/risk/facts.ts';
import { ofTeam } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { refreshTiersOfUseCase } from '../gate/refresh-tiers.ts';
import { newId } from '../ids.ts';
import { parse } from '../parse.ts';
import { Slug } from '../slug.ts';
import { changed, mutate } from '../transact.ts';

export const UseCaseSubmission = z.strictObject({
  slug: Slug,
  team: Slug,
  title: z.string().trim().min(1, 'Enter a title').max(200),
  description: z.string().trim().min(1, 'Say what the business approves the model to do').max(10_000),
  facts: UseCaseFacts,
  tags: z.array(Slug).max(20).default([]),
  /** the submitter when absent */
  ownerId: z.uuid().optional(),
});

export async function submitUseCase(ctx: Ctx, input: unknown): Promise<{ slug: string; version: number }> {
  const submission = parse(UseCaseSubmission, input);
  return mutate(ctx, 'use-case.create', ofTeam(submission.team, `use-case:${submission.slug}`), async (tx) => {
    if (ctx.actor.kind !== 'person') throw new ServiceError('forbidden', 'Only a signed-in person submits use cases');
    const ownerId = submission.ownerId ?? ctx.actor.id;
    const [owner] = await tx.db.select({ disabledAt: person.disabledAt }).from(person).where(eq(person.id, ownerId));
    if (!owner || owner.disabledAt)
      throw new ServiceError('invalid', 'The owner is not an active person here', 'owner');
    const [owning] = await tx.db.select({ id: team.id }).from(team).where(eq(team.slug, submission.team));
    if (!owning) throw new ServiceError('not-found', `There is no team ${submission.team}`);

    await tx.db
      .insert(useCase)
      .values({ id: newId(tx.now), slug: submission.slug, teamId: owning.id, ownerId, createdAt: tx.now })
      .onConflictDoNothing();
    const [row] = await tx.db.select().from(useCase).where(eq(useCase.slug, submission.slug)).for('update');
    if (!row) throw new ServiceError('conflict', 'The use case was changed at the same moment');
    if (row.teamId !== owning.id) {
      throw new ServiceError(
        'conflict',
        `${submission.slug} belongs to another team; choose another name`,
        'use-case-taken',
      );
    }
    const [before] = await tx.db
      .select()
      .from(useCaseVersion)
      .where(and(eq(useCaseVersion.useCaseId, row.id), ne(useCaseVersion.state, 'superseded')));
    if (before) await tx.db.update(useCaseVersion).set({ state: 'superseded' }).where(eq(useCaseVersion.id, before.id));
    if (row.ownerId !== ownerId) await tx.db.update(useCase).set({ ownerId }).where(eq(useCase.id, row.id));
    const number = (before?.number ?? 0) + 1;
    await tx.db.insert(useCaseVersion).values({
      id: newId(tx.now),
      useCaseId: row.id,
      number,
      title: submission.title,
      description: submission.description,
      facts: submission.facts,
      tags: submission.tags,
      state: 'submitted',
      submittedBy: ctx.actor.id,
      submittedAt: tx.now,
    });
    const retiered = await refreshTiersOfUseCase(tx, submission.slug);
    return changed(
      { slug: submission.slug, version: number },
      {
        action: 'use-case.submitted',
        subject: `use-case:${submission.slug}`,
        data: {
          version: number,
          facts: submission.facts as unknown as Json,
          tags: submission.tags,
          before: before ? { version: before.number, facts: before.facts as unknown as Json, tags: before.tags } : null,
        },
      },
      ...retiered,
    );
  });
}
