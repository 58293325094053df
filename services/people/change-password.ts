/** Changing one's own password needs the old one, and ends every other session. */
import { and, eq, isNull, ne } from 'drizzle-orm';
import { z } from 'zod';
import { localCredential, session } from '#db/schema/people.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { parse } from '../parse.ts';
import { changed, mutate } from '../transact.ts';
import { hashPassword, passwordMatches } from './password.ts';

export const PasswordChange = z.strictObject({
  current: z.string().min(1, 'Enter your present password').max(256),
  next: z.string().min(12, 'At least 12 characters').max(256),
});

export async function changePassword(ctx: Ctx, input: unknown): Promise<void> {
  const { current, next } = parse(PasswordChange, input);
  if (ctx.actor.kind !== 'person') throw new ServiceError('unauthenticated', 'Nobody is signed in');
  const { actor } = ctx;
  return mutate(ctx, 'account.manage', thing(`person:${actor.id}`), async (tx) => {
    const [row] = await tx.db
      .select({ hash: localCredential.passwordHash })
      .from(localCredential)
      .where(eq(localCredential.personId, actor.id))
      .for('update');
    if (!row || !(await passwordMatches(current, row.hash))) {
      throw new ServiceError('invalid', 'The present password is not right', 'credentials', [
        { path: '/current', message: 'This is not your present password' },
      ]);
    }
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
