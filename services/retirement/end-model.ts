/**
 * Retiring a model retires every version of it that is in use, and refuses new ones. Taken out of retirement it takes new
 * versions again; those that were retired with it stay so, because nothing that ended comes back without a review.
 */
import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { model, version } from '#db/schema/register.ts';
import { ofModel } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { parse } from '../parse.ts';
import { keep } from '../private-text.ts';
import { changed, mutate, type Outcome, type Tx, unchanged } from '../transact.ts';
import { endWhatRestsOn, idsOf } from './end-versions.ts';

export const ModelEnd = z.strictObject({
  namespace: z.string().max(200),
  name: z.string().max(200),
  reason: z.string().trim().min(1, 'Say why: it stays with the model').max(2_000),
});

export interface ModelEnded {
  readonly versions: number;
  readonly tokens: number;
  readonly reviews: number;
}

/** Locked before its versions, as a registration does. */
async function lockModel(tx: Tx, namespace: string, name: string) {
  const [row] = await tx.db
    .select({ id: model.id, state: model.state })
    .from(model)
    .where(and(eq(model.namespace, namespace), eq(model.name, name)))
    .for('update');
  if (!row) throw new ServiceError('not-found', `There is no model ${namespace}/${name}`);
  return row;
}

export async function retireModel(ctx: Ctx, input: unknown): Promise<ModelEnded> {
  const { namespace, name, reason } = parse(ModelEnd, input);
  const full = `${namespace}/${name}`;
  return mutate(ctx, 'model.retire', ofModel({ namespace, name }), async (tx): Promise<Outcome<ModelEnded>> => {
    if (ctx.actor.kind !== 'person') throw new ServiceError('forbidden', 'Only a signed-in person retires a model');
    const { id, state } = await lockModel(tx, namespace, name);
    if (state === 'retired') return unchanged({ versions: 0, tokens: 0, reviews: 0 });
    const kept = await keep(tx, reason);
    await tx.db.update(model).set({ state: 'retired' }).where(eq(model.id, id));
    const ended = await tx.db.execute(sql`with gone as (
      update ${version} set state = 'retired', ended_reason_id = ${kept.id}, ended_by = ${ctx.actor.id}, ended_at = ${tx.now.toISOString()}
      where ${version.modelId} = ${id} and ${version.state} = 'active' returning 1) select count(*)::int as count from gone`);
    const versions = Number(ended.rows[0]?.count ?? 0);
    const { tokens, reviews } = await endWhatRestsOn(tx, ctx, idsOf({ modelId: id }), kept);
    const counts = { versions, tokens: tokens.length, reviews: reviews.length };
    return changed(
      counts,
      { action: 'model.retired', subject: full, model: full, data: { reason: kept.commitment, ...counts } },
      ...tokens,
      ...reviews,
    );
  });
}

/** Out of retirement: the model takes new versions again. */
export async function reinstateModel(ctx: Ctx, input: unknown): Promise<void> {
  const { namespace, name, reason } = parse(ModelEnd, input);
  const full = `${namespace}/${name}`;
  return mutate(ctx, 'model.retire', ofModel({ namespace, name }), async (tx): Promise<Outcome<void>> => {
    const { id, state } = await lockModel(tx, namespace, name);
    if (state === 'active') return unchanged(undefined);
    const kept = await keep(tx, reason);
    await tx.db.update(model).set({ state: 'active' }).where(eq(model.id, id));
    return changed(undefined, {
      action: 'model.reinstated',
      subject: full,
      model: full,
      data: { reason: kept.commitment },
    });
  });
}
