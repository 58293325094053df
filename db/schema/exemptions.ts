/** Exemptions and who decided them. What was asked for is never edited: a renewal is another row. */
import { sql } from 'drizzle-orm';
import { type AnyPgColumn, index, pgTable, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { at, id } from './columns.ts';
import { person, privateText, roleGrant } from './people.ts';
import { version } from './register.ts';

/**
 * One requirement of one version in one environment. A version is bound to one artifact digest for ever, so binding to
 * the version binds the bytes (THREATS.md T36).
 */
export const exemption = pgTable(
  'exemption',
  {
    id: id(),
    versionId: uuid('version_id')
      .notNull()
      .references(() => version.id),
    environment: text('environment').notNull(),
    requirement: text('requirement').notNull(),
    reasonId: uuid('reason_id')
      .notNull()
      .references(() => privateText.id),
    controlId: uuid('control_id')
      .notNull()
      .references(() => privateText.id),
    ticketId: uuid('ticket_id').references(() => privateText.id),
    /** what was asked for; the end in force is `ends_at` */
    requestedEnd: at('requested_end').notNull(),
    requestedBy: uuid('requested_by')
      .notNull()
      .references(() => person.id),
    requestedAt: at('requested_at').notNull(),
    /** the newest granted one before it, for the same requirement of the same version and environment */
    renewsId: uuid('renews_id').references((): AnyPgColumn => exemption.id),
    state: text('state', { enum: ['requested', 'granted', 'refused', 'withdrawn'] })
      .notNull()
      .default('requested'),
    decidedAt: at('decided_at'),
    /** the clock starts at the approval that completes it */
    startsAt: at('starts_at'),
    endsAt: at('ends_at'),
    withdrawnAt: at('withdrawn_at'),
    withdrawnBy: text('withdrawn_by'),
    withdrawalId: uuid('withdrawal_id').references(() => privateText.id),
    /** when its end was written down; nothing that decides reads it */
    expiryNotedAt: at('expiry_noted_at'),
  },
  (table) => [
    uniqueIndex('exemption_one_waiting')
      .on(table.versionId, table.environment, table.requirement)
      .where(sql`${table.state} = 'requested'`),
    index('exemption_version').on(table.versionId, table.environment, table.requestedAt),
    index('exemption_ends').on(table.state, table.endsAt, table.id),
    index('exemption_asked').on(table.state, table.requestedAt, table.id),
  ],
);

/** One person's recorded verdict on one exemption. */
export const exemptionDecision = pgTable(
  'exemption_decision',
  {
    id: id(),
    exemptionId: uuid('exemption_id')
      .notNull()
      .references(() => exemption.id),
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    verdict: text('verdict', { enum: ['approve', 'refuse'] }).notNull(),
    capacity: text('capacity').notNull(),
    /** issuer and subject, how and when the person signed in, and the role, as they were */
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    method: text('method', { enum: ['local', 'oidc'] }).notNull(),
    authenticatedAt: at('authenticated_at').notNull(),
    grantId: uuid('grant_id').references(() => roleGrant.id),
    commentId: uuid('comment_id').references(() => privateText.id),
    at: at('at').notNull(),
  },
  (table) => [unique('exemption_decision_once').on(table.exemptionId, table.personId)],
);
