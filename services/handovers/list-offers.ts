/** Models that another team offers to a team of the one who looks: they wait for an answer, which the accountable person gives. */
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { team } from '#db/schema/people.ts';
import { model, modelHandover } from '#db/schema/register.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { query } from '../transact.ts';

const SHOWN = 20;

export interface OfferRow {
  readonly model: string;
  readonly from: string;
  readonly to: string;
  readonly at: Date;
  /** whether the answer is for the one who looks to give */
  readonly mine: boolean;
}

/** The oldest first. */
export async function listOffers(ctx: Ctx): Promise<OfferRow[]> {
  const { actor } = ctx;
  if (actor.kind !== 'person' || actor.teams.length === 0) return [];
  const from = alias(team, 'from_team');
  return query(ctx, 'people.read', thing('teams'), async (db) => {
    const rows = await db
      .select({
        model: sql<string>`${model.namespace} || '/' || ${model.name}`,
        from: from.slug,
        to: team.slug,
        accountableId: team.accountableId,
        at: modelHandover.offeredAt,
      })
      .from(modelHandover)
      .innerJoin(model, eq(model.id, modelHandover.modelId))
      .innerJoin(from, eq(from.id, modelHandover.fromTeamId))
      .innerJoin(team, eq(team.id, modelHandover.toTeamId))
      .where(and(eq(modelHandover.state, 'offered'), inArray(team.slug, [...actor.teams])))
      .orderBy(asc(modelHandover.offeredAt))
      .limit(SHOWN);
    return rows.map(({ accountableId, ...row }) => ({ ...row, mine: accountableId === actor.id }));
  });
}
