import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { sha256 } from '#domain/artifact/digest.ts';
import type { PromotionClaims } from './claims.ts';
import {
  ISSUER,
  type Issuer,
  makeIssuer,
  NOW,
  promotionClaims,
  STATUS_URI,
  signParts,
  statusListClaims,
} from './testing/mint.ts';
import { type Expected, verifyPromotionToken } from './verify.ts';

const expected: Expected = { digest: sha256('artifact'), env: 'production', manifestDigest: sha256('manifest') };
const at = (seconds: number) => new Date(seconds * 1000);

let issuer: Issuer;
let statusList: string;
beforeAll(async () => {
  issuer = await makeIssuer();
  statusList = await issuer.statusListToken([1, 2, 3]);
});

async function judge(token: string, change: Partial<Parameters<typeof verifyPromotionToken>[0]> = {}) {
  return verifyPromotionToken({ token, trust: issuer.trust, expected, statusList, now: at(NOW), ...change });
}

test('a good token verifies, with its claims, its key and the age of the status list', async () => {
  const { kid } = issuer.promotion.publicKey;
  expect(await judge(await issuer.promotionToken())).toEqual({
    verified: true,
    claims: promotionClaims(),
    kid,
    thumbprint: kid,
    statusAge: 30,
  });
  const byPerson = promotionClaims();
  const { pipeline: _, ...claims } = byPerson;
  expect(await judge(await issuer.promotionToken({ pipeline: undefined }))).toMatchObject({ verified: true, claims });
});

describe('a token is good for one place', () => {
  const cases: [string, Partial<Record<keyof PromotionClaims, unknown>>, string, string][] = [
    ['another issuer', { iss: 'https://evil.example' }, 'issuer', 'The token is of another issuer'],
    ['the issuer with a slash', { iss: `${ISSUER}/` }, 'issuer', 'The token is of another issuer'],
    [
      'another audience',
      { aud: 'countersign:env:staging' },
      'audience',
      'The token is not for countersign:env:production',
    ],
    [
      'an audience that begins alike',
      { aud: 'countersign:env:production2' },
      'audience',
      'The token is not for countersign:env:production',
    ],
    ['another environment', { env: 'staging' }, 'environment', 'The token is not for the environment production'],
    ['other bytes', { digest: sha256('other') }, 'digest', 'The token is for other bytes'],
    ['another manifest', { manifest_digest: sha256('other') }, 'manifest', 'The token is for another manifest'],
    ['trial mode', { trial: true }, 'trial', 'The token was issued in trial mode, which this trust refuses'],
    [
      'bases nobody checked',
      { requires: [sha256('base')] },
      'requires',
      'The token requires base models that were not checked',
    ],
    [
      'a life of a day',
      { exp: NOW - 60 + 86_400 },
      'lifetime',
      'The token lives longer than 30 minutes, the bound of its tier',
    ],
    [
      'a life hidden behind iat',
      { nbf: NOW - 3600, iat: NOW - 1, exp: NOW + 60 },
      'lifetime',
      'The token lives longer than 30 minutes, the bound of its tier',
    ],
  ];
  test.each(cases)('%s is refused', async (_, change, code, message) => {
    expect(await judge(await issuer.promotionToken(change))).toEqual({ verified: false, code, message });
  });

  test('a trial token verifies only where the trust says trial', async () => {
    const token = await issuer.promotionToken({ trial: true });
    expect(await judge(token, { trust: { ...issuer.trust, trial: true } })).toMatchObject({ verified: true });
  });

  test('without a manifest in hand, the manifest is not judged', async () => {
    const { digest, env } = expected;
    const token = await issuer.promotionToken({ manifest_digest: sha256('other') });
    expect(await judge(token, { expected: { digest, env } })).toMatchObject({ verified: true });
  });

  test('P8: of 1,000 random digests and environments, none but its own is accepted', async () => {
    const token = await issuer.promotionToken();
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.string(),
        fc.constantFrom('production', 'staging', 'sandbox', 'Production', 'production '),
        async (bytes, env) => {
          const verdict = await judge(token, { expected: { digest: sha256(`not ${bytes}`), env } });
          expect(verdict.verified).toBe(false);
          refused += 1;
        },
      ),
      { numRuns: 1_000 },
    );
    expect(refused).toBe(1_000);
  });
});

