/** The register: use cases, models, versions, the artifacts they are bound to, their manifests and evidence. */
import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { FileEntry } from '#domain/artifact/tree.ts';
import type { EvidenceFact, MetricFact } from '#domain/gate/facts.ts';
import type { Manifest } from '#domain/manifest/schema.ts';
import type { UseCaseFacts } from '#domain/risk/facts.ts';
import { at, bytes, id } from './columns.ts';
import { person, privateText, team } from './people.ts';

export const useCase = pgTable('use_case', {
  id: id(),
  slug: text('slug').notNull().unique(),
  teamId: uuid('team_id')
    .notNull()
    .references(() => team.id),
  ownerId: uuid('owner_id')
    .notNull()
    .references(() => person.id),
  createdAt: at('created_at').notNull(),
});

/** Immutable once submitted; an edit makes the next one and voids approvals that rest on the old. */
export const useCaseVersion = pgTable(
  'use_case_version',
  {
    id: id(),
    useCaseId: uuid('use_case_id')
      .notNull()
      .references(() => useCase.id),
    number: integer('number').notNull(),
    title: text('title').notNull(),
    description: text('description').notNull(),
    facts: jsonb('facts').$type<UseCaseFacts>().notNull(),
    tags: text('tags').array().notNull(),
    state: text('state', { enum: ['submitted', 'approved', 'rejected', 'superseded'] }).notNull(),
    submittedBy: uuid('submitted_by')
      .notNull()
      .references(() => person.id),
    submittedAt: at('submitted_at').notNull(),
    decidedBy: uuid('decided_by').references(() => person.id),
    decidedAt: at('decided_at'),
    commentId: uuid('comment_id').references(() => privateText.id),
  },
  (table) => [
    unique().on(table.useCaseId, table.number),
    uniqueIndex('use_case_version_current').on(table.useCaseId).where(sql`${table.state} <> 'superseded'`),
  ],
);

export const model = pgTable(
  'model',
  {
    id: id(),
    namespace: text('namespace').notNull(),
    name: text('name').notNull(),
    teamId: uuid('team_id')
      .notNull()
      .references(() => team.id),
    /** a retired model takes no new versions until it is taken out of retirement */
    state: text('state', { enum: ['active', 'retired'] })
      .notNull()
      .default('active'),
    createdAt: at('created_at').notNull(),
    /** the version registered last, and when: what the register shows, filters and sorts by. Null only until the first is stored */
    newestId: uuid('newest_id').references((): AnyPgColumn => version.id),
    newestAt: at('newest_at'),
  },
  (table) => [
    unique().on(table.namespace, table.name),
    index('model_name').on(sql`${table.namespace} collate "C"`, sql`${table.name} collate "C"`),
    index('model_recent').on(table.newestAt, table.id),
    index('model_team').on(table.teamId, table.newestAt),
  ],
);

/** A model on its way from one team to another; accepted ones are its history, which separation of duties reads. */
export const modelHandover = pgTable(
  'model_handover',
  {
    id: id(),
    modelId: uuid('model_id')
      .notNull()
      .references(() => model.id),
    fromTeamId: uuid('from_team_id')
      .notNull()
      .references(() => team.id),
    toTeamId: uuid('to_team_id')
      .notNull()
      .references(() => team.id),
    state: text('state', { enum: ['offered', 'accepted', 'declined', 'cancelled'] })
      .notNull()
      .default('offered'),
    reasonId: uuid('reason_id')
      .notNull()
      .references(() => privateText.id),
    offeredBy: uuid('offered_by')
      .notNull()
      .references(() => person.id),
    offeredAt: at('offered_at').notNull(),
    decidedBy: uuid('decided_by').references(() => person.id),
    decidedAt: at('decided_at'),
  },
  (table) => [
    uniqueIndex('model_handover_one_offer').on(table.modelId).where(sql`${table.state} = 'offered'`),
    index('model_handover_to').on(table.toTeamId, table.state),
    index('model_handover_model').on(table.modelId, table.state),
  ],
);

/** Somebody took over what a person owned who left; the manifests stay as they are. */
export const ownerTakeover = pgTable(
  'owner_takeover',
  {
    id: id(),
    modelId: uuid('model_id')
      .notNull()
      .references(() => model.id),
    /** as the manifests name the owner who left, in lower case */
    owner: text('owner').notNull(),
    /** who owns it instead */
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    reasonId: uuid('reason_id')
      .notNull()
      .references(() => privateText.id),
    takenBy: uuid('taken_by')
      .notNull()
      .references(() => person.id),
    at: at('at').notNull(),
  },
  (table) => [index('owner_takeover_model').on(table.modelId, table.owner)],
);

/** One row per tree digest: the file list is the same whoever registers the bytes. */
export const artifact = pgTable('artifact', {
  digest: text('digest').primaryKey(),
  files: jsonb('files').$type<readonly FileEntry[]>().notNull(),
  fileCount: integer('file_count').notNull(),
  byteCount: bigint('byte_count', { mode: 'number' }).notNull(),
  omsCodePoint: text('oms_code_point').notNull(),
  omsComponent: text('oms_component').notNull(),
  firstSeenAt: at('first_seen_at').notNull(),
});

