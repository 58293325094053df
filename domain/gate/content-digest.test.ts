import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '#domain/artifact/digest.ts';
import { contentDigest, reviewedContent } from './content-digest.ts';
import { tierOf } from './decide.ts';
import type { GateFacts, ParentFact } from './facts.ts';
import {
  ANSWERS,
  contentOf,
  evidenceOf,
  exemptionOf,
  fullyApproved,
  gateFacts,
  NOW,
  PARENT,
  policyOf,
} from './testing/facts.ts';

const policy = policyOf();
const facts = gateFacts('high');
const original = contentOf(facts, policy);
const registered = PARENT.kind === 'version' ? PARENT.registered : null;
const parentWith = (parts: object): ParentFact[] => [
  { ...PARENT, kind: 'version', registered: registered && { ...registered, ...parts } },
];
const useCaseWith = (parts: object) => ({ useCase: facts.useCase && { ...facts.useCase, ...parts } });

describe('an approval is void when what it was given on changes', () => {
  it.each<[string, Partial<GateFacts>]>([
    ['the version', { version: { ...facts.version, ref: 'credit/limit@2.0.1' } }],
    ['the environment', { environment: 'staging' }],
    ['the use case', useCaseWith({ slug: 'another' })],
    ['the version of the use case', useCaseWith({ version: 4 })],
    ['a fact', useCaseWith({ facts: { ...ANSWERS.high, productionTooling: 'yes' } })],
    ['a tag of the use case', useCaseWith({ tags: ['customer-data'] })],
    ['the loss of the use case', { useCase: null }],
    ['the manifest', { manifest: { ...facts.manifest, digest: sha256('other manifest') } }],
    ['the bytes', { artifactDigest: sha256('other bytes') }],
    ['the commit', { source: { ...facts.source, commit: 'b'.repeat(40) } }],
    ['the repository', { source: { ...facts.source, repository: null } }],
    ['evidence that came', { evidence: [...facts.evidence, evidenceOf('document')] }],
    ['evidence that went', { evidence: facts.evidence.slice(1) }],
    ['other evidence', { evidence: [evidenceOf('evaluation'), evidenceOf('scan', { digest: sha256('other') })] }],
    ['the type of evidence', { evidence: [evidenceOf('evaluation'), evidenceOf('scan', { type: 'document' })] }],
    ['who produced evidence', { evidence: [evidenceOf('evaluation'), evidenceOf('scan', { producer: null })] }],
    ['the relation to a parent', { parents: [{ ...PARENT, relation: 'merge' }] }],
    ['the bytes of a parent', { parents: parentWith({ digest: sha256('other base') }) }],
    ['the tier of a parent', { parents: parentWith({ tier: 'medium' }) }],
    ['taint', { parents: parentWith({ tainted: true }) }],
    ['a revoked parent', { parents: parentWith({ state: 'revoked' }) }],
    ['another parent', { parents: [PARENT, { kind: 'external', ref: 'hf:a/b@1', relation: 'merge', pinned: true }] }],
    ['a name the bytes also have', { sameDigest: [{ ref: 'a/b@1', tier: 'low', state: 'active', rejected: false }] }],
    ['a tier raised by a person', { raisedTier: { tier: 'critical', reason: 'because' } }],
  ])('%s', (_, change) => {
    expect(contentOf({ ...facts, ...change }, policy)).not.toBe(original);
  });

  it('the submission policy', () => {
    const tier = tierOf(facts, policy);
    expect(contentDigest(facts, tier, policy.digest)).toBe(original);
    expect(contentDigest(facts, tier, sha256('another policy'))).not.toBe(original);
  });
});

describe('an approval stands when what is judged at decision changes', () => {
  it.each<[string, GateFacts]>([
    ['approvals', fullyApproved(facts, policy)],
    ['exemptions', { ...facts, exemptions: [exemptionOf('artifact-scan')] }],
    ['who took part', { ...facts, acts: [] }],
    ['who published a policy', { ...facts, policyActs: [{ personId: 'ada', at: NOW.toISOString() }] }],
    ['what the committers are known as', { ...facts, committers: null }],
    ['trial mode', { ...facts, trial: true }],
    ['where the parent is approved', { ...facts, parents: parentWith({ approvedIn: [] }) }],
    ['row ids', { ...facts, evidence: facts.evidence.map((one, index) => ({ ...one, id: `other-${index}` })) }],
  ])('%s', (_, changed) => {
    expect(contentOf(changed, policy)).toBe(original);
  });

  it('the order in which rows were read', () => {
    const evidence = fc.record({
      type: fc.constantFrom('evaluation' as const, 'scan' as const, 'document' as const),
      digest: fc.constantFrom(sha256('a'), sha256('b')),
      producer: fc.constantFrom(null, '', 'ci'),
    });
    const parent = fc.record({
      ref: fc.constantFrom('a/b@1', 'hf:a/b@1'),
      relation: fc.constantFrom('merge', 'adapter'),
      kind: fc.constant('external' as const),
      pinned: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(evidence), fc.array(parent), fc.nat(), (reports, parents, turn) => {
        const rotated = <T>(rows: readonly T[]) => rows.map((_, i) => rows[(i + turn) % rows.length] as T);
        const one = { ...facts, evidence: reports.map((report) => evidenceOf(report.type, report)), parents };
        for (const order of [rotated, <T>(rows: readonly T[]) => rows.toReversed()]) {
          const other = { ...one, evidence: order(one.evidence), parents: order<ParentFact>(one.parents) };
          expect(contentOf(other, policy)).toBe(contentOf(one, policy));
        }
      }),
    );
  });
});

describe('what is shown for a digest', () => {
  it('names nobody: neither the committers nor who took part', () => {
    const text = JSON.stringify(reviewedContent(fullyApproved(facts, policy), tierOf(facts, policy), policy.digest));
    expect(text).toContain('credit/limit@2.0.0');
    for (const person of ['developer', 'person-0', 'use-case-owner']) expect(text).not.toContain(person);
  });
});
