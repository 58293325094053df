/** One message to one webhook, signed as Standard Webhooks says. After a rotation the old secret signs beside the new. */
import { inArray } from 'drizzle-orm';
import { Webhook } from 'standardwebhooks';
import type { DeliveryRow } from '#db/desk/deliveries.ts';
import { reader } from '#db/read.ts';
import { webhook } from '#db/schema/notices.ts';
import { type Outbound, post } from '../outbound/post.ts';
import type { Runtime } from '../runtime.ts';
import { unseal } from '../webhooks/seal.ts';
import type { Attempted } from './outcome.ts';

type WebhookRow = typeof webhook.$inferSelect;

export async function webhooksOf(
  { store }: Runtime,
  rows: readonly DeliveryRow[],
): Promise<ReadonlyMap<string, WebhookRow>> {
  const ids = rows.flatMap(({ webhookId }) => webhookId ?? []);
  if (ids.length === 0) return new Map();
  const found = await reader(store.pool).select().from(webhook).where(inArray(webhook.id, ids));
  return new Map(found.map((row) => [row.id, row]));
}

function signatures(runtime: Runtime, hook: WebhookRow, id: string, at: Date, body: string): string | null {
  const secret = unseal(runtime.config, hook.id, hook.secret);
  if (secret === null) return null;
  const overlapping = hook.previousSecret !== null && hook.previousUntil !== null && at < hook.previousUntil;
  const previous = overlapping && hook.previousSecret ? unseal(runtime.config, hook.id, hook.previousSecret) : null;
  return [secret, ...(previous === null ? [] : [previous])].map((one) => new Webhook(one).sign(id, at, body)).join(' ');
}

export async function sendWebhook(
  runtime: Runtime,
  row: DeliveryRow,
  hook: WebhookRow | undefined,
  now: Date,
  resolve?: Outbound['resolve'],
): Promise<Attempted> {
  if (!hook || hook.disabledAt !== null || row.body === null) return { outcome: 'disabled', status: null };
  const id = `msg_${row.id}`;
  const signature = signatures(runtime, hook, id, now, row.body);
  if (signature === null) return { outcome: 'secret-unreadable', status: null };
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Countersign',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': signature,
  };
  const outbound = { loopback: runtime.config.webhookLoopback, ...(resolve ? { resolve } : {}) };
  return post(hook.url, headers, row.body, outbound);
}
