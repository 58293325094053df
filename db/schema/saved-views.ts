/** What lies on one person's own desk: filters of the register by a name. No rule reads it. */
import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { at, id } from './columns.ts';
import { person } from './people.ts';

export const savedView = pgTable(
  'saved_view',
  {
    id: id(),
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    name: text('name').notNull(),
    /** the register's query string, without the page */
    query: text('query').notNull(),
    createdAt: at('created_at').notNull(),
  },
  (table) => [index('saved_view_person').on(table.personId, table.createdAt)],
);
