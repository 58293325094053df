/**
 * What an approval is given on (DESIGN.md §2): the digest of everything a reviewer judged. Approvals, exemptions, the
 * clock and the current policy are not in it; they are judged at decision. When anything in it changes, approvals on
 * the old digest are void by themselves.
 */
import type { Digest } from '#domain/artifact/digest.ts';
import { canonicalJson, digestOf, type Json } from '#domain/canonical/json.ts';
import type { ComputedTier } from '#domain/risk/compute-tier.ts';
import type { GateFacts } from './facts.ts';

/** In an order of their own, whichever rows they were read from: two that differ at all are never a tie. */
function sorted(values: readonly Json[]): Json[] {
  return values
    .map((value) => ({ value, text: canonicalJson(value) }))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .map(({ value }) => value);
}

/** The canonical value that is hashed, for display and for evidence packs. Lists are in an order of their own. */
export function reviewedContent(facts: GateFacts, tier: ComputedTier, submissionPolicy: Digest): Json {
  const parents = facts.parents.map((parent) => {
    const registered = parent.kind === 'version' ? parent.registered : null;
    return {
      ref: parent.ref,
      relation: parent.relation,
      digest: registered?.digest ?? null,
      tier: registered?.tier ?? null,
      tainted: registered?.tainted ?? false,
      state: registered?.state ?? null,
    };
  });
  return {
    ref: facts.version.ref,
    environment: facts.environment,
    useCase: facts.useCase ? { slug: facts.useCase.slug, version: facts.useCase.version } : null,
    facts: facts.useCase ? { ...facts.useCase.facts } : null,
    manifest: facts.manifest.digest,
    artifact: facts.artifactDigest,
    source: { repository: facts.source.repository, commit: facts.source.commit },
    evidence: sorted(facts.evidence.map(({ type, digest, producer }) => ({ type, digest, producer }))),
    parents: sorted(parents),
    tier: tier.tier,
    tierReasons: tier.reasons.map(({ tier: level, source, because }) => ({ tier: level, source, because })),
    policy: submissionPolicy,
  };
}

/** SHA-256 of the canonical JSON of the reviewed content. */
export function contentDigest(facts: GateFacts, tier: ComputedTier, submissionPolicy: Digest): Digest {
  return digestOf(reviewedContent(facts, tier, submissionPolicy));
}
