/** Following a promotion: what the gate would answer now. Looking issues nothing; ask again to get the token. */
import { eq } from 'drizzle-orm';
import { promotion } from '#db/schema/gate.ts';
import { model, version } from '#db/schema/register.ts';
import { actorId } from '#domain/access/actor.ts';
import type { Relation } from '#domain/access/may.ts';
import type { Decision } from '#domain/gate/decide.ts';
import { ofModel, type Subject } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { evaluate } from '../gate/evaluate.ts';
import { query } from '../transact.ts';

export interface PromotionView {
  readonly id: string;
  readonly ref: string;
  readonly environment: string;
  readonly requestedAt: Date;
  readonly reviewId: string | null;
  /** now, not when it was asked */
  readonly decision: Decision;
}

/** Whoever asked may follow it, and whoever could have asked. */
function ofPromotion(id: string): Subject {
  return {
    label: `promotion:${id}`,
    async relations(db, actor) {
      const [row] = await db
        .select({
          requestedBy: promotion.requestedBy,
          namespace: model.namespace,
          name: model.name,
          environment: promotion.environment,
        })
        .from(promotion)
        .innerJoin(version, eq(version.id, promotion.versionId))
        .innerJoin(model, eq(model.id, version.modelId))
        .where(eq(promotion.id, id));
      if (!row) return new Set<Relation>();
      const found = new Set(
        await ofModel(row, `promotion:${id}`, { environment: row.environment }).relations(db, actor),
      );
      if (row.requestedBy === actorId(actor)) found.add('requester');
      return found;
    },
  };
}

export async function readPromotion(ctx: Ctx, id: string): Promise<PromotionView> {
  return query(ctx, 'promotion.read', ofPromotion(id), async (db, now) => {
    const [row] = await db.select().from(promotion).where(eq(promotion.id, id));
    if (!row) throw new ServiceError('not-found', 'There is no such promotion');
    const { facts, decision } = await evaluate(db, row.versionId, row.environment, ctx.runtime.trial, now);
    return {
      id,
      ref: facts.version.ref,
      environment: row.environment,
      requestedAt: row.requestedAt,
      reviewId: facts.review?.id ?? row.reviewId,
      decision,
    };
  });
}
