// The pure part: what a leaf means, how it is said, when it is tried again (DESIGN.md §4 "Background work").

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endingThreshold } from './ending.ts';
import { KIND_INFO, NOTICE_KINDS, type NoticeContent } from './kinds.ts';
import { messageOf } from './message.ts';
import { MAX_ATTEMPTS, retryAfter } from './retry.ts';
import { signalsOf } from './signals.ts';

const DAY = 86_400_000;

const EXEMPTION = { ref: 'credit/x@1', environment: 'production', exemption: 'e', requirement: 'artifact-scan' };

const SAMPLES: { readonly [K in (typeof NOTICE_KINDS)[number]]: Extract<NoticeContent, { kind: K }>['data'] } = {
  'review.requested': { ref: 'credit/x@1', environment: 'staging', review: 'r' },
  'review.decided': { ref: 'credit/x@1', environment: 'staging', review: 'r', verdict: 'reject' },
  'review.voided': { ref: 'credit/x@1', environment: 'staging', review: 'r', approval: 'a', reason: 'content-changed' },
  'review.commented': { ref: 'credit/x@1', environment: 'staging', review: 'r' },
  'use-case.submitted': { slug: 'search', version: 2 },
  'use-case.decided': { slug: 'search', version: 2, verdict: 'approve' },
  'exemption.requested': EXEMPTION,
  'exemption.decided': { ...EXEMPTION, verdict: 'withdraw' },
  'exemption.ending': { ...EXEMPTION, until: '2026-01-01T00:00:00.000Z', days: 3 },
  'token.production': { ref: 'credit/x@1', environment: 'production', jti: 'j' },
  'retrain.seen': { ref: 'credit/x@1', approved: 'sha256:0' },
};

describe('messages', () => {
  test.each(NOTICE_KINDS)('%s says what it is about in one line, and leads to a page', (kind) => {
    const { title, detail, path } = messageOf({ kind, data: SAMPLES[kind] } as NoticeContent);
    expect(title).toMatch(/credit\/x@1|search v2/);
    expect(title).not.toMatch(/[\r\n]|undefined/);
    expect(detail.length).toBeGreaterThan(10);
    expect(path).toMatch(/^\/(reviews|use-cases|exemptions|models)\/[\w/%.-]+$/);
    expect(KIND_INFO[kind].label).not.toBe('');
  });

  test('an exemption is named as on its page, and rejecting it is called what it is called on a review', () => {
    const data = { ...EXEMPTION, verdict: 'refuse' } as const;
    expect(messageOf({ kind: 'exemption.decided', data }).title).toBe(
      'Exemption rejected: Artifact scan, credit/x@1 in production',
    );
    expect(messageOf({ kind: 'exemption.requested', data: { ...EXEMPTION, requirement: 'of-tomorrow' } }).title).toBe(
      'Exemption requested: of-tomorrow, credit/x@1 in production',
    );
  });

  test('whatever a version is called, the path stays below the product and holds no separator of its own', () => {
    const versions = fc.string({ minLength: 1, maxLength: 40, unit: 'binary' });
    fc.assert(
      fc.property(versions, (version) => {
        const data = { ref: `credit/x@${version}`, approved: 'sha256:0' };
        const { path } = messageOf({ kind: 'retrain.seen', data });
        expect(new URL(path, 'https://gate.test').origin).toBe('https://gate.test');
        expect(path).toMatch(/^\/models(\/credit\/x\/versions\/[^/?#\\]+)?$/);
      }),
    );
  });
});

describe('signals', () => {
  const of = (action: string, data: unknown, subject = 'credit/x@1') => signalsOf({ action, data, subject });

  test('a token is news for production and for any environment that is no rehearsal, and nowhere else', () => {
    for (const [environment, news] of [
      ['production', 1],
      ['prod-eu', 1],
      ['staging', 0],
      ['sandbox', 0],
    ] as const)
      expect(of('token.issued', { jti: 'j', environment }), environment).toHaveLength(news);
  });

  test('what can make an approval void is looked at again, by what it touches', () => {
    expect(of('manifest.revised', {})).toEqual([{ kind: 'recheck', recheck: { by: 'version', ref: 'credit/x@1' } }]);
    expect(of('role.revoked', {}, 'person:p')).toEqual([{ kind: 'recheck', recheck: { by: 'person', id: 'p' } }]);
    expect(of('team.member-added', { person: 'person:p' }, 'team:credit')).toEqual([
      { kind: 'recheck', recheck: { by: 'person', id: 'p' } },
    ]);
    expect(of('use-case.submitted', { version: 2 }, 'use-case:search')).toContainEqual({
      kind: 'recheck',
      recheck: { by: 'use-case', slug: 'search' },
    });
    expect(of('policy.installed', { version: 2 }, 'policy:2')).toHaveLength(1);
    expect(of('policy.installed', { version: 1 }, 'policy:1'), 'at set-up there is nothing yet').toEqual([]);
  });

  test('an action that nobody is told of, or that is none, means nothing', () => {
    for (const action of ['gate.decided', 'session.started', 'constructor', '__proto__', ''])
      expect(of(action, {})).toEqual([]);
  });
});

describe('retries', () => {
  test('eight attempts, waits that grow from 5 seconds to 24 hours, and never beyond', () => {
    const waits = Array.from({ length: MAX_ATTEMPTS - 1 }, (_, index) => retryAfter(index + 1, 0) ?? 0);
    expect(waits).toHaveLength(7);
    expect(waits[0]).toBeCloseTo(5);
    expect(waits.at(-1)).toBeCloseTo(86_400);
    for (const [index, wait] of waits.entries())
      if (index > 0) expect(wait).toBeGreaterThan((waits[index - 1] ?? 0) * 3);
    expect(retryAfter(MAX_ATTEMPTS, 0)).toBeNull();
    expect(retryAfter(MAX_ATTEMPTS + 5, 0.5)).toBeNull();
  });

  test('jitter only shortens, and by a fifth at most', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempts, random) => {
          const [full, some] = [retryAfter(attempts, 0) ?? 0, retryAfter(attempts, random) ?? 0];
          expect(some).toBeLessThanOrEqual(full);
          expect(some).toBeGreaterThanOrEqual(full * 0.8);
        },
      ),
    );
  });
});

test('the end of an exemption is said at 14 and at 3 days, not before, not after, and not to who just got it', () => {
  const at = (life: number, left: number) =>
    endingThreshold(new Date(0), new Date(life * DAY), new Date((life - left) * DAY));
  for (const [life, left, said] of [
    [90, 15, null],
    [90, 14, 14],
    [90, 3.01, 14],
    [90, 3, 3],
    [90, 0.01, 3],
    [90, 0, null],
    [90, -1, null],
    [14, 14, null],
    [14.5, 14, null],
    [15, 14, 14],
    [10, 10, null],
    [10, 3, 3],
    [2, 2, null],
  ] as const)
    expect(at(life, left), `${life} days, ${left} left`).toBe(said);
});
