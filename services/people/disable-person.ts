/** Disabling an account ends its sessions and keys at the next request; its past acts stay what they were. */
import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { person, session } from '#db/schema/people.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { parse } from '../parse.ts';
import { changed, mutate, unchanged } from '../transact.ts';

export const Standing = z.strictObject({ personId: z.uuid(), disabled: z.boolean() });

export async function setDisabled(ctx: Ctx, input: unknown): Promise<void> {
  const { personId, disabled } = parse(Standing, input);
  return mutate(ctx, 'people.manage', thing(`person:${personId}`), async (tx) => {
    // Nobody disables themselves, so the administrator who acts is always left.
    if (disabled && ctx.actor.kind === 'person' && ctx.actor.id === personId) {
      throw new ServiceError('precondition', 'Ask another administrator to disable your account.', 'own-account');
    }
    const [row] = await tx.db
      .select({ disabledAt: person.disabledAt })
      .from(person)
      .where(eq(person.id, personId))
      .for('update');
    if (!row) throw new ServiceError('not-found', 'There is no such person');
    if ((row.disabledAt !== null) === disabled) return unchanged(undefined);
    if (disabled) {
      await tx.db
        .update(session)
        .set({ revokedAt: tx.now })
        .where(and(eq(session.personId, personId), isNull(session.revokedAt)));
    }
    await tx.db
      .update(person)
      .set({ disabledAt: disabled ? tx.now : null })
      .where(eq(person.id, personId));
    return changed(undefined, {
      action: disabled ? 'person.disabled' : 'person.enabled',
      subject: `person:${personId}`,
      data: {},
    });
  });
}
