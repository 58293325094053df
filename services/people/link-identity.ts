/** Links a waiting identity to the person whose address it brought, at once; outside trial mode it is proposed instead. */
import { z } from 'zod';
import { requireStepUp } from '../access/step-up.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { parse } from '../parse.ts';
import { changed, mutate, unchanged } from '../transact.ts';
import { requireNoSecond, tieIdentity } from './protected-acts.ts';

export const Link = z.strictObject({ personId: z.uuid(), identityId: z.uuid() });

export async function linkWaitingIdentity(ctx: Ctx, input: unknown): Promise<void> {
  const { personId, identityId } = parse(Link, input);
  return mutate(ctx, 'people.manage', thing(`person:${personId}`), async (tx) => {
    await requireNoSecond(tx, ctx);
    requireStepUp(ctx, tx.now);
    const [event] = (await tieIdentity(tx, personId, identityId)).events;
    return event ? changed(undefined, event) : unchanged(undefined);
  });
}
