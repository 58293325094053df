/** Facts, policies and approvals for tests: a version with nothing wrong, to which each test does one thing. */
import type { Capacity } from '#domain/access/roles.ts';
import { type Digest, sha256 } from '#domain/artifact/digest.ts';
import { DEFAULT_POLICY } from '#domain/policy/default.ts';
import { type Policy, type PolicyDocument, policyDigest, type Rule } from '#domain/policy/document.ts';
import type { UseCaseFacts } from '#domain/risk/facts.ts';
import type { Tier } from '#domain/risk/tier.ts';
import { contentDigest } from '../content-digest.ts';
import { tierOf } from '../decide.ts';
import type { ApprovalFact, ConsentFact, EvidenceFact, ExemptionFact, GateFacts, ParentFact } from '../facts.ts';
import { slotsOf } from '../quorum.ts';

export const NOW = new Date('2026-06-01T12:00:00.000Z');
export const ARTIFACT = sha256('artifact');

/** RFC 3339, so many milliseconds from NOW. */
export function fromNow(ms: number): string {
  return new Date(NOW.getTime() + ms).toISOString();
}

const ALL_NO: UseCaseFacts = {
  customerData: 'no',
  regulatedDecision: 'no',
  productionTooling: 'no',
  actsWithoutPerson: 'no',
  reachableFromOutside: 'no',
};

/** Answers that make each tier. */
export const ANSWERS: Readonly<Record<Tier, UseCaseFacts>> = {
  low: ALL_NO,
  medium: { ...ALL_NO, reachableFromOutside: 'yes' },
  high: { ...ALL_NO, customerData: 'yes' },
  critical: { ...ALL_NO, regulatedDecision: 'yes' },
};

export function evidenceOf(type: EvidenceFact['type'], parts: Partial<EvidenceFact> = {}): EvidenceFact {
  return {
    id: `evidence-${type}`,
    type,
    digest: sha256(`report ${type}`),
    subject: ARTIFACT,
    producer: 'ci',
    outcome: 'pass',
    metrics: type === 'evaluation' ? [{ suite: 'holdout', metric: 'auc', value: 0.91 }] : [],
    ...parts,
  };
}

export const PARENT: ParentFact = {
  kind: 'version',
  ref: 'credit/base@1.0.0',
  relation: 'finetune',
  registered: {
    digest: sha256('base'),
    tier: 'low',
    state: 'active',
    tainted: false,
    approvedIn: ['staging', 'production'],
  },
};

/** A version of this tier that meets every requirement but the approvals; nobody has asked for a review yet. */
export function gateFacts(tier: Tier = 'high', parts: Partial<GateFacts> = {}): GateFacts {
  return {
    environment: 'production',
    trial: false,
    version: {
      ref: 'credit/limit@2.0.0',
      registeredAt: '2026-05-01T00:00:00.000Z',
      state: 'active',
      first: false,
      measuredBy: 'cli',
    },
    artifactDigest: ARTIFACT,
    manifest: {
      digest: sha256('manifest'),
      revision: 1,
      classification: ['internal'],
      data: [
        {
          name: 'german-credit',
          uri: 'https://data.test/credit',
          digest: sha256('data'),
          license: 'cc-by-4.0',
          classification: ['public-data'],
        },
      ],
      evaluation: [{ suite: 'holdout', metric: 'auc', value: 0.91 }],
      environments: [],
      regions: [],
      exposure: 'internal',
      dataClasses: [],
    },
    source: { repository: 'https://git.test/credit', commit: 'a'.repeat(40) },
    owner: { name: 'team:credit', known: true },
    useCase: {
      slug: 'credit-limit-increase',
      version: 3,
      state: 'approved',
      facts: ANSWERS[tier],
      tags: [],
      ownerId: 'use-case-owner',
    },
    parents: [PARENT],
    sameDigest: [],
    raisedTier: null,
    evidence: [evidenceOf('evaluation'), evidenceOf('scan')],
    committers: [{ id: 'commit-1', personId: 'developer' }],
    acts: [
      { kind: 'registered', personId: 'developer', detail: '' },
      { kind: 'requested', personId: 'developer', detail: '' },
      { kind: 'team-member', personId: 'use-case-owner', detail: 'credit' },
    ],
    policyActs: [],
    review: null,
    exemptions: [],
    ...parts,
  };
}

