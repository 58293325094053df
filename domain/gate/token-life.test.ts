import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from './decide.ts';
import type { GateFacts } from './facts.ts';
import { DAY } from './instants.ts';
import {
  approvalOf,
  contentOf,
  evidenceOf,
  exemptionOf,
  fromNow,
  gateFacts,
  NOW,
  policyOf,
  reviewed,
} from './testing/facts.ts';

const policy = policyOf();

describe('a token never outlives what it rests on (T24)', () => {
  const minutes = (least: number, most: number) => fc.integer({ min: least * 60_000, max: most * 60_000 });
  const life = fc.record({ given: minutes(-150_000, 5), roleFrom: minutes(-300_000, 5), roleTo: minutes(-30, 60) });
  const exemption = fc.record({ startsAt: minutes(-60_000, 5), endsAt: minutes(-30, 60) });
  let allowed = 0;

  it('over random dates of approvals, roles and exemptions', () => {
    fc.assert(
      fc.property(life, life, fc.option(exemption), (first, second, covers) => {
        const facts: GateFacts = {
          ...gateFacts('high', covers ? { evidence: [evidenceOf('evaluation')] } : {}),
          exemptions: covers
            ? [exemptionOf('artifact-scan', { startsAt: fromNow(covers.startsAt), endsAt: fromNow(covers.endsAt) })]
            : [],
        };
        const lives = [first, second];
        const content = contentOf(facts, policy);
        const approvals = (['risk-reviewer', 'security-reviewer'] as const).map((capacity, index) => {
          const { given, roleFrom, roleTo } = lives[index] ?? first;
          return approvalOf(content, capacity, {
            at: fromNow(given),
            authenticatedAt: fromNow(given),
            grant: {
              id: 'g',
              grantedAt: fromNow(roleFrom),
              expiresAt: fromNow(roleTo),
              grantedBy: null,
              atSetup: false,
            },
          });
        });
        const { outcome, tokenUntil } = decide(reviewed(facts, policy, approvals), [policy], NOW);
        expect(tokenUntil === null).toBe(outcome !== 'allow');
        if (outcome !== 'allow') return;
        allowed++;
        const until = Date.parse(tokenUntil ?? '') - NOW.getTime();
        expect(until).toBeGreaterThan(0);
        expect(until).toBeLessThanOrEqual(15 * 60_000);
        for (const { given, roleFrom, roleTo } of lives) {
          expect(until).toBeLessThanOrEqual(roleTo);
          expect(until).toBeLessThanOrEqual(given + 91 * DAY);
          expect(given).toBeLessThanOrEqual(0);
          expect(given - roleFrom).toBeGreaterThanOrEqual(DAY);
        }
        if (!covers) return;
        expect(covers.startsAt).toBeLessThanOrEqual(0);
        expect(until).toBeLessThanOrEqual(Math.min(covers.endsAt, covers.startsAt + 30 * DAY));
      }),
      { numRuns: 2_000 },
    );
    // it has been allowed often enough for this to mean something
    expect(allowed).toBeGreaterThan(50);
  });
});
