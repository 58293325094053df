/**
 * The deliveries job: takes what is due, tries each once, writes down how it ended. At least once, from any number of
 * processes; what fails is tried again with growing waits (domain/notices/retry.ts) until it is dead.
 */
import { claimDue, type DeliveryRow, recordAttempt } from '#db/desk/deliveries.ts';
import { retryAfter } from '#domain/notices/retry.ts';
import { newId } from '../ids.ts';
import type { Outbound } from '../outbound/post.ts';
import type { Runtime } from '../runtime.ts';
import { type Attempted, isFinal } from './outcome.ts';
import { addressed, openTransport, sendMail } from './send-mail.ts';
import { sendWebhook, webhooksOf } from './send-webhook.ts';

const BATCH = 20;

/** Longer than any attempt can take: what is not written down by then was lost with its process. */
const LEASE_MS = 120_000;

async function settle(runtime: Runtime, row: DeliveryRow, started: number, attempted: Attempted): Promise<void> {
  const now = await runtime.now();
  const wait = isFinal(attempted) ? null : retryAfter(row.attempts, Math.random());
  const ended =
    attempted.outcome === 'sent'
      ? { state: 'sent' as const, nextAt: now }
      : wait === null
        ? { state: 'dead' as const, nextAt: now }
        : { state: 'failed' as const, nextAt: new Date(now.getTime() + wait * 1000) };
  const milliseconds = Math.round(performance.now() - started);
  const attempt = { id: newId(now), deliveryId: row.id, at: now, milliseconds, ...attempted };
  await recordAttempt(runtime.store.pool, attempt, ended);
}

async function deliver(runtime: Runtime, rows: readonly DeliveryRow[], resolve: Outbound['resolve']): Promise<void> {
  const hooks = await webhooksOf(runtime, rows);
  const mails = await addressed(runtime, rows);
  const { mail } = runtime.config;
  const transport = mail && rows.some(({ channel }) => channel === 'mail') ? openTransport(mail) : null;
  const now = await runtime.now();
  try {
    await Promise.all(
      rows.map(async (row) => {
        const started = performance.now();
        const send = async (): Promise<Attempted> => {
          if (row.channel === 'webhook') return sendWebhook(runtime, row, hooks.get(row.webhookId ?? ''), now, resolve);
          if (!transport) return { outcome: 'mail-off', status: null };
          return sendMail(runtime, transport, row, mails.get(row.noticeId ?? ''));
        };
        const attempted = await send().catch((error: unknown): Attempted => {
          runtime.log.error({ err: error, delivery: row.id }, 'a delivery failed by a fault of ours');
          return { outcome: 'fault', status: null };
        });
        await settle(runtime, row, started, attempted);
      }),
    );
  } finally {
    transport?.close();
  }
}

/** Everything that is due now. `resolve` is for tests that answer for a name. */
export async function deliverDue(runtime: Runtime, resolve?: Outbound['resolve']): Promise<void> {
  for (;;) {
    const now = await runtime.now();
    const rows = await claimDue(runtime.store.pool, now, new Date(now.getTime() + LEASE_MS), BATCH);
    if (rows.length > 0) await deliver(runtime, rows, resolve);
    if (rows.length < BATCH) return;
  }
}
