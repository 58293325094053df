/** How many exemptions in force end soon: a figure of the home page. */
import { and, count, eq, gt, lte } from 'drizzle-orm';
import { exemption } from '#db/schema/exemptions.ts';
import { ENDING_MS } from '#domain/gate/exemption-state.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { query } from '../transact.ts';

/** As many as the list shows as ending to a person, who sees all of them. */
export async function countEndingSoon(ctx: Ctx): Promise<number> {
  return query(ctx, 'exemption.read', thing('exemptions'), async (db, now) => {
    const soon = new Date(now.getTime() + ENDING_MS);
    const [row] = await db
      .select({ ending: count() })
      .from(exemption)
      .where(and(eq(exemption.state, 'granted'), gt(exemption.endsAt, now), lte(exemption.endsAt, soon)));
    return row?.ending ?? 0;
  });
}
