/** Sending again what has ended, and a message that only tries a webhook out. Neither changes anything that rules read. */
import { and, eq, isNull } from 'drizzle-orm';
import { addDelivery, makeDueAgain } from '#db/desk/deliveries.ts';
import { delivery, webhook } from '#db/schema/notices.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { newId } from '../ids.ts';
import { query } from '../transact.ts';
import { testBody } from '../webhooks/body.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The same message under the same id, so that a receiver that had it can tell. */
export async function replayDelivery(ctx: Ctx, id: string): Promise<void> {
  await query(ctx, 'webhook.manage', thing(`delivery:${id}`), async (db, now) => {
    const [row] = UUID.test(id)
      ? await db
          .select({ disabledAt: webhook.disabledAt })
          .from(delivery)
          .leftJoin(webhook, eq(webhook.id, delivery.webhookId))
          .where(eq(delivery.id, id))
      : [];
    if (!row) throw new ServiceError('not-found', 'There is no such delivery');
    if (row.disabledAt !== null)
      throw new ServiceError(
        'precondition',
        'Its webhook is disabled: nothing more is sent to it.',
        'webhook-disabled',
      );
    if (!(await makeDueAgain(ctx.runtime.store.pool, id, now)))
      throw new ServiceError('precondition', 'It is on its way already.', 'delivery-pending');
  });
}

export async function sendTestMessage(ctx: Ctx, webhookId: string): Promise<string> {
  return query(ctx, 'webhook.manage', thing(`webhook:${webhookId}`), async (db, now) => {
    const [hook] = UUID.test(webhookId)
      ? await db
          .select({ id: webhook.id })
          .from(webhook)
          .where(and(eq(webhook.id, webhookId), isNull(webhook.disabledAt)))
      : [];
    if (!hook) throw new ServiceError('not-found', 'There is no such webhook, or it is disabled');
    const id = newId(now);
    await addDelivery(ctx.runtime.store.pool, {
      id,
      channel: 'webhook',
      webhookId,
      kind: 'test',
      source: `test:${id}`,
      body: testBody(ctx.runtime.origin, now),
      nextAt: now,
      createdAt: now,
    });
    return id;
  });
}
