/** Webhooks, newest first, never their secrets. */
import { and, desc, eq, lt, sql } from 'drizzle-orm';
import { webhook } from '#db/schema/notices.ts';
import { person, privateText } from '#db/schema/people.ts';
import type { NoticeKind } from '#domain/notices/kinds.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { type Page, type PageRequest, pageOf } from '../paging.ts';
import { query } from '../transact.ts';

export interface WebhookView {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly kinds: readonly NoticeKind[];
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly disabledAt: Date | null;
  /** until when the secret before the last rotation signs too; null when it no longer does */
  readonly overlapUntil: Date | null;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

interface Row {
  readonly hook: Omit<typeof webhook.$inferSelect, 'secret' | 'previousSecret'>;
  readonly maker: string | null;
}

function view({ hook, maker }: Row, now: Date): WebhookView {
  const { id, name, url, kinds, createdAt, disabledAt, previousUntil } = hook;
  const overlapUntil = previousUntil !== null && now < previousUntil ? previousUntil : null;
  return { id, name, url, kinds, createdBy: maker ?? 'Erased person', createdAt, disabledAt, overlapUntil };
}

const columns = {
  hook: {
    id: webhook.id,
    name: webhook.name,
    url: webhook.url,
    kinds: webhook.kinds,
    createdBy: webhook.createdBy,
    createdAt: webhook.createdAt,
    disabledAt: webhook.disabledAt,
    previousUntil: webhook.previousUntil,
  },
  maker: privateText.text,
};

export async function listWebhooks(ctx: Ctx, request: PageRequest = {}): Promise<Page<WebhookView>> {
  return query(ctx, 'webhook.read', thing('webhooks'), async (db, now) => {
    const { limit, after } = pageOf(request, 1);
    const rows = await db
      .select(columns)
      .from(webhook)
      .innerJoin(person, eq(person.id, webhook.createdBy))
      .innerJoin(privateText, eq(privateText.id, person.nameId))
      .where(and(after ? lt(webhook.id, sql`${after[0]}::uuid`) : undefined))
      .orderBy(desc(webhook.id))
      .limit(limit + 1);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return { rows: shown.map((row) => view(row, now)), next: rows.length > limit && last ? [last.hook.id] : null };
  });
}

export async function readWebhook(ctx: Ctx, id: string): Promise<WebhookView> {
  return query(ctx, 'webhook.read', thing(`webhook:${id}`), async (db, now) => {
    const [row] = UUID.test(id)
      ? await db
          .select(columns)
          .from(webhook)
          .innerJoin(person, eq(person.id, webhook.createdBy))
          .innerJoin(privateText, eq(privateText.id, person.nameId))
          .where(eq(webhook.id, id))
      : [];
    if (!row) throw new ServiceError('not-found', 'There is no such webhook');
    return view(row, now);
  });
}
