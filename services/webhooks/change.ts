/** Rotating a webhook's secret, and ending a webhook. */
import { and, eq, isNull } from 'drizzle-orm';
import { webhook } from '#db/schema/notices.ts';
import { requireStepUp } from '../access/step-up.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { changed, mutate, unchanged } from '../transact.ts';
import { newSecret, seal } from './seal.ts';

/** The old secret signs beside the new one for this long, so that a receiver can change over without losing a message. */
const OVERLAP_MS = 24 * 3_600_000;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export async function rotateWebhook(ctx: Ctx, id: string): Promise<{ secret: string; until: Date }> {
  return mutate(ctx, 'webhook.manage', thing(`webhook:${id}`), async (tx) => {
    requireStepUp(ctx, tx.now);
    const [row] = UUID.test(id)
      ? await tx.db
          .select({ secret: webhook.secret })
          .from(webhook)
          .where(and(eq(webhook.id, id), isNull(webhook.disabledAt)))
          .for('update')
      : [];
    if (!row) throw new ServiceError('not-found', 'There is no such webhook, or it is disabled');
    const secret = newSecret();
    const until = new Date(tx.now.getTime() + OVERLAP_MS);
    await tx.db
      .update(webhook)
      .set({
        secret: seal(ctx.runtime.config, id, secret),
        previousSecret: Buffer.from(row.secret),
        previousUntil: until,
      })
      .where(eq(webhook.id, id));
    return changed(
      { secret, until },
      { action: 'webhook.rotated', subject: `webhook:${id}`, data: { until: until.toISOString() } },
    );
  });
}

/** Ends it for good: nothing more is sent, what waits included. */
export async function disableWebhook(ctx: Ctx, id: string): Promise<void> {
  return mutate(ctx, 'webhook.manage', thing(`webhook:${id}`), async (tx) => {
    const ended = UUID.test(id)
      ? await tx.db
          .update(webhook)
          .set({ disabledAt: tx.now, previousSecret: null, previousUntil: null })
          .where(and(eq(webhook.id, id), isNull(webhook.disabledAt)))
          .returning({ id: webhook.id })
      : [];
    if (ended.length === 0) return unchanged(undefined);
    return changed(undefined, { action: 'webhook.disabled', subject: `webhook:${id}`, data: {} });
  });
}
