/** A new one-time password for a local account, at once; outside trial mode it is proposed instead (propose.ts). */
import { z } from 'zod';
import { requireStepUp } from '../access/step-up.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { parse } from '../parse.ts';
import { changed, mutate } from '../transact.ts';
import { replacePassword, requireNoSecond } from './protected-acts.ts';

export const Reset = z.strictObject({ personId: z.uuid() });

export async function resetPassword(ctx: Ctx, input: unknown): Promise<{ readonly oneTimePassword: string }> {
  const { personId } = parse(Reset, input);
  return mutate(ctx, 'people.manage', thing(`person:${personId}`), async (tx) => {
    await requireNoSecond(tx, ctx);
    requireStepUp(ctx, tx.now);
    if (ctx.actor.kind === 'person' && ctx.actor.id === personId)
      throw new ServiceError('precondition', 'Change your own password under My account.', 'own-account');
    const { oneTimePassword, events } = await replacePassword(tx, personId);
    return changed({ oneTimePassword }, ...events);
  });
}
