/**
 * Reads what the gate decides on. In a transaction that issues, the rows it rests on are locked first
 * (`lockForDecision`), so that nothing changes between the decision and the commit (THREATS.md T4).
 */
import { and, desc, eq, ne, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Reader } from '#db/read.ts';
import { policy, token } from '#db/schema/gate.ts';
import { person, team } from '#db/schema/people.ts';
import {
  evidence,
  lineageEdge,
  manifestRevision,
  model,
  useCase,
  useCaseVersion,
  version,
} from '#db/schema/register.ts';
import type { Digest } from '#domain/artifact/digest.ts';
import type { GateFacts, ParentFact } from '#domain/gate/facts.ts';
import { parseExternalBase } from '#domain/manifest/refs.ts';
import { loadInvolvement } from './load-involvement.ts';
import { loadReview } from './load-review.ts';
import { manifestFacts } from './manifest-facts.ts';
import { sameDigestFacts } from './same-digest.ts';

const ACTIVE = 'active' as const;

async function loadVersion(db: Reader, versionId: string) {
  const owner = alias(person, 'owner');
  const accountable = alias(person, 'accountable');
  const [row] = await db
    .select({
      version,
      namespace: model.namespace,
      name: model.name,
      manifest: manifestRevision,
      useCase: { slug: useCase.slug, ownerId: useCase.ownerId },
      useCaseVersion: {
        number: useCaseVersion.number,
        state: useCaseVersion.state,
        facts: useCaseVersion.facts,
        tags: useCaseVersion.tags,
      },
      ownerPerson: sql<boolean>`${owner.id} is not null and ${owner.disabledAt} is null and ${owner.emailVerified}`,
      ownerTeam: sql<boolean>`${accountable.id} is not null and ${accountable.disabledAt} is null`,
    })
    .from(version)
    .innerJoin(model, eq(model.id, version.modelId))
    .innerJoin(
      manifestRevision,
      and(eq(manifestRevision.versionId, version.id), eq(manifestRevision.number, version.revision)),
    )
    .leftJoin(useCase, eq(useCase.slug, version.useCaseSlug))
    .leftJoin(useCaseVersion, and(eq(useCaseVersion.useCaseId, useCase.id), ne(useCaseVersion.state, 'superseded')))
    .leftJoin(team, sql`'team:' || ${team.slug} = ${manifestRevision.manifest} ->> 'owner'`)
    .leftJoin(accountable, eq(accountable.id, team.accountableId))
    .leftJoin(owner, sql`'user:' || ${owner.emailKey} = lower(${manifestRevision.manifest} ->> 'owner')`)
    .where(eq(version.id, versionId));
  return row;
}

async function loadParents(db: Reader, versionId: string, revision: number): Promise<ParentFact[]> {
  const parent = alias(version, 'parent');
  const rows = await db
    .select({
      ref: lineageEdge.parent,
      relation: lineageEdge.relation,
      digest: parent.artifactDigest,
      tier: parent.tier,
      state: parent.state,
      approvedIn: sql<string[]>`array(select distinct ${token.environment} from ${token}
        where ${token.versionId} = ${parent.id} and ${token.revokedAt} is null order by 1)`,
    })
    .from(lineageEdge)
    .leftJoin(parent, eq(parent.id, lineageEdge.parentId))
    .where(and(eq(lineageEdge.childId, versionId), eq(lineageEdge.revision, revision)));
  return rows.map((row): ParentFact => {
    const external = parseExternalBase(row.ref);
    if (external) return { kind: 'external', ref: row.ref, relation: row.relation, pinned: external.pinned };
    const registered =
      row.digest !== null && row.tier !== null && row.state !== null
        ? {
            digest: row.digest as Digest,
            tier: row.tier,
            state: row.state,
            tainted: row.state !== ACTIVE,
            approvedIn: row.approvedIn,
          }
        : null;
    return { kind: 'version', ref: row.ref, relation: row.relation, registered };
  });
}

/** Has any other version of the model been let into this environment? */
async function isFirst(db: Reader, modelId: string, versionId: string, environment: string): Promise<boolean> {
  const [other] = await db
    .select({ jti: token.jti })
    .from(token)
    .innerJoin(version, eq(version.id, token.versionId))
    .where(and(eq(version.modelId, modelId), ne(version.id, versionId), eq(token.environment, environment)))
    .limit(1);
  return other === undefined;
}

/** The facts about one version for one environment, or null when there is no such version. */
export async function loadFacts(
  db: Reader,
  versionId: string,
  environment: string,
  trial: boolean,
): Promise<GateFacts | null> {
  const row = await loadVersion(db, versionId);
  if (!row) return null;
  const { version: v, manifest } = row;
  const owner = manifest.manifest.owner;
  const known = owner.startsWith('team:') ? row.ownerTeam : row.ownerPerson;
  const reports = await db
    .select({
      id: evidence.id,
      type: evidence.type,
      digest: evidence.digest,
      subject: evidence.subjectDigest,
      producer: evidence.producer,
      outcome: evidence.outcome,
      metrics: evidence.metrics,
    })
    .from(evidence)
    .where(eq(evidence.versionId, versionId))
    .orderBy(evidence.id);
  const involvement = await loadInvolvement(db, v, owner);
  const policyActs = await db
    .select({ by: policy.publishedBy, proposedBy: policy.proposedBy, at: policy.publishedAt })
    .from(policy)
    .orderBy(desc(policy.version))
    .limit(20);
  return {
    environment,
    trial,
    version: {
      ref: `${row.namespace}/${row.name}@${v.version}`,
      registeredAt: v.registeredAt.toISOString(),
      state: v.state,
      first: await isFirst(db, v.modelId, v.id, environment),
      measuredBy: v.measuredBy,
    },
    artifactDigest: v.artifactDigest as Digest,
    manifest: { digest: manifest.digest as Digest, revision: manifest.number, ...manifestFacts(manifest.manifest) },
    source: { repository: manifest.repository, commit: manifest.commit },
    owner: { name: owner, known },
    useCase:
      row.useCase && row.useCaseVersion
        ? {
            slug: row.useCase.slug,
            version: row.useCaseVersion.number,
            state: row.useCaseVersion.state,
            facts: row.useCaseVersion.facts,
            tags: row.useCaseVersion.tags,
            ownerId: row.useCase.ownerId,
          }
        : null,
    parents: await loadParents(db, v.id, v.revision),
    sameDigest: await sameDigestFacts(db, v, environment),
    raisedTier: null,
    evidence: reports.map((report) => ({
      ...report,
      digest: report.digest as Digest,
      subject: report.subject as Digest,
    })),
    committers: involvement.committers,
    acts: involvement.acts,
    policyActs: policyActs.flatMap(({ by, proposedBy, at }) =>
      [by, proposedBy].flatMap((personId) => (personId === null ? [] : [{ personId, at: at.toISOString() }])),
    ),
    review: await loadReview(db, v.id, environment),
    exemptions: [],
  };
}
