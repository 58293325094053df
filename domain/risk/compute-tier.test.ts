import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeTier, type TierInput, tagFloor } from './compute-tier.ts';
import { Answer, FACT_NAMES, FACT_RULES, TAG_FLOORS, type UseCaseFacts } from './facts.ts';
import { maxTier, rankOf, TIERS, type Tier } from './tier.ts';

const NO = Object.fromEntries(FACT_NAMES.map((name) => [name, 'no'])) as UseCaseFacts;
const nothing: TierInput = { facts: NO, tags: [], parents: [], sameDigest: [], raised: null, policyFloors: {} };
const tierFor = (parts: Partial<TierInput>) => computeTier({ ...nothing, ...parts }).tier;

/** Names that every object finds on its prototype, and one that changes it. */
const PROTOTYPE_NAMES = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'];

describe('floors of facts', () => {
  const rows = FACT_NAMES.flatMap((name) => {
    const { floor } = FACT_RULES[name];
    return [
      [name, 'no', 'low'],
      [name, 'yes', floor],
      [name, 'unknown', 'high'],
    ] as const;
  });

  it.each(rows)('%s answered %s is %s', (name, answer, tier) => {
    const computed = computeTier({ ...nothing, facts: { ...NO, [name]: answer } });
    expect(computed.tier).toBe(tier);
    expect(computed.reasons.map(({ source }) => source)).toEqual([answer === 'no' ? 'none' : `fact:${name}`]);
  });

  it('without a known use case every fact is unknown', () => {
    const { tier, reasons } = computeTier({ ...nothing, facts: null });
    expect(rankOf(tier)).toBeGreaterThanOrEqual(rankOf('high'));
    expect(reasons.map(({ source }) => source).sort()).toEqual(FACT_NAMES.map((name) => `fact:${name}`).sort());
  });
});

describe('floors of tags', () => {
  it.each(Object.entries(TAG_FLOORS))('%s is %s', (tag, floor) => {
    expect(tierFor({ tags: [{ tag, on: 'The version' }] })).toBe(floor);
  });

  it.each(['never-heard-of', 'Internal', 'internal ', ...PROTOTYPE_NAMES])('the unknown tag %j is high', (tag) => {
    const { tier, reasons } = computeTier({ ...nothing, tags: [{ tag, on: 'The version' }] });
    expect(tier).toBe('high');
    expect(reasons[0]?.because).toContain('no policy defines');
  });

  it.each(PROTOTYPE_NAMES)('a policy may define a tag named %j like any other', (tag) => {
    const policyFloors: Record<string, Tier> = Object.fromEntries([[tag, 'medium']]);
    expect(tierFor({ tags: [{ tag, on: 'The version' }], policyFloors })).toBe('medium');
  });

  it('a policy raises a floor, and never lowers one', () => {
    for (const [tag, builtIn] of Object.entries(TAG_FLOORS)) {
      for (const floor of TIERS) expect(tagFloor(tag, { [tag]: floor }), tag).toBe(maxTier(builtIn, floor));
    }
  });

  it('a raised tag raises the fact that says the same', () => {
    const facts = { ...NO, reachableFromOutside: 'yes' } as const;
    expect(tierFor({ facts, policyFloors: { 'reachable-from-outside': 'critical' } })).toBe('critical');
    expect(tierFor({ facts, policyFloors: { 'reachable-from-outside': 'low' } })).toBe('medium');
    const unanswered = { ...NO, reachableFromOutside: 'unknown' } as const;
    expect(tierFor({ facts: unanswered, policyFloors: { 'reachable-from-outside': 'critical' } })).toBe('high');
  });
});

