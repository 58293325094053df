/** Headers that a forger sends (THREATS.md T17): each is refused with its own code and words. */
import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Forgery, makeForgery } from './testing/forgery.ts';
import { type Issuer, makeSigningKey, NOW, promotionClaims, signParts } from './testing/mint.ts';

const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

let issuer: Issuer;
let good: string;
let header: Forgery['header'];
let signed: Forgery['signed'];
let refusal: Forgery['refusal'];
beforeAll(async () => {
  ({ issuer, good, header, signed, refusal } = await makeForgery());
});

test('the token that the hostile ones are made from is good', async () => {
  expect(await refusal(good)).toBe('ACCEPTED');
});

describe('the header', () => {
  const ALG = ['alg', 'The algorithm is not ES256'];
  const TYP = ['typ', 'The type is not promotion+jwt'];
  const UNKNOWN = ['header', 'The header has a field that is not understood'];

  test('names no other algorithm', async () => {
    for (const alg of [
      'none',
      'None',
      'NONE',
      'nOnE',
      '',
      'HS256',
      'RS256',
      'ES384',
      'ES512',
      'ES256K',
      'PS256',
      'EdDSA',
      'es256',
      'ES256 ',
      ['ES256'],
      null,
      0,
      undefined,
    ]) {
      expect(await refusal(await signed({ ...header, alg })), String(alg)).toEqual(ALG);
    }
    const unsigned = `${encode({ ...header, alg: 'none' })}.${encode(promotionClaims())}.`;
    expect(await refusal(unsigned)).toEqual(ALG);
  });

  test('cannot turn the public key into a secret, or into an RSA key', async () => {
    const input = `${encode({ ...header, alg: 'HS256' })}.${encode(promotionClaims())}`;
    for (const secret of [JSON.stringify(issuer.promotion.publicKey), issuer.promotion.publicKey.x, '']) {
      expect(await refusal(`${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`)).toEqual(ALG);
    }
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const rsa = `${encode({ ...header, alg: 'RS256' })}.${encode(promotionClaims())}`;
    expect(await refusal(`${rsa}.${createSign('RSA-SHA256').update(rsa).sign(privateKey, 'base64url')}`)).toEqual(ALG);
  });

  test('is of one type, in one spelling', async () => {
    for (const typ of [
      'JWT',
      'jwt',
      'at+jwt',
      'statuslist+jwt',
      'Promotion+JWT',
      'PROMOTION+JWT',
      'application/promotion+jwt',
      'promotion+jwt ',
      ' promotion+jwt',
      'promotion',
      '',
      null,
      undefined,
      ['promotion+jwt'],
    ]) {
      expect(await refusal(await signed({ ...header, typ })), String(typ)).toEqual(TYP);
    }
  });

  test('brings no key, no place to fetch one, and nothing critical', async () => {
    const stranger = await makeSigningKey();
    for (const extra of [
      { jwk: stranger.publicKey },
      { jku: 'https://evil.example/jwks.json' },
      { x5u: 'https://evil.example/cert.pem' },
      { x5c: ['MIIB'] },
      { x5t: 'AAAA' },
      { crit: ['exp'], exp: NOW + 60 },
      { crit: [] },
      { b64: false, crit: ['b64'] },
      { b64: true },
      { zip: 'DEF' },
      { cty: 'JWT' },
      { Alg: 'none' },
      { __proto__x: 1 },
    ]) {
      expect(await refusal(await signParts(stranger, { ...header, ...extra }, promotionClaims()))).toEqual(UNKNOWN);
      expect(await refusal(await signed({ ...header, ...extra }))).toEqual(UNKNOWN);
    }
    expect(
      await refusal(await signed(`{"alg":"ES256","typ":"promotion+jwt","kid":"${header.kid}","__proto__":{}}`)),
    ).toEqual(UNKNOWN);
  });

  test('says nothing twice', async () => {
    const { kid } = header;
    for (const [text, name] of [
      [`{"alg":"none","alg":"ES256","typ":"promotion+jwt","kid":"${kid}"}`, 'alg'],
      [`{"alg":"ES256","alg":"none","typ":"promotion+jwt","kid":"${kid}"}`, 'alg'],
      [`{"alg":"ES256","typ":"JWT","typ":"promotion+jwt","kid":"${kid}"}`, 'typ'],
      [`{"alg":"ES256","typ":"promotion+jwt","kid":"x","k\\u0069d":"${kid}"}`, 'kid'],
    ] as const) {
      expect(await refusal(await signed(text)), text).toEqual([
        'header',
        `The header is refused: the member "${name}" appears twice`,
      ]);
    }
  });

  test('names a key that is pinned for promotion', async () => {
    const unknown = ['kid-unknown', 'The token is signed by a key that is not trusted for promotion'];
    const { kid } = header;
    for (const other of [
      'nobody',
      kid.toLowerCase(),
      `${kid} `,
      kid.slice(1),
      '../../etc/passwd',
      issuer.status.publicKey.kid,
    ]) {
      expect(await refusal(await signed({ ...header, kid: other })), other).toEqual(unknown);
    }
    for (const none of [undefined, null, '', 1, [kid]]) {
      expect(await refusal(await signed({ ...header, kid: none })), String(none)).toEqual([
        'header',
        'The header names no key',
      ]);
    }
  });

  test('is a JSON object', async () => {
    for (const text of ['[]', '"x"', 'null', '1']) {
      expect(await refusal(await signed(text)), text).toEqual(['header', 'The header is not an object']);
    }
    for (const text of ['', '{', '{"alg":"ES256",}', `\ufeff${JSON.stringify({})}`]) {
      expect(await refusal(await signed(text)), text).toEqual(['header', 'The header is refused: not JSON']);
    }
  });
});
