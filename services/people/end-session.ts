/** Ends a session: at the next request it signs nobody in. */
import { and, eq, isNull } from 'drizzle-orm';
import { session } from '#db/schema/people.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { changed, mutate, unchanged } from '../transact.ts';

/** One of one's own sessions; the one of this request by default. */
export async function endSession(ctx: Ctx, sessionId?: string): Promise<void> {
  if (ctx.actor.kind !== 'person') throw new ServiceError('unauthenticated', 'Nobody is signed in');
  const { actor } = ctx;
  const id = sessionId ?? actor.session.id;
  return mutate(ctx, 'account.manage', thing(`person:${actor.id}`), async (tx) => {
    const ended = await tx.db
      .update(session)
      .set({ revokedAt: tx.now })
      .where(and(eq(session.id, id), eq(session.personId, actor.id), isNull(session.revokedAt)))
      .returning({ id: session.id });
    if (ended.length === 0) return unchanged(undefined);
    return changed(undefined, { action: 'session.ended', subject: `person:${actor.id}`, data: { session: id } });
  });
}
