/** What the queue can be narrowed to: gated environments of the policy in force, and teams. */
import { asc } from 'drizzle-orm';
import { team } from '#db/schema/people.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { currentPolicy } from '../policies/load.ts';
import { query } from '../transact.ts';

/** An organisation with more teams than this types the team into the address. */
const TEAMS = 200;

export async function queueChoices(ctx: Ctx): Promise<{ environments: readonly string[]; teams: readonly string[] }> {
  return query(ctx, 'review.read', thing('reviews'), async (db) => {
    const { document } = await currentPolicy(db);
    const teams = await db.select({ slug: team.slug }).from(team).orderBy(asc(team.slug)).limit(TEAMS);
    return {
      environments: Object.entries(document.environments).flatMap(([name, { gated }]) => (gated ? [name] : [])),
      teams: teams.map(({ slug }) => slug),
    };
  });
}
