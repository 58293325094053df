/** Signatures that are not one (THREATS.md T17). */
import { createSign, generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { expected, type Forgery, makeForgery } from './testing/forgery.ts';
import { type Issuer, makeSigningKey, NOW, promotionClaims, signParts } from './testing/mint.ts';
import { verifyPromotionToken } from './verify.ts';

const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

let issuer: Issuer;
let good: string;
let header: Forgery['header'];
let refusal: Forgery['refusal'];
beforeAll(async () => {
  ({ issuer, good, header, refusal } = await makeForgery());
});

test('the token that the hostile ones are made from is good', async () => {
  expect(await refusal(good)).toBe('ACCEPTED');
});

describe('the signature', () => {
  const WRONG = ['signature', "The token's signature is wrong"];
  const NOT_ES256 = ['signature', 'The signature is not one of ES256'];
  const withSignature = (bytes: Uint8Array) => {
    const [h, p] = good.split('.');
    return `${h}.${p}.${Buffer.from(bytes).toString('base64url')}`;
  };
  const bytesOf = () => new Uint8Array(Buffer.from(good.split('.')[2] as string, 'base64url'));

  test('with r or s zero, the order of the curve, or everything set', async () => {
    const zero = new Uint8Array(32);
    const order = new Uint8Array(
      Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex'),
    );
    const ones = new Uint8Array(32).fill(0xff);
    const r = bytesOf().slice(0, 32);
    const s = bytesOf().slice(32);
    for (const [a, b] of [
      [zero, zero],
      [zero, s],
      [r, zero],
      [order, order],
      [order, s],
      [r, order],
      [ones, ones],
      [s, r],
    ] as const) {
      expect(await refusal(withSignature(Uint8Array.of(...a, ...b)))).toEqual(WRONG);
    }
  });

  test('in DER, or of any other length', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const der = createSign('sha256').update('x').sign({ key: privateKey, dsaEncoding: 'der' });
    expect(await refusal(withSignature(der))).toEqual(NOT_ES256);
    for (const length of [0, 1, 32, 63, 65, 96, 128]) {
      expect(await refusal(withSignature(new Uint8Array(length))), String(length)).toEqual(NOT_ES256);
    }
  });

  test('with any one bit of it changed', async () => {
    for (let bit = 0; bit < 512; bit += 7) {
      const bytes = bytesOf();
      bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(await refusal(withSignature(bytes)), `bit ${bit}`).toEqual(WRONG);
    }
  });

  test('by another key under the pinned name, or over other claims', async () => {
    const stranger = await makeSigningKey();
    expect(await refusal(await signParts(stranger, header, promotionClaims()))).toEqual(WRONG);
    const [h, , s] = good.split('.');
    expect(await refusal(`${h}.${encode(promotionClaims({ tier: 'low' }))}.${s}`)).toEqual(WRONG);
    const [p] = [good.split('.')[1]];
    expect(await refusal(`${encode(` ${JSON.stringify(header)}`)}.${p}.${s}`)).toEqual(WRONG);
  });

  test('under a pinned key that is not a point of the curve', async () => {
    const { publicKey } = issuer.promotion;
    const key = { ...publicKey, y: publicKey.x };
    const verdict = await verifyPromotionToken({
      token: good,
      trust: { ...issuer.trust, keys: [key] },
      expected,
      statusList: await issuer.statusListToken(),
      now: new Date(NOW * 1000),
    });
    expect(verdict).toEqual({ verified: false, code: 'signature', message: WRONG[1] });
  });
});
