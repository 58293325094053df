/** People, what they may do, and how they are signed in. Personal data lives only in `private_text`. */
import { sql } from 'drizzle-orm';
import { boolean, index, integer, pgTable, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { at, bytes, id } from './columns.ts';

/** Erasable text: names, e-mail addresses, comments. Ledger leaves hold SHA-256(salt ‖ text) and never the text. */
export const privateText = pgTable('private_text', {
  id: id(),
  /** destroyed on erasure, so that the commitment in the ledger proves nothing any more */
  salt: bytes('salt'),
  text: text('text'),
  createdAt: at('created_at').notNull(),
  erasedAt: at('erased_at'),
});

export const person = pgTable(
  'person',
  {
    id: id(),
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    nameId: uuid('name_id')
      .notNull()
      .references(() => privateText.id),
    emailId: uuid('email_id')
      .notNull()
      .references(() => privateText.id),
    /** lower-case, for sign-in and for matching committers; cleared on erasure */
    emailKey: text('email_key'),
    emailVerified: boolean('email_verified').notNull().default(false),
    createdAt: at('created_at').notNull(),
    disabledAt: at('disabled_at'),
  },
  (table) => [unique().on(table.issuer, table.subject), uniqueIndex('person_email_key').on(table.emailKey)],
);

/**
 * Who somebody is at the OIDC provider. One human is one person, whatever the number of identities; an identity without a
 * person waits for administrators to say whose it is, because its address belongs to somebody here (`claimsId`).
 */
export const identity = pgTable(
  'identity',
  {
    id: id(),
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    personId: uuid('person_id').references(() => person.id),
    claimsId: uuid('claims_id').references(() => person.id),
    seenAt: at('seen_at').notNull(),
    linkedAt: at('linked_at'),
  },
  (table) => [unique().on(table.issuer, table.subject), index('identity_person').on(table.personId)],
);

export const localCredential = pgTable('local_credential', {
  personId: uuid('person_id')
    .primaryKey()
    .references(() => person.id),
  passwordHash: text('password_hash').notNull(),
  /** a password somebody else chose has to be changed at first sign-in */
  mustChange: boolean('must_change').notNull().default(false),
  failures: integer('failures').notNull().default(0),
  lockedUntil: at('locked_until'),
  changedAt: at('changed_at').notNull(),
});

export const session = pgTable(
  'session',
  {
    id: id(),
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    method: text('method', { enum: ['local', 'oidc'] }).notNull(),
    /** the identity that the provider vouched for; null for a password */
    identityId: uuid('identity_id').references(() => identity.id),
    createdAt: at('created_at').notNull(),
    authenticatedAt: at('authenticated_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    revokedAt: at('revoked_at'),
    userAgent: text('user_agent'),
  },
  (table) => [index('session_person').on(table.personId)],
);

export const roleGrant = pgTable(
  'role_grant',
  {
    id: id(),
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    role: text('role').notNull(),
    grantedBy: uuid('granted_by').references(() => person.id),
    grantedAt: at('granted_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    atSetup: boolean('at_setup').notNull().default(false),
    /** the provider's group that it comes from, and goes with; null when an administrator gave it */
    sourceGroup: text('source_group'),
    revokedAt: at('revoked_at'),
    revokedBy: uuid('revoked_by').references(() => person.id),
  },
  (table) => [uniqueIndex('role_grant_in_force').on(table.personId, table.role).where(sql`${table.revokedAt} is null`)],
);

export const team = pgTable('team', {
  id: id(),
  slug: text('slug').notNull().unique(),
  name: text('name').notNull(),
  accountableId: uuid('accountable_id').references(() => person.id),
  createdAt: at('created_at').notNull(),
});

/** Membership with its history: separation asks who belonged at any time since registration. */
export const teamMember = pgTable(
  'team_member',
  {
    id: id(),
    teamId: uuid('team_id')
      .notNull()
      .references(() => team.id),
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    since: at('since').notNull(),
    until: at('until'),
  },
  (table) => [
    uniqueIndex('team_member_now').on(table.teamId, table.personId).where(sql`${table.until} is null`),
    index('team_member_person').on(table.personId),
  ],
);

/** A model namespace belongs to the team that claimed it. */
export const namespace = pgTable('namespace', {
  name: text('name').primaryKey(),
  teamId: uuid('team_id')
    .notNull()
    .references(() => team.id),
  claimedAt: at('claimed_at').notNull(),
});

export const pipelineKey = pgTable(
  'pipeline_key',
  {
    id: id(),
    name: text('name').notNull(),
    /** SHA-256 of the secret; the secret is 256 random bits, so a slow hash would add nothing */
    hash: bytes('hash').notNull().unique(),
    /** first characters, to recognise a key by */
    prefix: text('prefix').notNull(),
    teamId: uuid('team_id')
      .notNull()
      .references(() => team.id),
    makerId: uuid('maker_id')
      .notNull()
      .references(() => person.id),
    models: text('models').array().notNull(),
    environments: text('environments').array().notNull(),
    createdAt: at('created_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    revokedAt: at('revoked_at'),
    lastUsedAt: at('last_used_at'),
  },
  (table) => [index('pipeline_key_team').on(table.teamId)],
);

/**
 * What one administrator proposed and another has to confirm (DESIGN.md §2). Over when it was decided or has run out; the
 * row stays.
 */
export const adminProposal = pgTable(
  'admin_proposal',
  {
    id: id(),
    kind: text('kind', { enum: ['grant-role', 'create-account', 'reset-password', 'link-identity'] }).notNull(),
    /** whom it is about; null for an account that does not exist yet */
    personId: uuid('person_id').references(() => person.id),
    role: text('role'),
    identityId: uuid('identity_id').references(() => identity.id),
    /** of the account to be made */
    nameId: uuid('name_id').references(() => privateText.id),
    emailId: uuid('email_id').references(() => privateText.id),
    proposedBy: uuid('proposed_by')
      .notNull()
      .references(() => person.id),
    proposedAt: at('proposed_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    outcome: text('outcome', { enum: ['confirmed', 'cancelled'] }),
    decidedBy: uuid('decided_by').references(() => person.id),
    decidedAt: at('decided_at'),
  },
  (table) => [index('admin_proposal_open').on(table.proposedAt).where(sql`${table.outcome} is null`)],
);

/** The one-time link of the first administrator. */
export const setupLink = pgTable('setup_link', {
  id: id(),
  hash: bytes('hash').notNull(),
  createdAt: at('created_at').notNull(),
  expiresAt: at('expires_at').notNull(),
  usedAt: at('used_at'),
});
