/** Filters of the register that a person keeps by a name. On that person's own desk: no rule reads them, no event records them. */
import { and, asc, count, eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { Pool } from 'pg';
import { savedView } from '../schema/saved-views.ts';

export interface ViewRow {
  readonly id: string;
  readonly name: string;
  readonly query: string;
}

export interface ViewWrite extends ViewRow {
  readonly personId: string;
  readonly now: Date;
}

export async function insertView(pool: Pool, { now, ...row }: ViewWrite): Promise<void> {
  await drizzle(pool)
    .insert(savedView)
    .values({ ...row, createdAt: now });
}

/** In the order in which they were kept. */
export async function viewsOf(pool: Pool, personId: string, limit: number): Promise<ViewRow[]> {
  return drizzle(pool)
    .select({ id: savedView.id, name: savedView.name, query: savedView.query })
    .from(savedView)
    .where(eq(savedView.personId, personId))
    .orderBy(asc(savedView.createdAt), asc(savedView.id))
    .limit(limit);
}

export async function countViews(pool: Pool, personId: string): Promise<number> {
  const [row] = await drizzle(pool).select({ n: count() }).from(savedView).where(eq(savedView.personId, personId));
  return row?.n ?? 0;
}

/** Whether there was one of this person's to take away. */
export async function deleteView(pool: Pool, personId: string, id: string): Promise<boolean> {
  const gone = await drizzle(pool)
    .delete(savedView)
    .where(and(eq(savedView.id, id), eq(savedView.personId, personId)))
    .returning({ id: savedView.id });
  return gone.length > 0;
}