describe('time', () => {
  const cases: [string, number, string][] = [
    ['one second before exp', NOW + 539, 'verified'],
    ['at exp', NOW + 540, 'expired'],
    ['one second after exp', NOW + 541, 'expired'],
    ['30 s before nbf', NOW - 90, 'verified'],
    ['31 s before nbf', NOW - 91, 'not-yet-valid'],
  ];
  test.each(cases)('%s', async (_, seconds, outcome) => {
    const list = await issuer.statusListToken([], { iat: seconds, exp: seconds + 60 });
    const verdict = await judge(await issuer.promotionToken(), { now: at(seconds), statusList: list });
    expect(verdict.verified ? 'verified' : verdict.code).toBe(outcome);
  });

  test('nbf and iat each count by themselves', async () => {
    for (const change of [{ nbf: NOW + 31 }, { iat: NOW + 31 }]) {
      expect(await judge(await issuer.promotionToken(change))).toEqual({
        verified: false,
        code: 'not-yet-valid',
        message: 'The token is not valid yet',
      });
    }
    for (const change of [{ nbf: NOW + 30 }, { iat: NOW + 30 }]) {
      expect(await judge(await issuer.promotionToken(change))).toMatchObject({ verified: true });
    }
  });

  test('the last millisecond of a token counts, and the first after it does not', async () => {
    const token = await issuer.promotionToken({ exp: NOW + 1 });
    expect(await judge(token, { now: new Date(NOW * 1000 + 999) })).toMatchObject({ verified: true });
    expect(await judge(token, { now: new Date(NOW * 1000 + 1000) })).toMatchObject({ code: 'expired' });
  });

  test('a clock that is not a time accepts nothing', async () => {
    expect(await judge(await issuer.promotionToken(), { now: new Date(Number.NaN) })).toMatchObject({
      code: 'expired',
    });
  });
});

describe('revocation', () => {
  test('a revoked token is refused', async () => {
    expect(await judge(await issuer.promotionToken(), { statusList: await issuer.statusListToken([7]) })).toEqual({
      verified: false,
      code: 'revoked',
      message: 'The token has been revoked',
    });
  });

  test('without a good, fresh list of its own the answer is that there is none', async () => {
    const token = await issuer.promotionToken();
    const stranger = await makeIssuer();
    const stale = 'The status list is stale: fetch a fresh one';
    const cases: [string, string | undefined, string, string][] = [
      ['none', undefined, 'status-missing', 'There is no status list: revocation is unknown'],
      ['past exp', await issuer.statusListToken([], { exp: NOW }), 'status-stale', stale],
      ['past ttl', await issuer.statusListToken([], { ttl: 30 }), 'status-stale', stale],
      ['without any life', await issuer.statusListToken([], { ttl: 0 }), 'status-stale', stale],
      [
        'from the future',
        await issuer.statusListToken([], { iat: NOW + 31 }),
        'status-invalid',
        'The status list is dated in the future',
      ],
      [
        'of another issuer',
        await issuer.statusListToken([], { iss: 'https://evil.example' }),
        'status-invalid',
        'The status list is of another issuer',
      ],
      [
        'another list',
        await issuer.statusListToken([], { sub: `${STATUS_URI}2` }),
        'status-invalid',
        'The status list is not the one that the token names',
      ],
      [
        'signed by a stranger',
        await stranger.statusListToken(),
        'status-invalid',
        'The status list is signed by a key that is not trusted for status lists',
      ],
      [
        'signed by the promotion key',
        await signParts(
          issuer.promotion,
          { alg: 'ES256', typ: 'statuslist+jwt', kid: issuer.promotion.publicKey.kid },
          statusListClaims(),
        ),
        'status-invalid',
        'The status list is signed by a key that is not trusted for status lists',
      ],
      ['not a list', 'nonsense', 'status-invalid', 'The status list is refused: The token does not have three parts'],
      ['a promotion token', token, 'status-invalid', 'The status list is refused: The type is not statuslist+jwt'],
    ];
    for (const [name, list, code, message] of cases) {
      expect(await judge(token, { statusList: list }), name).toEqual({
        undecided: true,
        code,
        message,
        statusUri: STATUS_URI,
      });
    }
    const far = await issuer.promotionToken({ status: { status_list: { idx: 64, uri: STATUS_URI } } });
    expect(await judge(far)).toEqual({
      undecided: true,
      statusUri: STATUS_URI,
      code: 'status-index',
      message: 'The status list does not reach this token: fetch a newer one',
    });
  });

  test('freshness at the edges: one second before its end a list counts, at its end it does not', async () => {
    const token = await issuer.promotionToken();
    for (const [change, fresh] of [
      [{ exp: NOW + 1 }, true],
      [{ exp: NOW }, false],
      [{ iat: NOW - 299 }, true],
      [{ iat: NOW - 300 }, false],
      [{ iat: NOW + 30 }, true],
    ] as const) {
      const verdict = await judge(token, { statusList: await issuer.statusListToken([], change) });
      expect(verdict.verified === true, JSON.stringify(change)).toBe(fresh);
    }
  });

  test('nothing in a token relaxes it: a refused token stays refused without a list', async () => {
    for (const [change, code] of [
      [{ status: undefined }, 'claims'],
      [{ status: {} }, 'claims'],
      [{ status: null }, 'claims'],
      [{ status: { status_list: { idx: 7, uri: STATUS_URI, optional: true } } }, 'claims'],
      [{ digest: sha256('other') }, 'digest'],
    ] as const) {
      expect(await judge(await issuer.promotionToken(change), { statusList: undefined })).toMatchObject({
        verified: false,
        code,
      });
    }
  });
});
