/** Writes what one answer of the gate leaves behind in one statement: decision, promotion and, when it allows, the token. */
import { eq } from 'drizzle-orm';
import { decision, promotion, review, token } from '../schema/gate.ts';
import type { Writer } from '../write.ts';

export interface Decided {
  readonly decision: typeof decision.$inferInsert;
  readonly promotion: typeof promotion.$inferInsert;
  readonly token: typeof token.$inferInsert | null;
  /** the review that this answer completes */
  readonly approvedReviewId: string | null;
}

export async function insertDecided(db: Writer, rows: Decided): Promise<void> {
  const decided = db.$with('decided').as(db.insert(decision).values(rows.decision).returning({ id: decision.id }));
  if (rows.token === null) {
    await db.with(decided).insert(promotion).values(rows.promotion);
    return;
  }
  const asked = db.$with('asked').as(db.insert(promotion).values(rows.promotion).returning({ id: promotion.id }));
  await db.with(decided, asked).insert(token).values(rows.token);
  if (rows.approvedReviewId !== null) {
    const { decidedAt } = rows.decision;
    await db
      .update(review)
      .set({ state: 'approved', updatedAt: decidedAt })
      .where(eq(review.id, rows.approvedReviewId));
  }
}
