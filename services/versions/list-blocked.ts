/** What of one's teams does not get where it was asked to go: the newest versions, and what stands in their way. */
import { and, desc, eq, inArray } from 'drizzle-orm';
import { team } from '#db/schema/people.ts';
import { model, version } from '#db/schema/register.ts';
import type { Tier } from '#domain/risk/tier.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { query } from '../transact.ts';
import { type Standing, standings } from './newest-standing.ts';

/** Newest versions that are looked at: each is judged for every gated environment. */
const LOOKED_AT = 30;

export interface BlockedVersion {
  readonly model: string;
  readonly version: string;
  readonly tier: Tier;
  readonly retrain: boolean;
  readonly registeredAt: Date;
  /** environments that it was asked for and may not enter yet */
  readonly blocked: readonly Standing[];
}

export async function listBlocked(ctx: Ctx): Promise<readonly BlockedVersion[]> {
  return query(ctx, 'register.read', thing('register'), async (db, now) => {
    const teams = ctx.actor.kind === 'person' ? ctx.actor.teams : [];
    if (teams.length === 0) return [];
    const rows = await db
      .select({
        id: version.id,
        namespace: model.namespace,
        name: model.name,
        version: version.version,
        tier: version.tier,
        retrain: version.retrain,
        registeredAt: version.registeredAt,
      })
      .from(model)
      .innerJoin(team, eq(team.id, model.teamId))
      .innerJoin(version, eq(version.id, model.newestId))
      .where(and(inArray(team.slug, [...teams]), eq(version.state, 'active')))
      .orderBy(desc(model.newestAt), desc(model.id))
      .limit(LOOKED_AT);
    const found = await standings(
      db,
      rows.map(({ id }) => id),
      ctx.runtime.trial,
      now,
    );
    return rows.flatMap(({ id, namespace, name, ...row }) => {
      const blocked = (found.get(id) ?? []).filter(({ asked, outcome }) => asked && outcome !== 'allow');
      return blocked.length === 0 ? [] : [{ model: `${namespace}/${name}`, ...row, blocked }];
    });
  });
}