export function policyOf(document: PolicyDocument = DEFAULT_POLICY, version = 1): Policy {
  return { version, digest: policyDigest(document), document };
}

/** The default policy with other parts; a policy of a test's own for one environment is `withRule`. */
export function documentWith(parts: Partial<PolicyDocument>): PolicyDocument {
  return { ...DEFAULT_POLICY, ...parts };
}

/** The default policy with one rule for production, the same for every tier. */
export function withRule(parts: Partial<Rule>): PolicyDocument {
  const rule: Rule = { checks: [], approvals: [['reviewer']], firstVersionApprovals: [], stepUp: false, ...parts };
  const rules = { low: rule, medium: rule, high: rule, critical: rule };
  return documentWith({ environments: { ...DEFAULT_POLICY.environments, production: { gated: true, rules } } });
}

export function approvalOf(content: Digest, capacity: Capacity, parts: Partial<ApprovalFact> = {}): ApprovalFact {
  const owner = capacity === 'use-case-owner';
  return {
    id: `approval-${capacity}`,
    personId: owner ? 'use-case-owner' : `person-${capacity}`,
    capacity,
    contentDigest: content,
    at: fromNow(-60_000),
    authenticatedAt: fromNow(-120_000),
    method: 'oidc',
    grant: owner
      ? null
      : {
          id: `grant-${capacity}`,
          grantedAt: '2026-01-01T00:00:00.000Z',
          expiresAt: '2027-01-01T00:00:00.000Z',
          grantedBy: 'administrator',
          atSetup: false,
        },
    standing: true,
    ...parts,
  };
}

/** The digest that an approval under this policy has to be on. */
export function contentOf(facts: GateFacts, policy: Policy): Digest {
  return contentDigest(facts, tierOf(facts, policy), policy.digest);
}

/** The facts with an open review that carries these approvals. */
export function reviewed(facts: GateFacts, policy: Policy, approvals: readonly ApprovalFact[]): GateFacts {
  return {
    ...facts,
    review: { id: 'review', state: 'open', decidedOn: null, policyDigest: policy.digest, approvals },
  };
}

/** The facts with a review in which somebody fills every slot that this policy asks for, but for the skipped one. */
export function fullyApproved(facts: GateFacts, policy: Policy, skip = -1): GateFacts {
  const rules = policy.document.environments[facts.environment]?.rules;
  const slots = rules ? slotsOf(rules[tierOf(facts, policy).tier], facts.version.first) : [];
  const content = contentOf(facts, policy);
  const approvals = slots.map((slot, index) => {
    const capacity = slot[0] ?? 'reviewer';
    const parts = {
      id: `approval-${index}`,
      ...(capacity === 'use-case-owner' ? {} : { personId: `person-${index}` }),
    };
    return approvalOf(content, capacity, parts);
  });
  return reviewed(
    facts,
    policy,
    approvals.filter((_, index) => index !== skip),
  );
}

/** A yes that counts, given a minute after signing in, in a role of long standing. */
export function consentOf(personId: string, parts: Partial<ConsentFact> = {}): ConsentFact {
  return {
    id: `consent-${personId}`,
    personId,
    capacity: 'risk-reviewer',
    at: fromNow(-86_400_000),
    authenticatedAt: fromNow(-86_460_000),
    method: 'oidc',
    grant: {
      id: `grant-${personId}`,
      grantedAt: '2026-01-01T00:00:00.000Z',
      expiresAt: '2027-01-01T00:00:00.000Z',
      grantedBy: 'administrator',
      atSetup: false,
    },
    standing: true,
    ...parts,
  };
}

/** In force for a day yet, approved by two. */
export function exemptionOf(requirement: string, parts: Partial<ExemptionFact> = {}): ExemptionFact {
  return {
    id: `exemption-${requirement}`,
    requirement,
    startsAt: fromNow(-86_400_000),
    endsAt: fromNow(86_400_000),
    requestedBy: 'developer',
    approvals: [consentOf('person-a'), consentOf('person-b')],
    renewedApprovers: [],
    ...parts,
  };
}
