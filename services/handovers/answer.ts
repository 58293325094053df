/**
 * Accepting, declining or cancelling an offered model. Accepting gives the model to the receiving team: its members write
 * from then on, pipelines of the old team reach it no more, and separation of duties counts the members of both
 * (db/queries/gate-facts.ts). Approvals keep their content; those of people who are now owners are void by separation.
 */
import { and, eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { team } from '#db/schema/people.ts';
import { model, modelHandover, version } from '#db/schema/register.ts';
import { ofHandover } from '../access/handover-subject.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { parse } from '../parse.ts';
import { changed, mutate, type Tx } from '../transact.ts';

export const HandoverId = z.strictObject({ id: z.uuid().toLowerCase() });

/** The offer with its model, both locked: the model first, as whoever changes it does. */
async function lockOffer(tx: Tx, id: string) {
  const [held] = await tx.db
    .select({ id: model.id })
    .from(model)
    .where(eq(model.id, sql`(select ${modelHandover.modelId} from ${modelHandover} where ${modelHandover.id} = ${id})`))
    .for('update');
  const receiving = alias(team, 'receiving');
  const [row] = await tx.db
    .select({
      state: modelHandover.state,
      offeredBy: modelHandover.offeredBy,
      toTeamId: modelHandover.toTeamId,
      from: team.slug,
      to: receiving.slug,
      namespace: model.namespace,
      name: model.name,
    })
    .from(modelHandover)
    .innerJoin(model, eq(model.id, modelHandover.modelId))
    .innerJoin(team, eq(team.id, modelHandover.fromTeamId))
    .innerJoin(receiving, eq(receiving.id, modelHandover.toTeamId))
    .where(eq(modelHandover.id, id))
    .for('update', { of: modelHandover });
  if (!held || !row) throw new ServiceError('not-found', 'There is no such offer');
  if (row.state !== 'offered')
    throw new ServiceError('precondition', `This offer was ${row.state} already`, 'offer-over');
  return { ...row, modelId: held.id };
}

const ACTS = {
  accepted: { action: 'handover.answer', event: 'model.handover-accepted' },
  declined: { action: 'handover.answer', event: 'model.handover-declined' },
  cancelled: { action: 'handover.cancel', event: 'model.handover-cancelled' },
} as const;

async function end(ctx: Ctx, input: unknown, state: keyof typeof ACTS): Promise<{ model: string; to: string }> {
  const { id } = parse(HandoverId, input);
  const { action, event } = ACTS[state];
  return mutate(ctx, action, ofHandover(id), async (tx) => {
    if (ctx.actor.kind !== 'person') throw new ServiceError('forbidden', 'Only a signed-in person answers an offer');
    const offer = await lockOffer(tx, id);
    if (state === 'accepted') {
      if (offer.offeredBy === ctx.actor.id)
        throw new ServiceError('forbidden', 'You offered it: somebody else of the team accepts', 'separation');
      // Every version that could be issued is locked as the gate locks it: no token is decided on the old owner meanwhile.
      await tx.db.execute(sql`select count(*) from (select 1 from ${version}
        where ${version.modelId} = ${offer.modelId} and ${version.state} = 'active' for no key update) as locked`);
      await tx.db.update(model).set({ teamId: offer.toTeamId }).where(eq(model.id, offer.modelId));
    }
    await tx.db
      .update(modelHandover)
      .set({ state, decidedBy: ctx.actor.id, decidedAt: tx.now })
      .where(and(eq(modelHandover.id, id), eq(modelHandover.state, 'offered')));
    const full = `${offer.namespace}/${offer.name}`;
    return changed(
      { model: full, to: offer.to },
      { action: event, subject: full, model: full, data: { handover: id, from: offer.from, to: offer.to } },
    );
  });
}

export const acceptHandover = (ctx: Ctx, input: unknown) => end(ctx, input, 'accepted');
export const declineHandover = (ctx: Ctx, input: unknown) => end(ctx, input, 'declined');
export const cancelHandover = (ctx: Ctx, input: unknown) => end(ctx, input, 'cancelled');
