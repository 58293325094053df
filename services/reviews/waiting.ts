/** How many reviews wait for somebody, and since when: the figures of the home page. */
import { eq, sql } from 'drizzle-orm';
import { review } from '#db/schema/gate.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { query } from '../transact.ts';

export interface Waiting {
  readonly open: number;
  /** seconds; null when none waits */
  readonly medianAge: number | null;
}

export async function reviewsWaiting(ctx: Ctx): Promise<Waiting> {
  return query(ctx, 'review.read', thing('reviews'), async (db, now) => {
    const age = sql`extract(epoch from ${now.toISOString()}::timestamptz - ${review.requestedAt})`;
    const [row] = await db
      .select({
        open: sql<number>`count(*)::int`,
        medianAge: sql<number | null>`percentile_cont(0.5) within group (order by ${age})::float8`,
      })
      .from(review)
      .where(eq(review.state, 'open'));
    return row ?? { open: 0, medianAge: null };
  });
}
