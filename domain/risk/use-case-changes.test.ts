import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeTier } from './compute-tier.ts';
import { FACT_NAMES, TAG_FLOORS, type UseCaseFacts } from './facts.ts';
import { rankOf } from './tier.ts';
import { gotWorse, type UseCaseContent, useCaseChanges } from './use-case-changes.ts';

const answer = fc.constantFrom('yes' as const, 'no' as const, 'unknown' as const);
const facts = fc.record(
  Object.fromEntries(FACT_NAMES.map((name) => [name, answer])),
) as unknown as fc.Arbitrary<UseCaseFacts>;
const tags = fc.uniqueArray(fc.constantFrom(...Object.keys(TAG_FLOORS), 'nobody-defined-it', 'constructor'));
const content: fc.Arbitrary<UseCaseContent> = fc.record({
  title: fc.string({ maxLength: 3 }),
  description: fc.string({ maxLength: 3 }),
  facts,
  tags,
});

const tierOf = ({ facts: answers, tags: carried }: UseCaseContent) =>
  rankOf(
    computeTier({
      facts: answers,
      tags: carried.map((tag) => ({ tag, on: 'The use case' })),
      parents: [],
      sameDigest: [],
      raised: null,
      policyFloors: {},
    }).tier,
  );

describe('what differs between two versions of a use case', () => {
  it('is nothing for the same, and what was done turned round for the way back', () => {
    fc.assert(
      fc.property(content, content, (a, b) => {
        expect(useCaseChanges(a, a)).toEqual([]);
        expect(useCaseChanges(a, b)).toHaveLength(useCaseChanges(b, a).length);
      }),
    );
  });

  it('names each answer with what it was', () => {
    const before = { title: 'a', description: 'b', tags: ['internal'], facts: allNo() };
    const after = { ...before, tags: ['experimental'], facts: { ...allNo(), customerData: 'yes' as const } };
    expect(useCaseChanges(before, after)).toEqual([
      { kind: 'fact', fact: 'customerData', before: 'no', after: 'yes' },
      { kind: 'tag', tag: 'experimental', added: true },
      { kind: 'tag', tag: 'internal', added: false },
    ]);
  });
});

describe('an answer that got worse', () => {
  it('is there whenever the tier rises: no change lets a token live on that needs more', () => {
    fc.assert(
      fc.property(content, content, (a, b) => {
        if (tierOf(b) > tierOf(a)) expect(gotWorse(a, b)).toBe(true);
        expect(gotWorse(a, a)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('counts where the tier stays: customer data beside production tooling is more', () => {
    const before = { tags: [], facts: { ...allNo(), productionTooling: 'yes' as const } };
    expect(gotWorse(before, { ...before, facts: { ...before.facts, customerData: 'yes' } })).toBe(true);
    expect(gotWorse(before, { ...before, facts: allNo() })).toBe(false);
    expect(gotWorse(before, { ...before, tags: ['internal'] })).toBe(false);
    expect(gotWorse(before, { ...before, tags: ['nobody-defined-it'] })).toBe(true);
  });
});

function allNo(): UseCaseFacts {
  return Object.fromEntries(FACT_NAMES.map((name) => [name, 'no'])) as unknown as UseCaseFacts;
}