export const version = pgTable(
  'version',
  {
    id: id(),
    modelId: uuid('model_id')
      .notNull()
      .references(() => model.id),
    version: text('version').notNull(),
    artifactDigest: text('artifact_digest')
      .notNull()
      .references(() => artifact.digest),
    measuredBy: text('measured_by', { enum: ['cli', 'browser'] }).notNull(),
    state: text('state', { enum: ['active', 'retired', 'revoked'] })
      .notNull()
      .default('active'),
    /** registered by a pipeline over an approved version with other bytes */
    retrain: boolean('retrain').notNull().default(false),
    /** actor as the ledger names it: `person:<id>` or `pipeline:<id>` */
    registeredBy: text('registered_by').notNull(),
    registeredAt: at('registered_at').notNull(),
    /** why, by whom and when it was last retired or revoked */
    endedReasonId: uuid('ended_reason_id').references(() => privateText.id),
    endedBy: uuid('ended_by').references(() => person.id),
    endedAt: at('ended_at'),
    /** the manifest revision in force */
    revision: integer('revision').notNull(),
    /** of the revision in force, for lists */
    useCaseSlug: text('use_case_slug').notNull(),
    tier: text('tier', { enum: ['low', 'medium', 'high', 'critical'] }).notNull(),
    /** of the revision in force, for filters and search */
    classification: text('classification').array().notNull(),
    description: text('description').notNull(),
    /** how it was made, each once; `from-scratch` when it was made from nothing */
    relations: text('relations').array().notNull(),
    /** what it was made from, without version or revision: `namespace/name`, `hf:org/name` */
    bases: text('bases').array().notNull(),
    /** whether a registration said who committed, be it nobody */
    committersDeclared: boolean('committers_declared').notNull(),
  },
  (table) => [
    unique().on(table.modelId, table.version),
    unique().on(table.modelId, table.artifactDigest),
    // Finds a digest by its first digits as well.
    index('version_digest').on(table.artifactDigest.op('text_pattern_ops')),
    index('version_recent').on(table.modelId, table.registeredAt, table.id),
    index('version_use_case').on(table.useCaseSlug),
  ],
);

/** Immutable: a corrected manifest for the same bytes is the next revision, and approvals of the earlier are void. */
export const manifestRevision = pgTable(
  'manifest_revision',
  {
    versionId: uuid('version_id')
      .notNull()
      .references(() => version.id),
    number: integer('number').notNull(),
    manifest: jsonb('manifest').$type<Manifest>().notNull(),
    /** the text as it was sent; null when it came as JSON */
    text: text('text'),
    digest: text('digest').notNull(),
    repository: text('repository'),
    commit: text('commit'),
    registeredBy: text('registered_by').notNull(),
    registeredAt: at('registered_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.versionId, table.number] })],
);

/** Who did what on a version, people behind pipelines included: the rows that separation of duties reads. */
export const versionAct = pgTable(
  'version_act',
  {
    id: id(),
    versionId: uuid('version_id')
      .notNull()
      .references(() => version.id),
    kind: text('kind', {
      enum: ['registered', 'requested', 'supplied-evidence', 'pipeline-person'],
    }).notNull(),
    personId: uuid('person_id')
      .notNull()
      .references(() => person.id),
    detail: text('detail').notNull(),
    at: at('at').notNull(),
  },
  (table) => [unique('version_act_once').on(table.versionId, table.kind, table.personId, table.detail)],
);

/** Committers named at registration. Matched to people by verified e-mail when the gate decides, so that joining later counts. */
export const versionCommitter = pgTable(
  'version_committer',
  {
    id: id(),
    versionId: uuid('version_id')
      .notNull()
      .references(() => version.id),
    emailId: uuid('email_id')
      .notNull()
      .references(() => privateText.id),
    personId: uuid('person_id').references(() => person.id),
  },
  (table) => [index('version_committer_version').on(table.versionId)],
);

/** Declared lineage of the revision in force. */
export const lineageEdge = pgTable(
  'lineage_edge',
  {
    id: id(),
    childId: uuid('child_id')
      .notNull()
      .references(() => version.id),
    revision: integer('revision').notNull(),
    relation: text('relation').notNull(),
    /** `namespace/name@version` or `hf:org/name@revision` */
    parent: text('parent').notNull(),
    parentId: uuid('parent_id').references(() => version.id),
    parentDigest: text('parent_digest'),
  },
  (table) => [index('lineage_child').on(table.childId, table.revision), index('lineage_parent').on(table.parentId)],
);

export const blob = pgTable('blob', {
  digest: text('digest').primaryKey(),
  bytes: bytes('bytes').notNull(),
  size: integer('size').notNull(),
});

export const evidence = pgTable(
  'evidence',
  {
    id: id(),
    versionId: uuid('version_id')
      .notNull()
      .references(() => version.id),
    type: text('type', { enum: ['evaluation', 'scan', 'document'] }).notNull(),
    digest: text('digest')
      .notNull()
      .references(() => blob.digest),
    subjectDigest: text('subject_digest').notNull(),
    fileName: text('file_name').notNull(),
    mediaType: text('media_type').notNull(),
    producer: text('producer'),
    outcome: text('outcome').$type<EvidenceFact['outcome']>().notNull(),
    metrics: jsonb('metrics').$type<readonly MetricFact[]>().notNull(),
    /** one line that says what was read in it */
    summary: text('summary').notNull(),
    attachedBy: text('attached_by').notNull(),
    attachedAt: at('attached_at').notNull(),
  },
  (table) => [unique('evidence_once').on(table.versionId, table.type, table.digest)],
);
