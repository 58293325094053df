// Whatever people do, in whatever order (THREATS.md P6, T26-T31, T39): no one person reaches a token that needs approval, and
// every token's approvals are of exactly its content. MODEL_RUNS sequences, 1,000 unless set; `npm run test:model` plays 20,000.

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Deployment, openDeployment } from '../deployment.ts';
import { ledgerFaults, tokenFaults } from '../ledger-check.ts';
import { actsOf } from './acts.ts';
import { begin, type Seen } from './deeds.ts';
import { FACTS, type Human, ONE, openWorld, SEVERAL, type Setting } from './world.ts';

const RUNS = Number(process.env.MODEL_RUNS ?? 1_000);
const LONGEST = 12;
const MINUTES = 60_000;

let deployment: Deployment;
beforeAll(async () => {
  deployment = await openDeployment();
});
afterAll(() => deployment.close());

/** How far things are when the sequence begins: the nearer to a token, the more ways there are to go wrong. */
const beginnings = fc.constantFrom('nothing', 'registered', 'asked', 'exempted', 'approved', 'approved');

function settings(humans: readonly Human[]): fc.Arbitrary<Setting> {
  const tier = fc.constantFrom('low', 'medium', 'high', 'critical');
  return tier.map((name) => ({ humans, facts: FACTS[name], tag: 'internal' }));
}

/** Plays sequences; returns how often each act ended how. */
async function play(humans: readonly Human[], runs: number): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  const acts = fc.commands(actsOf(humans.map(({ name }) => name)), { maxCommands: LONGEST, size: 'max' });
  await fc.assert(
    fc.asyncProperty(
      settings(humans),
      beginnings,
      fc.constantFrom('staging', 'production'),
      acts,
      acts,
      async (setting, from, goal, first, then) => {
        const real = await openWorld(deployment, setting, counts);
        const model: Seen = { reviews: new Map(), tokens: [], exemptions: [], proposals: [], useCaseVersion: 1 };
        try {
          await begin(from, goal, model, real);
          // Two halves, because one list is short more often than long.
          await fc.asyncModelRun(() => ({ model, real }), first);
          await fc.asyncModelRun(() => ({ model, real }), then);
        } finally {
          await real.owner.end();
        }
      },
    ),
    { numRuns: runs },
  );
  if (process.env.MODEL_COUNTS) console.log([...counts].sort());
  return counts;
}

const total = (counts: ReadonlyMap<string, number>, beginning: string) =>
  [...counts].reduce((sum, [name, count]) => (name.startsWith(beginning) ? sum + count : sum), 0);

describe('the model', () => {
  test(
    `${Math.ceil(RUNS / 2)} sequences of one person with every role: never a token that needs approval`,
    async () => {
      const counts = await play(ONE, Math.ceil(RUNS / 2));
      // The sequences do try: they register, ask, and approve, and are refused.
      expect(total(counts, 'register')).toBeGreaterThan(0);
      expect(total(counts, 'approve: forbidden')).toBeGreaterThan(0);
      expect(total(counts, 'token for sandbox')).toBeGreaterThan(0);
      expect([...counts.keys()].filter((name) => /^token .*with approvals/.test(name))).toEqual([]);
    },
    180 * MINUTES,
  );

  test(
    `${Math.floor(RUNS / 2)} sequences of several people: every token's approvals are of exactly its content, by people apart`,
    async () => {
      const counts = await play(SEVERAL, Math.floor(RUNS / 2));
      // And they get somewhere: tokens of every tier that rest on approvals.
      for (const tier of ['low', 'medium', 'high', 'critical'])
        expect([...counts].filter(([name]) => name.includes('with approvals') && name.endsWith(tier))).not.toEqual([]);
    },
    180 * MINUTES,
  );

  test('and the ledger and the tokens are sound after all of it', async () => {
    expect(await ledgerFaults(deployment)).toEqual([]);
    expect(await tokenFaults(deployment)).toEqual([]);
  });
});
