/**
 * What the gate decides on, in the domain's words. In a transaction that issues, the rows it rests on are locked first
 * (lock.ts), so that nothing changes between the decision and the commit (THREATS.md T4).
 */
import type { ConsentRow, ExemptionRow } from '#db/queries/exemption-facts.ts';
import { type GateQuestion, type GateRow, gateRows } from '#db/queries/gate-facts.ts';
import { ask, type Reader } from '#db/read.ts';
import type { Capacity } from '#domain/access/roles.ts';
import type { Digest } from '#domain/artifact/digest.ts';
import type { ConsentFact, ExemptionFact, GateFacts, ParentFact, ReviewFact } from '#domain/gate/facts.ts';
import { parseExternalBase } from '#domain/manifest/refs.ts';
import { manifestFacts } from './manifest-facts.ts';

const iso = (text: string) => new Date(text).toISOString();

function parentFact(row: GateRow['parents'][number]): ParentFact {
  const external = parseExternalBase(row.ref);
  if (external) return { kind: 'external', ref: row.ref, relation: row.relation, pinned: external.pinned };
  const registered =
    row.digest !== null && row.tier !== null && row.state !== null
      ? {
          digest: row.digest as Digest,
          tier: row.tier,
          state: row.state,
          tainted: row.state !== 'active',
          approvedIn: row.approvedIn,
        }
      : null;
  return { kind: 'version', ref: row.ref, relation: row.relation, registered };
}

function consentFact(row: ConsentRow): ConsentFact {
  const { grant } = row;
  return {
    id: row.id,
    personId: row.personId,
    capacity: row.capacity as Capacity,
    at: iso(row.at),
    authenticatedAt: iso(row.authenticatedAt),
    method: row.method,
    grant: grant && {
      id: grant.id,
      grantedAt: iso(grant.grantedAt),
      expiresAt: iso(grant.expiresAt),
      grantedBy: grant.grantedBy,
      atSetup: grant.atSetup,
    },
    standing: !row.disabled && (grant === null ? row.capacity === 'use-case-owner' : !grant.revoked),
  };
}

function reviewFact(row: GateRow['review']): ReviewFact | null {
  return (
    row && {
      id: row.id,
      state: row.state,
      decidedOn: row.decidedOn as Digest | null,
      policyDigest: row.policyDigest as Digest,
      approvals: row.approvals.map((one) => ({ ...consentFact(one), contentDigest: one.contentDigest as Digest })),
    }
  );
}

/** An exemption as the domain reads it; one that has not been granted has no times, and never counts. */
export function exemptionFact(row: ExemptionRow): ExemptionFact {
  return {
    id: row.id,
    requirement: row.requirement,
    startsAt: row.startsAt ? iso(row.startsAt) : '',
    endsAt: row.endsAt ? iso(row.endsAt) : '',
    requestedBy: row.requestedBy,
    approvals: row.approvals.map(consentFact),
    renewedApprovers: row.renewedApprovers,
  };
}

export interface LoadedFacts {
  readonly facts: GateFacts;
  /** digest of the policy in force; null when none is installed */
  readonly currentPolicy: Digest | null;
}

function toFacts(row: GateRow, trial: boolean): GateFacts {
  return {
    environment: row.environment,
    trial,
    version: {
      ref: row.ref,
      registeredAt: iso(row.registered_at),
      state: row.state,
      first: row.first,
      measuredBy: row.measured_by,
    },
    artifactDigest: row.digest as Digest,
    manifest: { digest: row.manifest_digest as Digest, revision: row.revision, ...manifestFacts(row.manifest) },
    source: { repository: row.repository, commit: row.commit },
    owner: row.owner,
    useCase: row.use_case && { ...row.use_case, submittedAt: iso(row.use_case.submittedAt) },
    parents: row.parents.map(parentFact),
    sameDigest: row.same_digest,
    raisedTier: null,
    evidence: row.evidence,
    committers: row.committers_declared ? row.committers : null,
    acts: row.acts,
    policyActs: row.policy_acts.flatMap(({ by, proposedBy, at }) =>
      [by, proposedBy].flatMap((personId) => (personId === null ? [] : [{ personId, at: iso(at) }])),
    ),
    review: reviewFact(row.review),
    exemptions: row.exemptions.map(exemptionFact),
  };
}

/** The row in the domain's words. */
export function factsOf(row: GateRow, trial: boolean): LoadedFacts {
  return { facts: toFacts(row, trial), currentPolicy: (row.policy_acts[0]?.digest ?? null) as Digest | null };
}

/** The facts for each question, in its order; null where there is no such version. One statement, whatever the number. */
export async function loadFacts(
  db: Reader,
  questions: readonly GateQuestion[],
  trial: boolean,
): Promise<(LoadedFacts | null)[]> {
  const key = ({ versionId, environment }: GateQuestion) => `${versionId} ${environment}`;
  const asked = gateRows({
    versionIds: questions.map(({ versionId }) => versionId),
    environments: questions.map(({ environment }) => environment),
  });
  const rows = new Map((await ask(db, asked)).map((row) => [key(row), row]));
  return questions.map((question) => {
    const row = rows.get(key(question));
    return row ? factsOf(row, trial) : null;
  });
}
