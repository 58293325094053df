/**
 * Handing a use case to another member of its team: by its owner, by whoever answers for the team (such as when the owner
 * left), or by an administrator. What the former owner approved as use-case owner counts no more.
 */
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { useCase } from '#db/schema/register.ts';
import { ofUseCase } from '../access/use-case-subject.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { parse } from '../parse.ts';
import { keep } from '../private-text.ts';
import { Slug } from '../slug.ts';
import { holdsMember } from '../teams/active-member.ts';
import { changed, mutate, type Outcome, unchanged } from '../transact.ts';

export const UseCaseHandover = z.strictObject({
  slug: Slug,
  personId: z.uuid('Choose who owns it from now on'),
  reason: z.string().trim().min(1, 'Say why').max(2_000),
});

export async function handOverUseCase(ctx: Ctx, input: unknown): Promise<void> {
  const { slug, personId, reason } = parse(UseCaseHandover, input);
  return mutate(ctx, 'use-case.hand-over', ofUseCase(slug), async (tx): Promise<Outcome<void>> => {
    const [row] = await tx.db.select().from(useCase).where(eq(useCase.slug, slug)).for('update');
    if (!row) throw new ServiceError('not-found', `There is no use case ${slug}`);
    if (row.ownerId === personId) return unchanged(undefined);
    if (!(await holdsMember(tx, row.teamId, personId)))
      throw new ServiceError('invalid', 'A use case is owned by an active member of its team', 'member', [
        { path: '/personId', message: 'Not an active member of the team' },
      ]);
    const kept = await keep(tx, reason);
    await tx.db.update(useCase).set({ ownerId: personId }).where(eq(useCase.id, row.id));
    return changed(undefined, {
      action: 'use-case.handed-over',
      subject: `use-case:${slug}`,
      data: { from: `person:${row.ownerId}`, to: `person:${personId}`, reason: kept.commitment },
    });
  });
}
