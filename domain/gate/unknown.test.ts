import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '#domain/artifact/digest.ts';
import { CHECKS } from '#domain/policy/document.ts';
import { decide } from './decide.ts';
import type { GateFacts } from './facts.ts';
import { anyDocument, anyFacts } from './testing/arbitraries.ts';
import { evidenceOf, fullyApproved, gateFacts, NOW, policyOf, withRule } from './testing/facts.ts';

const everyCheck = policyOf(withRule({ checks: [...CHECKS], approvals: [['risk-reviewer']] }));
const good = gateFacts('high');
const useCaseWith = (parts: object) => ({ useCase: good.useCase && { ...good.useCase, ...parts } });

/** One thing that nobody knows about a version that would otherwise be allowed. */
const UNKNOWNS: readonly (readonly [string, Partial<GateFacts>])[] = [
  ['the use case', { useCase: null }],
  ['a fact of it', useCaseWith({ facts: { ...good.useCase?.facts, customerData: 'unknown' } })],
  ['every fact of it', useCaseWith({ facts: {} })],
  ['who committed', { committers: null }],
  ['one of those who committed', { committers: [{ id: 'c', personId: null }] }],
  ['what a scan found', { evidence: [evidenceOf('evaluation'), evidenceOf('scan', { outcome: 'error' })] }],
  ['what a scan says', { evidence: [evidenceOf('evaluation'), evidenceOf('scan', { outcome: 'unknown' })] }],
  [
    'whether these bytes were scanned',
    { evidence: [evidenceOf('evaluation'), evidenceOf('scan', { subject: sha256('x') })] },
  ],
  ['what an evaluation found', { evidence: [evidenceOf('evaluation', { outcome: 'error' }), evidenceOf('scan')] }],
  ['what an evaluation says', { evidence: [evidenceOf('evaluation', { outcome: 'unknown' }), evidenceOf('scan')] }],
  ['its figures', { evidence: [evidenceOf('evaluation', { metrics: [] }), evidenceOf('scan')] }],
  ['a parent', { parents: [{ kind: 'version', ref: 'a/b@1', relation: 'merge', registered: null }] }],
  ['the revision of a parent', { parents: [{ kind: 'external', ref: 'hf:a/b', relation: 'merge', pinned: false }] }],
  ['the owner', { owner: { name: 'team:ghosts', known: false } }],
  ['the environment', { environment: 'moon' }],
];

describe('`unknown` never allows', () => {
  it('but the version without anything unknown is allowed', () => {
    expect(decide(fullyApproved(good, everyCheck), [everyCheck], NOW).outcome).toBe('allow');
  });

  it.each(UNKNOWNS)('%s', (_, unknown) => {
    const facts = fullyApproved({ ...good, ...unknown }, everyCheck);
    expect(decide(facts, [everyCheck], NOW)).toMatchObject({ outcome: 'deny', tokenUntil: null });
  });

  it('whatever the facts and policies, an answer other than met or waived keeps the gate shut', () => {
    const outcomes = { allow: 0, pending: 0, deny: 0 };
    fc.assert(
      fc.property(anyFacts, anyDocument, anyDocument, (facts, one, other) => {
        const submitted = policyOf(one);
        const decision = decide(fullyApproved(facts, submitted), [submitted, policyOf(other, 2)], NOW);
        const open = decision.requirements.filter(({ status }) => status === 'unmet' || status === 'unknown');
        const onlyApprovals = open.every(({ id }) => id.startsWith('approval:'));
        expect(decision.outcome).toBe(open.length === 0 ? 'allow' : onlyApprovals ? 'pending' : 'deny');
        expect(decision.tokenUntil === null).toBe(decision.outcome !== 'allow');
        outcomes[decision.outcome]++;
      }),
      { numRuns: 1_000 },
    );
    expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(10);
  });
});
