/** The gate: policies, reviews and approvals, decisions, tokens. */
import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { Json } from '#domain/canonical/json.ts';
import type { Decision } from '#domain/gate/decide.ts';
import type { PolicyDocument } from '#domain/policy/document.ts';
import type { PromotionClaims } from '#domain/token/claims.ts';
import { at, id } from './columns.ts';
import { person, privateText, roleGrant } from './people.ts';
import { version } from './register.ts';

export const policy = pgTable('policy', {
  version: integer('version').primaryKey(),
  digest: text('digest').notNull().unique(),
  document: jsonb('document').$type<PolicyDocument>().notNull(),
  proposedBy: uuid('proposed_by').references(() => person.id),
  /** null: installed by `system` */
  publishedBy: uuid('published_by').references(() => person.id),
  publishedAt: at('published_at').notNull(),
});

export const review = pgTable(
  'review',
  {
    id: id(),
    versionId: uuid('version_id')
      .notNull()
      .references(() => version.id),
    environment: text('environment').notNull(),
    /** how it changes is in domain/gate/review-states; a trigger refuses every other change */
    state: text('state', { enum: ['open', 'changes-requested', 'approved', 'rejected', 'closed'] })
      .notNull()
      .default('open'),
    /** the policy at submission */
    policyVersion: integer('policy_version')
      .notNull()
      .references(() => policy.version),
    /** content that was rejected or sent back */
    decidedOn: text('decided_on'),
    /** why it was closed */
    closedReasonId: uuid('closed_reason_id').references(() => privateText.id),
    requestedBy: text('requested_by').notNull(),
    requestedAt: at('requested_at').notNull(),
    /** when it was last asked for: what its age in the queue is counted from */
    askedAt: at('asked_at').notNull(),
    updatedAt: at('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('review_one_live')
      .on(table.versionId, table.environment)
      .where(sql`${table.state} not in ('rejected', 'closed')`),
    index('review_queue').on(table.state, table.askedAt, table.id),
    index('review_done').on(table.state, table.updatedAt, table.id),
    index('review_version').on(table.versionId, table.environment, table.requestedAt),
  ],
);

/** What was said and asked on a review, beside the verdicts: the request, requests on other content, comments. */
export const reviewEntry = pgTable(
  'review_entry',
  {
    id: id(),
    reviewId: uuid('review_id')
      .notNull()
      .references(() => review.id),
    kind: text('kind', { enum: ['requested', 'resubmitted', 'comment'] }).notNull(),
    /** as the ledger names who did it */
    actor: text('actor').notNull(),
    /** of the content as it was then */
    contentDigest: text('content_digest').notNull(),
    commentId: uuid('comment_id').references(() => privateText.id),
    at: at('at').notNull(),
  },
  (table) => [index('review_entry_review').on(table.reviewId, table.at, table.id)],
);

/** What a content digest is of, kept when somebody asked or decided on it, so that two can be compared later. */
export const reviewedContent = pgTable('reviewed_content', {
  digest: text('digest').primaryKey(),
  content: jsonb('content').$type<Json>().notNull(),
  firstSeenAt: at('first_seen_at').notNull(),
});

/** One person's recorded verdict on one review, on the content that the page showed. */
export const approval = pgTable(
  'approval',
  {
    id: id(),
    reviewId: uuid('review_id')
      .notNull()
      .references(() => review.id),
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    verdict: text('verdict', { enum: ['approve', 'request-changes', 'reject'] }).notNull(),
    capacity: text('capacity').notNull(),
    contentDigest: text('content_digest').notNull(),
    /** issuer and subject, how and when the person signed in, the role and who granted it, as they were */
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    method: text('method', { enum: ['local', 'oidc'] }).notNull(),
    authenticatedAt: at('authenticated_at').notNull(),
    grantId: uuid('grant_id').references(() => roleGrant.id),
    commentId: uuid('comment_id').references(() => privateText.id),
    at: at('at').notNull(),
    withdrawnAt: at('withdrawn_at'),
  },
  (table) => [
    uniqueIndex('approval_once')
      .on(table.reviewId, table.personId)
      .where(sql`${table.verdict} = 'approve' and ${table.withdrawnAt} is null`),
    index('approval_review').on(table.reviewId),
  ],
);

/** The gate's answers, replayable: canonical facts, clock and policies as they were. */
export const decision = pgTable(
  'decision',
  {
    id: id(),
    versionId: uuid('version_id')
      .notNull()
      .references(() => version.id),
    environment: text('environment').notNull(),
    outcome: text('outcome', { enum: ['allow', 'pending', 'deny'] }).notNull(),
    /** canonical JSON of GateFacts, so that its digest can be recomputed byte for byte */
    facts: text('facts').notNull(),
    answer: jsonb('answer').$type<Decision>().notNull(),
    decidedAt: at('decided_at').notNull(),
  },
  (table) => [index('decision_version').on(table.versionId, table.environment, table.decidedAt)],
);

/** A pipeline's or person's question to the gate; following it up answers with the newest decision. */
export const promotion = pgTable(
  'promotion',
  {
    id: id(),
    versionId: uuid('version_id')
      .notNull()
      .references(() => version.id),
    environment: text('environment').notNull(),
    requestedBy: text('requested_by').notNull(),
    reviewId: uuid('review_id').references(() => review.id),
    decisionId: uuid('decision_id')
      .notNull()
      .references(() => decision.id),
    requestedAt: at('requested_at').notNull(),
  },
  (table) => [index('promotion_version').on(table.versionId, table.environment)],
);

/** Claims, not signatures: a retry signs the same `jti` again. */
export const token = pgTable(
  'token',
  {
    jti: uuid('jti').primaryKey(),
    versionId: uuid('version_id')
      .notNull()
      .references(() => version.id),
    environment: text('environment').notNull(),
    decisionId: uuid('decision_id')
      .notNull()
      .references(() => decision.id),
    claims: jsonb('claims').$type<PromotionClaims>().notNull(),
    claimsDigest: text('claims_digest').notNull(),
    ledgerIndex: bigint('ledger_index', { mode: 'number' }).notNull().unique(),
    /** position in the status list */
    statusIndex: bigint('status_index', { mode: 'number' }).notNull().unique(),
    requestedBy: text('requested_by').notNull(),
    issuedAt: at('issued_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    revokedAt: at('revoked_at'),
    revokedBy: text('revoked_by'),
    reasonId: uuid('reason_id').references(() => privateText.id),
  },
  (table) => [
    index('token_version').on(table.versionId, table.environment, table.ledgerIndex),
    index('token_live').on(table.expiresAt),
    index('token_revoked').on(table.statusIndex).where(sql`${table.revokedAt} is not null`),
  ],
);

/** Scope is (actor, route, key); the same key with another body is refused. Pending and deny are never stored. */
export const idempotency = pgTable(
  'idempotency',
  {
    actor: text('actor').notNull(),
    route: text('route').notNull(),
    key: text('key').notNull(),
    bodyDigest: text('body_digest').notNull(),
    /** what the answer was about, such as a jti; null when it made nothing to answer with again */
    subject: text('subject'),
    at: at('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.actor, table.route, table.key] })],
);

/** Public halves of the keys that this deployment has signed with; every replica must hold the same private ones. */
export const signingKey = pgTable('signing_key', {
  kid: text('kid').primaryKey(),
  purpose: text('purpose', { enum: ['promotion', 'status', 'ledger'] }).notNull(),
  publicKey: text('public_key').notNull(),
  firstSeenAt: at('first_seen_at').notNull(),
});
