import { describe, expect, it } from 'vitest';
import { FACT_NAMES, FACT_RULES, TAG_FLOORS, UNKNOWN_FLOOR, UseCaseFacts } from './facts.ts';

const answered = Object.fromEntries(FACT_NAMES.map((name) => [name, 'no']));

describe('facts of a use case', () => {
  it('are the five of DESIGN.md §2, with its floors', () => {
    expect(Object.fromEntries(FACT_NAMES.map((name) => [name, FACT_RULES[name].floor]))).toEqual({
      customerData: 'high',
      regulatedDecision: 'critical',
      productionTooling: 'high',
      actsWithoutPerson: 'high',
      reachableFromOutside: 'medium',
    });
    expect(UNKNOWN_FLOOR).toBe('high');
  });

  it('say the same as their tags', () => {
    for (const name of FACT_NAMES) expect(TAG_FLOORS[FACT_RULES[name].tag], name).toBe(FACT_RULES[name].floor);
  });

  it('experimental and internal ask for nothing', () => {
    expect(TAG_FLOORS).toMatchObject({ experimental: 'low', internal: 'low' });
  });

  it.each(FACT_NAMES)('%s has to be answered yes, no or unknown, never left out', (name) => {
    expect(UseCaseFacts.safeParse(answered).success).toBe(true);
    const { [name]: _, ...without } = answered;
    expect(UseCaseFacts.safeParse(without).success).toBe(false);
    for (const answer of ['', 'YES', true, null, 0]) {
      expect(UseCaseFacts.safeParse({ ...answered, [name]: answer }).success, String(answer)).toBe(false);
    }
  });

  it('no other fact is let in', () => {
    expect(UseCaseFacts.safeParse({ ...answered, harmless: 'yes' }).success).toBe(false);
  });
});
