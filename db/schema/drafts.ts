/** Forms that people have not finished. On a person's own desk: no rule reads them, and no ledger event records them. */
import { index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { at, id } from './columns.ts';
import { person } from './people.ts';

export const draft = pgTable(
  'draft',
  {
    id: id(),
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    kind: text('kind', { enum: ['registration'] }).notNull(),
    title: text('title').notNull(),
    content: jsonb('content').notNull(),
    /** counts the saves, so that one who has not seen the newest does not write over it */
    revision: integer('revision').notNull(),
    /** the open page that saved last: it may go on from a save of its own whose answer it never heard */
    writer: text('writer').notNull(),
    createdAt: at('created_at').notNull(),
    updatedAt: at('updated_at').notNull(),
  },
  (table) => [index('draft_person').on(table.personId, table.updatedAt, table.id)],
);
