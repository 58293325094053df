/** A risk reviewer outside the owning team approves or rejects a use case (DESIGN.md §2 "Registration"). */
import { and, eq, gte, isNull, or } from 'drizzle-orm';
import { z } from 'zod';
import type { Reader } from '#db/read.ts';
import { teamMember } from '#db/schema/people.ts';
import { useCase, useCaseVersion } from '#db/schema/register.ts';
import type { Person } from '#domain/access/actor.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { parse } from '../parse.ts';
import { keepOptional } from '../private-text.ts';
import { Slug } from '../slug.ts';
import { changed, mutate } from '../transact.ts';

export const UseCaseVerdict = z
  .strictObject({
    slug: Slug,
    /** the version that the page showed */
    version: z.int().min(1),
    verdict: z.enum(['approve', 'reject']),
    comment: z.string().trim().max(5_000).optional(),
  })
  .refine(({ verdict, comment }) => verdict === 'approve' || (comment !== undefined && comment !== ''), {
    path: ['comment'],
    message: 'Say why you reject it',
  });

interface Standing {
  readonly teamId: string;
  readonly ownerId: string;
  readonly submittedBy: string;
  readonly submittedAt: Date;
}

/** Why this person cannot decide on a use case, or null. */
export async function useCaseRefusal(db: Reader, person: Person, standing: Standing): Promise<string | null> {
  if (standing.submittedBy === person.id) return 'You submitted this use case';
  if (standing.ownerId === person.id) return 'You own this use case';
  const [member] = await db
    .select({ id: teamMember.id })
    .from(teamMember)
    .where(
      and(
        eq(teamMember.teamId, standing.teamId),
        eq(teamMember.personId, person.id),
        or(isNull(teamMember.until), gte(teamMember.until, standing.submittedAt)),
      ),
    )
    .limit(1);
  return member ? 'You have belonged to the owning team since it was submitted' : null;
}

export async function decideUseCase(ctx: Ctx, input: unknown): Promise<void> {
  const { slug, version, verdict, comment } = parse(UseCaseVerdict, input);
  return mutate(ctx, 'use-case.decide', thing(`use-case:${slug}`), async (tx) => {
    if (ctx.actor.kind !== 'person') throw new ServiceError('forbidden', 'Only a signed-in person decides');
    const [row] = await tx.db
      .select({
        id: useCaseVersion.id,
        state: useCaseVersion.state,
        number: useCaseVersion.number,
        submittedBy: useCaseVersion.submittedBy,
        submittedAt: useCaseVersion.submittedAt,
        teamId: useCase.teamId,
        ownerId: useCase.ownerId,
      })
      .from(useCaseVersion)
      .innerJoin(useCase, eq(useCase.id, useCaseVersion.useCaseId))
      .where(and(eq(useCase.slug, slug), eq(useCaseVersion.number, version)))
      .for('update');
    if (!row) throw new ServiceError('not-found', `There is no use case ${slug} v${version}`);
    const refusal = await useCaseRefusal(tx.db, ctx.actor, row);
    if (refusal) throw new ServiceError('forbidden', refusal, 'separation');
    if (row.state !== 'submitted') {
      throw new ServiceError(
        'precondition',
        `${slug} v${version} is ${row.state}; reload to see its newest version`,
        'not-open',
      );
    }
    const kept = await keepOptional(tx, comment ?? null);
    await tx.db
      .update(useCaseVersion)
      .set({
        state: verdict === 'approve' ? 'approved' : 'rejected',
        decidedBy: ctx.actor.id,
        decidedAt: tx.now,
        commentId: kept?.id ?? null,
      })
      .where(eq(useCaseVersion.id, row.id));
    if (verdict === 'approve') {
      return changed(undefined, {
        action: 'use-case.approved',
        subject: `use-case:${slug}`,
        data: { version, comment: kept?.commitment ?? null },
      });
    }
    if (!kept) throw new ServiceError('invalid', 'Say why you reject it');
    return changed(undefined, {
      action: 'use-case.rejected',
      subject: `use-case:${slug}`,
      data: { version, comment: kept.commitment },
    });
  });
}
