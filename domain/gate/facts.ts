/**
 * Everything the gate knows when it decides about one version for one environment. Plain JSON without the clock, so
 * that a decision stores it, an evidence pack carries it, and anybody can decide again (DESIGN.md §2 "Decision and
 * token"). Times are RFC 3339 UTC; people are pseudonymous ids.
 */

import type { Capacity } from '#domain/access/roles.ts';
import type { Act } from '#domain/access/separation.ts';
import type { Digest } from '#domain/artifact/digest.ts';
import type { UseCaseFacts } from '#domain/risk/facts.ts';
import type { Tier } from '#domain/risk/tier.ts';
import type { ReviewState } from './review-states.ts';

export interface DataFact {
  readonly name: string;
  readonly uri: string | null;
  readonly digest: Digest | null;
  readonly license: string | null;
  readonly classification: readonly string[];
}

export interface MetricFact {
  readonly suite: string;
  readonly metric: string;
  readonly value: number;
}

export interface EvidenceFact {
  readonly id: string;
  readonly type: 'evaluation' | 'scan' | 'document';
  readonly digest: Digest;
  /** the artifact that it speaks about */
  readonly subject: Digest;
  readonly producer: string | null;
  /** what the report says of itself; `error` and `unknown` never count as a pass */
  readonly outcome: 'pass' | 'fail' | 'error' | 'unknown';
  readonly metrics: readonly MetricFact[];
}

/** A parent in the lineage; the gate follows registered parents by their digest. */
export type ParentFact =
  | {
      readonly kind: 'version';
      readonly ref: string;
      readonly relation: string;
      /** null when no such version is registered */
      readonly registered: {
        readonly digest: Digest;
        readonly tier: Tier;
        readonly state: 'active' | 'retired' | 'revoked';
        readonly tainted: boolean;
        /** environments in which it has an approved review on its current content */
        readonly approvedIn: readonly string[];
      } | null;
    }
  | { readonly kind: 'external'; readonly ref: string; readonly relation: string; readonly pinned: boolean };

export interface SameDigestFact {
  readonly ref: string;
  readonly tier: Tier;
  readonly state: 'active' | 'retired' | 'revoked';
  /** the newest review of it for this environment was rejected */
  readonly rejected: boolean;
}

export interface UseCaseFact {
  readonly slug: string;
  readonly version: number;
  readonly state: 'submitted' | 'approved' | 'rejected' | 'superseded';
  readonly facts: UseCaseFacts;
  readonly tags: readonly string[];
  readonly ownerId: string;
  /** when this version of it was submitted; absent in decisions of earlier releases */
  readonly submittedAt?: string;
}

/** Why nobody known owns a version. */
export type OwnerGap = 'no-team' | 'no-accountable' | 'accountable-left' | 'no-person' | 'person-left' | 'unverified';

export interface OwnerFact {
  /** who owns it now: the manifest's owner, or the team that it was handed over to */
  readonly name: string;
  readonly known: boolean;
  /** the manifest's owner, where the model was handed over since */
  readonly declared?: string;
  /** why it is not known; absent when it is */
  readonly gap?: OwnerGap;
  /** somebody took it over from a person who left */
  readonly takenOver?: true;
}

/** One person's recorded yes, to a review or to an exemption: what made them eligible then, and whether it stands now. */
export interface ConsentFact {
  readonly id: string;
  readonly personId: string;
  readonly capacity: Capacity;
  readonly at: string;
  readonly authenticatedAt: string;
  readonly method: 'local' | 'oidc';
  /** of the grant it was given under; null for the use-case owner */
  readonly grant: {
    readonly id: string;
    readonly grantedAt: string;
    readonly expiresAt: string;
    readonly grantedBy: string | null;
    readonly atSetup: boolean;
  } | null;
  /** the person can still sign in and, where the capacity is a role, the grant has not been taken away */
  readonly standing: boolean;
}

export interface ApprovalFact extends ConsentFact {
  readonly contentDigest: Digest;
}

export interface ReviewFact {
  readonly id: string;
  readonly state: ReviewState;
  /** of the content that was rejected or sent back; null otherwise */
  readonly decidedOn: Digest | null;
  readonly policyDigest: Digest;
  /** approvals not withdrawn */
  readonly approvals: readonly ApprovalFact[];
}

/** An exemption that was granted for this version and environment and has not been withdrawn; it may have ended. */
export interface ExemptionFact {
  readonly id: string;
  readonly requirement: string;
  readonly startsAt: string;
  readonly endsAt: string;
  /** who asked for it: a person's id */
  readonly requestedBy: string;
  readonly approvals: readonly ConsentFact[];
  /** ids of the people who approved the exemption that this one renews; empty when it renews none */
  readonly renewedApprovers: readonly string[];
}

export interface GateFacts {
  readonly environment: string;
  readonly trial: boolean;
  readonly version: {
    readonly ref: string;
    readonly registeredAt: string;
    readonly state: 'active' | 'retired' | 'revoked';
    /** no version of the model has been promoted to this environment before */
    readonly first: boolean;
    readonly measuredBy: 'cli' | 'browser';
  };
  readonly artifactDigest: Digest;
  readonly manifest: {
    readonly digest: Digest;
    readonly revision: number;
    readonly classification: readonly string[];
    /** null means `{ none: reason }` */
    readonly data: readonly DataFact[] | null;
    readonly evaluation: readonly MetricFact[];
    /** environments the manifest asks for; empty when it says nothing */
    readonly environments: readonly string[];
    readonly regions: readonly string[];
    readonly exposure: string | null;
    /** classes of data that it reads when it runs */
    readonly dataClasses: readonly string[];
  };
  readonly source: { readonly repository: string | null; readonly commit: string | null };
  readonly owner: OwnerFact;
  /** the registered use case that the manifest names; null when there is none of that name */
  readonly useCase: UseCaseFact | null;
  readonly parents: readonly ParentFact[];
  readonly sameDigest: readonly SameDigestFact[];
  readonly raisedTier: { readonly tier: Tier; readonly reason: string } | null;
  readonly evidence: readonly EvidenceFact[];
  /** committers since the last approved commit; null when the registration did not say */
  readonly committers: readonly { readonly id: string; readonly personId: string | null }[] | null;
  readonly acts: readonly Act[];
  readonly policyActs: readonly { readonly personId: string; readonly at: string }[];
  /** the newest review for this version and environment */
  readonly review: ReviewFact | null;
  /** granted for exactly this version, which is bound to its bytes for ever, and this environment */
  readonly exemptions: readonly ExemptionFact[];
}
