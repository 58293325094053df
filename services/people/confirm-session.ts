/**
 * Confirming who one is, with the password of a local account: the session counts as freshly signed in (THREATS.md T32).
 * The same account and no other; a wrong password costs the same time as at the sign-in.
 */
import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { session } from '#db/schema/people.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { parse } from '../parse.ts';
import { changed, mutate, type Tx } from '../transact.ts';
import { isOwnPassword } from './check-password.ts';

export const Confirmation = z.strictObject({ password: z.string().min(1, 'Enter your password').max(256) });

export async function confirmSession(ctx: Ctx, input: unknown): Promise<void> {
  const { password } = parse(Confirmation, input);
  if (ctx.actor.kind !== 'person') throw new ServiceError('unauthenticated', 'Nobody is signed in');
  const { actor } = ctx;
  if (!(await isOwnPassword(ctx, actor.id, password))) {
    throw new ServiceError('invalid', 'The password is not right', 'credentials', [
      { path: '/password', message: 'This is not your password' },
    ]);
  }
  return mutate(ctx, 'account.manage', thing(`person:${actor.id}`), async (tx) => {
    await freshen(tx, actor.session.id, tx.now);
    const data = { session: actor.session.id, method: 'local' };
    return changed(undefined, { action: 'session.confirmed', subject: `person:${actor.id}`, data });
  });
}

/** The session row says when its person last proved who they are; a session that has ended is not brought back. */
export async function freshen(tx: Tx, sessionId: string, authenticatedAt: Date): Promise<void> {
  const touched = await tx.db
    .update(session)
    .set({ authenticatedAt })
    .where(and(eq(session.id, sessionId), isNull(session.revokedAt)))
    .returning({ id: session.id });
  if (touched.length === 0) throw new ServiceError('unauthenticated', 'Your session has ended. Sign in again.');
}
