/** Changing one's own password needs the old one, and ends every other session. */
import { and, eq, isNull, ne } from 'drizzle-orm';
import { z } from 'zod';
import { localCredential, session } from '#db/schema/people.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { parse } from '../parse.ts';
import { changed, mutate } from '../transact.ts';
import { isOwnPassword } from './check-password.ts';
import { hashPassword } from './password.ts';

export const PasswordChange = z.strictObject({
  current: z.string().min(1, 'Enter your present password').max(256),
  next: z.string().min(12, 'At least 12 characters').max(256),
});

export async function changePassword(ctx: Ctx, input: unknown): Promise<void> {
  const { current, next } = parse(PasswordChange, input);
  if (ctx.actor.kind !== 'person') throw new ServiceError('unauthenticated', 'Nobody is signed in');
  const { actor } = ctx;
  // Asked before the transaction: what it costs to be wrong must outlive a rollback.
  if (!(await isOwnPassword(ctx, actor.id, current))) {
    throw new ServiceError('invalid', 'The present password is not right', 'credentials', [
      { path: '/current', message: 'This is not your present password' },
    ]);
  }
  return mutate(ctx, 'account.manage', thing(`person:${actor.id}`), async (tx) => {
    await tx.db
      .update(localCredential)
      .set({
        passwordHash: await hashPassword(next),
        mustChange: false,
        changedAt: tx.now,
        failures: 0,
        lockedUntil: null,
      })
      .where(eq(localCredential.personId, actor.id));
    await tx.db
      .update(session)
      .set({ revokedAt: tx.now })
      .where(and(eq(session.personId, actor.id), isNull(session.revokedAt), ne(session.id, actor.session.id)));
    return changed(undefined, { action: 'password.changed', subject: `person:${actor.id}`, data: {} });
  });
}
