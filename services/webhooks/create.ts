/** A webhook: where to, which kinds. Its secret is shown once and kept sealed. */
import { z } from 'zod';
import { webhook } from '#db/schema/notices.ts';
import { NOTICE_KINDS } from '#domain/notices/kinds.ts';
import { requireStepUp } from '../access/step-up.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { newId } from '../ids.ts';
import { urlFault } from '../outbound/post.ts';
import { parse } from '../parse.ts';
import { changed, mutate } from '../transact.ts';
import { newSecret, seal } from './seal.ts';

export const NewWebhook = z.strictObject({
  name: z.string().trim().min(1, 'Enter a name').max(100),
  url: z.string().trim().min(1, 'Enter the address that receives it').max(2_000),
  kinds: z.array(z.enum(NOTICE_KINDS)).min(1, 'Choose at least one kind').max(NOTICE_KINDS.length),
});

export async function createWebhook(ctx: Ctx, input: unknown): Promise<{ id: string; secret: string }> {
  const { name, url, kinds } = parse(NewWebhook, input);
  const fault = urlFault(url, ctx.runtime.config.webhookLoopback);
  if (fault !== null) {
    throw new ServiceError('invalid', 'One field needs attention', 'invalid', [{ path: '/url', message: fault }]);
  }
  return mutate(ctx, 'webhook.manage', thing('webhooks'), async (tx) => {
    if (ctx.actor.kind !== 'person') throw new ServiceError('forbidden', 'Only a signed-in person makes webhooks');
    requireStepUp(ctx, tx.now);
    const id = newId(tx.now);
    const secret = newSecret();
    await tx.db.insert(webhook).values({
      id,
      name,
      url,
      kinds: [...new Set(kinds)],
      secret: seal(ctx.runtime.config, id, secret),
      createdBy: ctx.actor.id,
      createdAt: tx.now,
    });
    return changed(
      { id, secret },
      {
        action: 'webhook.created',
        subject: `webhook:${id}`,
        data: { host: new URL(url).host, kinds: [...new Set(kinds)] },
      },
    );
  });
}