describe('what comes from elsewhere', () => {
  it.each(TIERS)('a parent, the same bytes and a person each lift to %s', (tier) => {
    expect(tierFor({ parents: [{ ref: 'a/b@1', tier }] })).toBe(tier);
    expect(tierFor({ sameDigest: [{ ref: 'a/b@1', tier }] })).toBe(tier);
    expect(tierFor({ raised: { tier, reason: 'because' } })).toBe(tier);
  });

  it('a parent that is not registered is high', () => {
    expect(tierFor({ parents: [{ ref: 'a/b@1', tier: null }] })).toBe('high');
  });

  it('a person cannot lower what was computed', () => {
    const facts = { ...NO, regulatedDecision: 'yes' } as const;
    expect(tierFor({ facts, raised: { tier: 'low', reason: 'trust me' } })).toBe('critical');
  });
});

const tier = fc.constantFrom(...TIERS);
const tag = fc.oneof(fc.constantFrom(...Object.keys(TAG_FLOORS), ...PROTOTYPE_NAMES), fc.string({ maxLength: 8 }));
const tagged = fc.record({ tag, on: fc.constantFrom('The version', 'The dataset d') });
const parent = fc.record({ ref: fc.string({ maxLength: 4 }), tier: fc.option(tier) });
const twin = fc.record({ ref: fc.string({ maxLength: 4 }), tier });
const raised = fc.record({ tier, reason: fc.string({ maxLength: 4 }) });
const input: fc.Arbitrary<TierInput> = fc.record({
  facts: fc.option(
    fc.record(Object.fromEntries(FACT_NAMES.map((name) => [name, fc.constantFrom(...Answer.options)]))),
  ) as fc.Arbitrary<UseCaseFacts | null>,
  tags: fc.array(tagged, { maxLength: 4 }),
  parents: fc.array(parent, { maxLength: 3 }),
  sameDigest: fc.array(twin, { maxLength: 3 }),
  raised: fc.option(raised),
  policyFloors: fc.dictionary(tag, tier, { maxKeys: 3 }),
});
/** One more fact about the same version. */
const addition: fc.Arbitrary<(given: TierInput) => TierInput> = fc.oneof(
  tagged.map((one) => (given: TierInput) => ({ ...given, tags: [...given.tags, one] })),
  parent.map((one) => (given: TierInput) => ({ ...given, parents: [...given.parents, one] })),
  twin.map((one) => (given: TierInput) => ({ ...given, sameDigest: [...given.sameDigest, one] })),
  raised.map((one) => (given: TierInput) => ({ ...given, raised: given.raised ?? one })),
  fc
    .tuple(fc.constantFrom(...FACT_NAMES), fc.constantFrom('yes' as const, 'unknown' as const))
    .map(([name, answer]) => (given: TierInput) => ({
      ...given,
      facts: given.facts && given.facts[name] === 'no' ? { ...given.facts, [name]: answer } : given.facts,
    })),
);

describe('for all inputs', () => {
  it('adding a fact never lowers a tier', () => {
    fc.assert(
      fc.property(input, addition, (given, add) => {
        expect(rankOf(computeTier(add(given)).tier)).toBeGreaterThanOrEqual(rankOf(computeTier(given).tier));
      }),
      { numRuns: 1_000 },
    );
  });

  it('the tier is the highest of its written reasons, and there is always one', () => {
    fc.assert(
      fc.property(input, (given) => {
        const { tier: top, reasons } = computeTier(given);
        expect(Math.max(...reasons.map((reason) => rankOf(reason.tier)))).toBe(rankOf(top));
        expect(reasons[0]?.tier).toBe(top);
        expect(reasons.every(({ because, source }) => source !== '' && typeof because === 'string')).toBe(true);
      }),
    );
  });

  it('the reasons do not depend on the order in which rows were read', () => {
    fc.assert(
      fc.property(input, (given) => {
        const backwards = {
          ...given,
          tags: given.tags.toReversed(),
          parents: given.parents.toReversed(),
          sameDigest: given.sameDigest.toReversed(),
        };
        expect(computeTier(backwards)).toEqual(computeTier(given));
      }),
    );
  });
});
