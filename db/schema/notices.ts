/**
 * Notices, and how they leave the house. None of it is governance: the ledger says what happened, these rows say who was
 * told and whether it arrived.
 */
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { NoticeContent, NoticeKind } from '#domain/notices/kinds.ts';
import { at, bytes, id } from './columns.ts';
import { person } from './people.ts';

/** One row: the ledger index from which the next notices are made. The ledger is the outbox (decision 013). */
export const noticeCursor = pgTable('notice_cursor', {
  /** always 1 */
  id: integer('id').primaryKey(),
  next: bigint('next', { mode: 'number' }).notNull(),
});

/** One person told of one thing. */
export const notice = pgTable(
  'notice',
  {
    id: id(),
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    kind: text('kind').$type<NoticeKind>().notNull(),
    /** what gave rise to it, such as `entry:1234`: nobody is told twice of the same */
    source: text('source').notNull(),
    data: jsonb('data').$type<NoticeContent['data']>().notNull(),
    /** who did it, as the ledger names them */
    actor: text('actor').notNull(),
    at: at('at').notNull(),
    /** false: by e-mail only, at the person's wish */
    listed: boolean('listed').notNull(),
    readAt: at('read_at'),
  },
  (table) => [
    uniqueIndex('notice_once').on(table.personId, table.source, table.kind),
    index('notice_list').on(table.personId, table.id),
    index('notice_unread').on(table.personId, table.id).where(sql`${table.readAt} is null and ${table.listed}`),
  ],
);

/** What somebody chose; kinds without a row are as domain/notices/kinds.ts says. */
export const noticePreference = pgTable(
  'notice_preference',
  {
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    kind: text('kind').$type<NoticeKind>().notNull(),
    inProduct: boolean('in_product').notNull(),
    mail: boolean('mail').notNull(),
  },
  (table) => [primaryKey({ columns: [table.personId, table.kind] })],
);

export const webhook = pgTable('webhook', {
  id: id(),
  name: text('name').notNull(),
  url: text('url').notNull(),
  kinds: text('kinds').array().$type<NoticeKind[]>().notNull(),
  /** sealed with a key that is not in the database (services/webhooks/seal.ts) */
  secret: bytes('secret').notNull(),
  /** signs beside the new one until `previousUntil` */
  previousSecret: bytes('previous_secret'),
  previousUntil: at('previous_until'),
  createdBy: uuid('created_by')
    .notNull()
    .references(() => person.id),
  createdAt: at('created_at').notNull(),
  disabledAt: at('disabled_at'),
});

/** One message to one place. Its id is the message's, on every attempt and replay, so that receivers can tell. */
export const delivery = pgTable(
  'delivery',
  {
    id: id(),
    channel: text('channel', { enum: ['mail', 'webhook'] }).notNull(),
    /** of a mail */
    noticeId: uuid('notice_id').references(() => notice.id, { onDelete: 'cascade' }),
    webhookId: uuid('webhook_id').references(() => webhook.id),
    /** a notice's kind, or `test` */
    kind: text('kind').notNull(),
    source: text('source').notNull(),
    /** a webhook's body; a mail's is written when it is sent */
    body: text('body'),
    state: text('state', { enum: ['pending', 'failed', 'sent', 'dead'] })
      .notNull()
      .default('pending'),
    attempts: integer('attempts').notNull().default(0),
    /** when it is due; pushed forward while somebody is at it */
    nextAt: at('next_at').notNull(),
    createdAt: at('created_at').notNull(),
    sentAt: at('sent_at'),
  },
  (table) => [
    uniqueIndex('delivery_mail_once').on(table.noticeId),
    uniqueIndex('delivery_webhook_once').on(table.webhookId, table.source, table.kind),
    index('delivery_due').on(table.nextAt).where(sql`${table.state} in ('pending', 'failed')`),
    index('delivery_log').on(table.webhookId, table.id),
  ],
);

export const deliveryAttempt = pgTable(
  'delivery_attempt',
  {
    id: id(),
    deliveryId: uuid('delivery_id')
      .notNull()
      .references(() => delivery.id, { onDelete: 'cascade' }),
    at: at('at').notNull(),
    milliseconds: integer('milliseconds').notNull(),
    /** `sent`, or the class of the failure; never what the other side wrote */
    outcome: text('outcome').notNull(),
    /** HTTP status or SMTP code */
    status: integer('status'),
  },
  (table) => [index('delivery_attempt_delivery').on(table.deliveryId, table.id)],
);
