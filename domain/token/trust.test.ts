import { calculateJwkThumbprint } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { thumbprintOf } from './public-key.ts';
import { type Issuer, makeIssuer, makeSigningKey } from './testing/mint.ts';
import { isOrigin, parseTrust } from './trust.ts';

let issuer: Issuer;
beforeAll(async () => {
  issuer = await makeIssuer();
});

test('a written trust file is read back as it was', () => {
  expect(parseTrust(JSON.stringify(issuer.trust, null, 2))).toEqual({ ok: true, trust: issuer.trust });
});

test('thumbprints are those of RFC 7638 as jose computes them', async () => {
  for (let i = 0; i < 10; i++) {
    const { publicKey } = await makeSigningKey();
    expect(thumbprintOf(publicKey)).toBe(await calculateJwkThumbprint(publicKey));
  }
});

test('a JWKS member as servers write it is accepted, and its extra members are not kept', () => {
  const [key] = issuer.trust.keys;
  const trust = { ...issuer.trust, keys: [{ ...key, alg: 'ES256', use: 'sig' }] };
  expect(parseTrust(JSON.stringify(trust))).toEqual({ ok: true, trust: issuer.trust });
});

describe('a trust file that is nearly right pins nothing', () => {
  test('each fault is refused by name', async () => {
    const { trust } = issuer;
    const [key] = trust.keys;
    const [statusKey] = trust.statusKeys;
    const stranger = await makeSigningKey();
    const cases: [string, unknown, string][] = [
      ['not an object', [], 'not an object'],
      ['another version', { ...trust, version: 2 }, 'not version 1'],
      ['a version in words', { ...trust, version: '1' }, 'not version 1'],
      ['an unknown member', { ...trust, alsoTrust: true }, 'a member that is not understood'],
      ['no issuer', { ...trust, issuer: undefined }, 'the issuer is not an origin'],
      ['an issuer with a path', { ...trust, issuer: 'https://a.example/' }, 'the issuer is not an origin'],
      ['trial in words', { ...trust, trial: 'false' }, 'trial is neither true nor false'],
      ['no trial', { ...trust, trial: undefined }, 'trial is neither true nor false'],
      ['no fetchedAt', { ...trust, fetchedAt: undefined }, 'fetchedAt is missing'],
      ['no keys', { ...trust, keys: [] }, 'no key'],
      ['keys as an object', { ...trust, keys: { keys: trust.keys } }, 'keys are a list of at most 32'],
      ['33 keys', { ...trust, keys: Array(33).fill(key) }, 'keys are a list of at most 32'],
      [
        'a private key',
        { ...trust, keys: [{ ...key, d: 'AAAA' }] },
        'a PRIVATE key; it must not be here and is to be replaced',
      ],
      [
        'a secret',
        { ...trust, keys: [{ kty: 'oct', k: 'AAAA', kid: 'x' }] },
        'a key has a member that is not understood',
      ],
      ['another curve', { ...trust, keys: [{ ...key, crv: 'P-384' }] }, 'a key is not an ES256 signature key'],
      ['an encryption key', { ...trust, keys: [{ ...key, use: 'enc' }] }, 'a key is not an ES256 signature key'],
      ['a short coordinate', { ...trust, keys: [{ ...key, x: key?.x.slice(4) }] }, 'a key has broken coordinates'],
      ['a padded coordinate', { ...trust, keys: [{ ...key, x: `${key?.x}=` }] }, 'a key has broken coordinates'],
      [
        'a name on another key',
        { ...trust, keys: [{ ...stranger.publicKey, kid: key?.kid }] },
        `a key's kid is not its thumbprint ${stranger.publicKey.kid}`,
      ],
      [
        'a key with a URL',
        { ...trust, keys: [{ ...key, x5u: 'https://evil.example' }] },
        'a key has a member that is not understood',
      ],
      ['one key twice', { ...trust, keys: [key, key] }, 'one key twice, or for two purposes'],
      ['one key for both purposes', { ...trust, statusKeys: [key] }, 'one key twice, or for two purposes'],
      ['the status key for promotion too', { ...trust, keys: [key, statusKey] }, 'one key twice, or for two purposes'],
      ['no ledger', { ...trust, ledger: undefined }, 'no ledger key'],
      ['a ledger with more', { ...trust, ledger: { ...trust.ledger, url: 'x' } }, 'no ledger key'],
      ['a ledger without origin', { ...trust, ledger: { ...trust.ledger, origin: '' } }, 'the ledger has no origin'],
      [
        'a ledger key of nothing',
        { ...trust, ledger: { ...trust.ledger, publicKey: 'x' } },
        'the ledger key is not a verifier key',
      ],
    ];
    for (const [name, value, message] of cases) {
      expect(parseTrust(JSON.stringify(value)), name).toEqual({ ok: false, message });
    }
  });

  test('a member that appears twice, and text that is not JSON', () => {
    const text = JSON.stringify(issuer.trust);
    expect(parseTrust(text.replace('{', '{"trial":true,'))).toEqual({
      ok: false,
      message: 'the member "trial" appears twice',
    });
    expect(parseTrust('<html>')).toEqual({ ok: false, message: 'not JSON' });
  });
});

test('an origin has one spelling', () => {
  for (const good of ['https://a.example', 'http://localhost:3000', 'https://a.example:8443', 'http://[::1]:3000']) {
    expect(isOrigin(good), good).toBe(true);
  }
  for (const bad of [
    'https://a.example/',
    'https://a.example:443',
    'https://A.example',
    'https://u@a.example',
    'https://a.example?',
    'ftp://a.example',
    'a.example',
    'https://',
    ' https://a.example',
    'null',
  ]) {
    expect(isOrigin(bad), bad).toBe(false);
  }
});
