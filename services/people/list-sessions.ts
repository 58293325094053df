/** One's own sessions that still sign in. */
import { and, desc, eq, gt, isNull } from 'drizzle-orm';
import { session } from '#db/schema/people.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { query } from '../transact.ts';

export interface SessionRow {
  readonly id: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly userAgent: string | null;
  readonly current: boolean;
}

export async function listSessions(ctx: Ctx): Promise<readonly SessionRow[]> {
  if (ctx.actor.kind !== 'person') throw new ServiceError('unauthenticated', 'Nobody is signed in');
  const { actor } = ctx;
  return query(ctx, 'account.manage', thing(`person:${actor.id}`), async (db, now) => {
    const rows = await db
      .select({
        id: session.id,
        createdAt: session.createdAt,
        expiresAt: session.expiresAt,
        userAgent: session.userAgent,
      })
      .from(session)
      .where(and(eq(session.personId, actor.id), isNull(session.revokedAt), gt(session.expiresAt, now)))
      .orderBy(desc(session.createdAt))
      .limit(100);
    return rows.map((row) => ({ ...row, current: row.id === actor.session.id }));
  });
}
