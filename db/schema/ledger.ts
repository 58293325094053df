/** The ledger's history. The app's database role may read and append; nothing may change or remove a row. */
import { bigint, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { at, bytes } from './columns.ts';

/** One row: the locked head from which every index comes. */
export const ledgerHead = pgTable('ledger_head', {
  /** always 1: there is one log */
  id: integer('id').primaryKey(),
  /** the log's C2SP origin, fixed when the store is made */
  origin: text('origin').notNull(),
  size: bigint('size', { mode: 'number' }).notNull(),
  /** right-edge peaks, 32 bytes each, largest subtree first */
  peaks: bytes('peaks').notNull(),
  lastAt: at('last_at').notNull(),
  /** tokens ever issued: the next position in the status lists */
  tokens: bigint('tokens', { mode: 'number' }).notNull(),
});

export const ledgerEntry = pgTable(
  'ledger_entry',
  {
    index: bigint('index', { mode: 'number' }).primaryKey(),
    /** canonical JSON of the event: the bytes that are hashed */
    leaf: text('leaf').notNull(),
    leafHash: bytes('leaf_hash').notNull(),
    action: text('action').notNull(),
    actor: text('actor').notNull(),
    subject: text('subject').notNull(),
    /** `namespace/name` when the event is about a model */
    model: text('model'),
    at: at('at').notNull(),
  },
  (table) => [
    index('ledger_entry_action').on(table.action, table.index),
    index('ledger_entry_actor').on(table.actor, table.index),
    index('ledger_entry_model').on(table.model, table.index),
    index('ledger_entry_subject').on(table.subject, table.index),
  ],
);

/** Hashes of complete subtrees above the leaves, for proofs and tiles. */
export const ledgerNode = pgTable(
  'ledger_node',
  {
    level: integer('level').notNull(),
    index: bigint('index', { mode: 'number' }).notNull(),
    hash: bytes('hash').notNull(),
  },
  (table) => [primaryKey({ columns: [table.level, table.index] })],
);

export const checkpoint = pgTable('checkpoint', {
  size: bigint('size', { mode: 'number' }).primaryKey(),
  note: text('note').notNull(),
  at: at('at').notNull(),
});
