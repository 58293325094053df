/**
 * Offering a model to another team: by its owning team, or by an administrator while nobody answers for that team. Nothing
 * changes until somebody of the other team, and never the one who offered, accepts (answer.ts).
 */
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { team } from '#db/schema/people.ts';
import { model, modelHandover } from '#db/schema/register.ts';
import { ofModel } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { newId } from '../ids.ts';
import { parse } from '../parse.ts';
import { keep } from '../private-text.ts';
import { Slug } from '../slug.ts';
import { changed, mutate } from '../transact.ts';

export const HandoverOffer = z.strictObject({
  namespace: z.string().max(200),
  name: z.string().max(200),
  to: Slug,
  reason: z.string().trim().min(1, 'Say why: the other team reads it').max(2_000),
});

export async function offerHandover(ctx: Ctx, input: unknown): Promise<{ id: string; to: string }> {
  const { namespace, name, to, reason } = parse(HandoverOffer, input);
  const full = `${namespace}/${name}`;
  return mutate(ctx, 'handover.offer', ofModel({ namespace, name }), async (tx) => {
    if (ctx.actor.kind !== 'person') throw new ServiceError('forbidden', 'Only a signed-in person offers a model');
    const [row] = await tx.db
      .select({ id: model.id, teamId: model.teamId, from: team.slug })
      .from(model)
      .innerJoin(team, eq(team.id, model.teamId))
      .where(and(eq(model.namespace, namespace), eq(model.name, name)))
      .for('update', { of: model });
    if (!row) throw new ServiceError('not-found', `There is no model ${full}`);
    const [receiving] = await tx.db.select({ id: team.id }).from(team).where(eq(team.slug, to));
    const problem = !receiving
      ? `There is no team ${to}`
      : receiving.id === row.teamId
        ? `${to} owns it already`
        : null;
    if (!receiving || problem !== null)
      throw new ServiceError('invalid', problem ?? '', 'team', [{ path: '/to', message: problem ?? '' }]);
    const kept = await keep(tx, reason);
    const id = newId(tx.now);
    const offered = await tx.db
      .insert(modelHandover)
      .values({
        id,
        modelId: row.id,
        fromTeamId: row.teamId,
        toTeamId: receiving.id,
        reasonId: kept.id,
        offeredBy: ctx.actor.id,
        offeredAt: tx.now,
      })
      .onConflictDoNothing()
      .returning({ id: modelHandover.id });
    if (offered.length === 0)
      throw new ServiceError('conflict', `${full} is offered to a team already; cancel that offer first`, 'offered');
    return changed(
      { id, to },
      {
        action: 'model.handover-offered',
        subject: full,
        model: full,
        data: { handover: id, from: row.from, to, reason: kept.commitment },
      },
    );
  });
}
