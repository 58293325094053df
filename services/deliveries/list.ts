/** The delivery log: what went out or waits to, with its last attempt; for administrators, addresses of mails included. */
import { and, asc, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import type { Reader } from '#db/read.ts';
import { delivery, deliveryAttempt, notice, webhook } from '#db/schema/notices.ts';
import { person } from '#db/schema/people.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { type Page, type PageRequest, pageOf } from '../paging.ts';
import { query } from '../transact.ts';

export const DELIVERY_STATES = ['pending', 'failed', 'sent', 'dead'] as const;
export const DELIVERY_CHANNELS = ['webhook', 'mail'] as const;

export interface AttemptRow {
  readonly at: Date;
  readonly milliseconds: number;
  readonly outcome: string;
  readonly status: number | null;
}

export interface DeliveryView {
  readonly id: string;
  readonly channel: (typeof DELIVERY_CHANNELS)[number];
  readonly kind: string;
  readonly state: (typeof DELIVERY_STATES)[number];
  /** the webhook's name, or the address of a mail */
  readonly to: string;
  readonly webhookId: string | null;
  readonly createdAt: Date;
  /** null when nothing more will be tried */
  readonly nextAt: Date | null;
  /** the newest first, at most ten */
  readonly attempts: readonly AttemptRow[];
}

export interface DeliveryFilter extends PageRequest {
  readonly channel?: (typeof DELIVERY_CHANNELS)[number] | undefined;
  readonly state?: (typeof DELIVERY_STATES)[number] | undefined;
  readonly kind?: string | undefined;
  readonly webhookId?: string | undefined;
}

const SHOWN_ATTEMPTS = 10;

async function attemptsOf(db: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, AttemptRow[]>> {
  if (ids.length === 0) return new Map();
  const ranked = db
    .select({
      deliveryId: deliveryAttempt.deliveryId,
      at: deliveryAttempt.at,
      milliseconds: deliveryAttempt.milliseconds,
      outcome: deliveryAttempt.outcome,
      status: deliveryAttempt.status,
      nth: sql<number>`row_number() over (partition by ${deliveryAttempt.deliveryId} order by ${deliveryAttempt.id} desc)`.as(
        'nth',
      ),
    })
    .from(deliveryAttempt)
    .where(inArray(deliveryAttempt.deliveryId, [...ids]))
    .as('ranked');
  const rows = await db.select().from(ranked).where(sql`${ranked.nth} <= ${SHOWN_ATTEMPTS}`).orderBy(asc(ranked.nth));
  const found = new Map<string, AttemptRow[]>();
  for (const { deliveryId, nth: _nth, ...attempt } of rows) {
    const known = found.get(deliveryId);
    if (known) known.push(attempt);
    else found.set(deliveryId, [attempt]);
  }
  return found;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export async function listDeliveries(ctx: Ctx, filter: DeliveryFilter = {}): Promise<Page<DeliveryView>> {
  return query(ctx, 'webhook.read', thing('deliveries'), async (db) => {
    const { limit, after } = pageOf(filter, 1);
    if (filter.webhookId !== undefined && !UUID.test(filter.webhookId))
      throw new ServiceError('not-found', 'There is no such webhook');
    const rows = await db
      .select({ delivery, hook: webhook.name, address: person.emailKey })
      .from(delivery)
      .leftJoin(webhook, eq(webhook.id, delivery.webhookId))
      .leftJoin(notice, eq(notice.id, delivery.noticeId))
      .leftJoin(person, eq(person.id, notice.personId))
      .where(
        and(
          filter.channel === undefined ? undefined : eq(delivery.channel, filter.channel),
          filter.state === undefined ? undefined : eq(delivery.state, filter.state),
          filter.kind === undefined ? undefined : eq(delivery.kind, filter.kind),
          filter.webhookId === undefined ? undefined : eq(delivery.webhookId, filter.webhookId),
          after ? lt(delivery.id, sql`${after[0]}::uuid`) : undefined,
        ),
      )
      .orderBy(desc(delivery.id))
      .limit(limit + 1);
    const shown = rows.slice(0, limit);
    const attempts = await attemptsOf(
      db,
      shown.map((row) => row.delivery.id),
    );
    const last = shown.at(-1);
    return {
      rows: shown.map(({ delivery: row, hook, address }) => ({
        id: row.id,
        channel: row.channel,
        kind: row.kind,
        state: row.state,
        to: hook ?? address ?? 'Erased person',
        webhookId: row.webhookId,
        createdAt: row.createdAt,
        nextAt: row.state === 'pending' || row.state === 'failed' ? row.nextAt : null,
        attempts: attempts.get(row.id) ?? [],
      })),
      next: rows.length > limit && last ? [last.delivery.id] : null,
    };
  });
}
