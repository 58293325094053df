/**
 * What an approval is given on (DESIGN.md §2): the digest of everything a reviewer judged. Approvals, exemptions, the
 * clock and the current policy are not in it; they are judged at decision. When anything in it changes, approvals on
 * the old digest are void by themselves.
 */
import type { Digest } from '#domain/artifact/digest.ts';
import { digestOf, type Json } from '#domain/canonical/json.ts';
import type { ComputedTier } from '#domain/risk/compute-tier.ts';
import type { GateFacts } from './facts.ts';

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** The canonical value that is hashed, for display and for evidence packs. Lists are in an order of their own. */
export function reviewedContent(facts: GateFacts, tier: ComputedTier, submissionPolicy: Digest): Json {
  const parents = facts.parents
    .map((parent) =>
      parent.kind === 'external'
        ? { ref: parent.ref, relation: parent.relation, digest: null, tier: null, tainted: false, state: null }
        : {
            ref: parent.ref,
            relation: parent.relation,
            digest: parent.registered?.digest ?? null,
            tier: parent.registered?.tier ?? null,
            tainted: parent.registered?.tainted ?? false,
            state: parent.registered?.state ?? null,
          },
    )
    .sort((a, b) => byText(a.ref, b.ref) || byText(a.relation, b.relation));
  return {
    ref: facts.version.ref,
    environment: facts.environment,
    useCase: facts.useCase ? { slug: facts.useCase.slug, version: facts.useCase.version } : null,
    facts: facts.useCase ? { ...facts.useCase.facts } : null,
    manifest: facts.manifest.digest,
    artifact: facts.artifactDigest,
    source: { repository: facts.source.repository, commit: facts.source.commit },
    evidence: facts.evidence
      .map(({ type, digest, producer }) => ({ type, digest, producer }))
      .sort(
        (a, b) => byText(a.digest, b.digest) || byText(a.type, b.type) || byText(a.producer ?? '', b.producer ?? ''),
      ),
    parents,
    tier: tier.tier,
    tierReasons: tier.reasons.map(({ tier: level, source, because }) => ({ tier: level, source, because })),
    policy: submissionPolicy,
  };
}

/** SHA-256 of the canonical JSON of the reviewed content. */
export function contentDigest(facts: GateFacts, tier: ComputedTier, submissionPolicy: Digest): Digest {
  return digestOf(reviewedContent(facts, tier, submissionPolicy));
}
