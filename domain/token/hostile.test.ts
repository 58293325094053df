/** What a forger sends (THREATS.md T14–T18): every case is refused with its own code and words. */
import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { sha256 } from '#domain/artifact/digest.ts';
import { type Issuer, makeIssuer, makeSigningKey, NOW, promotionClaims, signParts } from './testing/mint.ts';
import { verifyPromotionToken } from './verify.ts';

const expected = { digest: sha256('artifact'), env: 'production' };
const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

let issuer: Issuer;
let statusList: string;
let good: string;
let header: { alg: string; typ: string; kid: string };
beforeAll(async () => {
  issuer = await makeIssuer();
  statusList = await issuer.statusListToken();
  good = await issuer.promotionToken();
  header = { alg: 'ES256', typ: 'promotion+jwt', kid: issuer.promotion.publicKey.kid };
});

async function refusal(token: string): Promise<[string, string] | 'ACCEPTED' | 'UNDECIDED'> {
  const verdict = await verifyPromotionToken({
    token,
    trust: issuer.trust,
    expected,
    statusList,
    now: new Date(NOW * 1000),
  });
  if (verdict.verified) return 'ACCEPTED';
  return verdict.undecided ? 'UNDECIDED' : [verdict.code, verdict.message];
}
const signed = (head: unknown, claims: unknown = promotionClaims()) => signParts(issuer.promotion, head, claims);

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

describe('the text', () => {
  test('has three parts and nothing round them', async () => {
    const three = ['encoding', 'The token does not have three parts'];
    const [h, p, s] = good.split('.') as [string, string, string];
    for (const bad of [
      '',
      '.',
      h,
      `${h}.${p}`,
      `${good}.`,
      `.${good}`,
      `${good}.${s}`,
      `${h}..${p}.${s}`,
      `{"payload":"${p}"}`,
    ]) {
      expect(await refusal(bad), bad.slice(0, 20)).toEqual(three);
    }
  });

  test('is the only text of its token: 14 variants of one signature are refused', async () => {
    const [h, p, s] = good.split('.') as [string, string, string];
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const trailing = (part: string, add: number) =>
      part.slice(0, -1) + alphabet[(alphabet.indexOf(part.slice(-1)) + add) % 64];
    const HEADER = ['encoding', 'The header is not canonical base64url of UTF-8'];
    const CLAIMS = ['encoding', 'The claims are not canonical base64url of UTF-8'];
    const SIGNATURE = ['encoding', 'The signature is not canonical base64url'];
    const variants: [string, string, string[]][] = [
      ['padded signature', `${good}==`, SIGNATURE],
      ['half-padded signature', `${good}=`, SIGNATURE],
      ['newline at the end', `${good}\n`, SIGNATURE],
      ['space at the end', `${good} `, SIGNATURE],
      ['NUL at the end', `${good}\0`, SIGNATURE],
      ['space before', ` ${good}`, HEADER],
      ['byte order mark', `\ufeff${good}`, HEADER],
      ['newline inside the header', `${h.slice(0, 4)}\n${h.slice(4)}.${p}.${s}`, HEADER],
      ['padded header', `${h}=.${p}.${s}`, HEADER],
      ['padded claims', `${h}.${p}=.${s}`, CLAIMS],
      ['space inside the claims', `${h}.${p.slice(0, 8)} ${p.slice(8)}.${s}`, CLAIMS],
      ['newline inside the signature', `${h}.${p}.${s.slice(0, 8)}\n${s.slice(8)}`, SIGNATURE],
      ['another trailing bit', `${h}.${p}.${trailing(s, 1)}`, SIGNATURE],
      ['all trailing bits', `${h}.${p}.${trailing(s, 15)}`, SIGNATURE],
    ];
    for (const [name, variant, refused] of variants) {
      // the lenient reader of Node sees the same bytes: this is what makes the variant dangerous
      expect(await refusal(variant), name).toEqual(refused);
    }
    expect(Buffer.from(trailing(s, 1), 'base64url')).toEqual(Buffer.from(s, 'base64url'));
    expect(variants).toHaveLength(14);
  });

  test('standard base64 in place of base64url is refused', async () => {
    const [h, p, s] = good.split('.') as [string, string, string];
    const standard = `${s.slice(0, 10)}+/${s.slice(12)}`;
    expect(await refusal(`${h}.${p}.${standard}`)).toEqual(['encoding', 'The signature is not canonical base64url']);
  });

  test('is bounded before anything else is done with it', async () => {
    const long = ['size', 'The token is longer than 16384 characters'];
    expect(await refusal(`${'A'.repeat(16_385)}`)).toEqual(long);
    expect(await refusal(await issuer.promotionToken({ approvals: Array(2000).fill('x'.repeat(20)) }))).toEqual(long);
    expect(await refusal(await signed({ ...header, kid: 'k'.repeat(600) }))).toEqual([
      'size',
      'The header is too long',
    ]);
  });

  test('claims that are not UTF-8 JSON, or deep, or double, are refused', async () => {
    const raw = async (bytes: Uint8Array) => {
      const input = `${encode(header)}.${Buffer.from(bytes).toString('base64url')}`;
      return `${input}.${Buffer.from(await issuer.promotion.sign(input)).toString('base64url')}`;
    };
    expect(await refusal(await raw(Uint8Array.of(0x7b, 0xff, 0x7d)))).toEqual([
      'encoding',
      'The claims are not canonical base64url of UTF-8',
    ]);
    expect(await refusal(await signed(header, '{'))).toEqual(['claims', 'The claims are refused: not JSON']);
    expect(await refusal(await signed(header, '[]'))).toEqual(['claims', 'The claims are not an object']);
    expect(await refusal(await signed(header, '['.repeat(4000) + ']'.repeat(4000)))).toEqual([
      'claims',
      'The claims are refused: nested deeper than 32',
    ]);
    const text = JSON.stringify(promotionClaims());
    expect(await refusal(await signed(header, text.replace('{', '{"env":"staging",')))).toEqual([
      'claims',
      'The claims are refused: the member "env" appears twice',
    ]);
  });
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
      statusList,
      now: new Date(NOW * 1000),
    });
    expect(verdict).toEqual({ verified: false, code: 'signature', message: WRONG[1] });
  });
});

describe('the claims', () => {
  const names = Object.keys(promotionClaims()).filter((name) => name !== 'pipeline') as (keyof ReturnType<
    typeof promotionClaims
  >)[];

  test.each(names)('%s cannot be missing, null, or of another type', async (name) => {
    expect(await refusal(await issuer.promotionToken({ [name]: undefined }))).toEqual([
      'claims',
      `The claim ${name} is missing`,
    ]);
    const value = promotionClaims()[name];
    const wrong: unknown[] = [null, '', [], {}, 1.5, -1, 2 ** 53, [value], { value }, 'x\ud800'];
    if (typeof value !== 'string') wrong.push(JSON.stringify(value), 'text');
    if (typeof value !== 'number') wrong.push(1, 0);
    if (typeof value !== 'boolean') wrong.push(true, false);
    else wrong.push('true', 'false', 0, 1);
    let tried = 0;
    for (const bad of wrong) {
      // these are good values of some claims: lists may be empty, and so may the runtime scope
      if (Array.isArray(value) && Array.isArray(bad) && bad.length === 0) continue;
      if (name === 'runtime' && JSON.stringify(bad) === '{}') continue;
      const verdict = await refusal(await issuer.promotionToken({ [name]: bad }));
      expect(verdict, `${name}: ${JSON.stringify(bad)}`).toEqual(['claims', `The claim ${name} is malformed`]);
      tried += 1;
    }
    expect(tried).toBeGreaterThan(8);
  });

  test('each inner member is held to its type, and none is added', async () => {
    const digest = sha256('policy');
    for (const [change, name] of [
      [{ policy: { version: 1 } }, 'policy'],
      [{ policy: { version: '1', digest } }, 'policy'],
      [{ policy: { version: 1, digest: digest.toUpperCase() } }, 'policy'],
      [{ policy: { version: 1, digest, also: 1 } }, 'policy'],
      [{ log: { origin: 'x', index: -1 } }, 'log'],
      [{ log: { index: 1 } }, 'log'],
      [{ status: { status_list: { idx: '7', uri: 'x' } } }, 'status'],
      [{ status: { status_list: { idx: 7 } } }, 'status'],
      [{ runtime: { region: ['eu'] } }, 'runtime'],
      [{ runtime: { regions: 'eu' } }, 'runtime'],
      [{ runtime: { exposure: null } }, 'runtime'],
      [{ approvals: [1] }, 'approvals'],
      [{ requires: ['sha256:zz'] }, 'requires'],
      [{ sub: 'credit/limit@1' }, 'sub'],
      [{ tier: 'none' }, 'tier'],
      [{ digest: sha256('artifact').toUpperCase() }, 'digest'],
      [{ digest: sha256('artifact').slice(7) }, 'digest'],
      [{ pipeline: 7 }, 'pipeline'],
      [{ pipeline: '' }, 'pipeline'],
    ] as const) {
      expect(await refusal(await issuer.promotionToken(change)), JSON.stringify(change)).toEqual([
        'claims',
        `The claim ${name} is malformed`,
      ]);
    }
  });

  test('that are not understood refuse the token', async () => {
    for (const extra of [{ cnf: { jkt: 'x' } }, { scope: 'all' }, { Env: 'production' }, { constructor: 1 }]) {
      const token = await signed(header, { ...promotionClaims(), ...extra });
      expect(await refusal(token), JSON.stringify(extra)).toEqual(['claims', 'A claim is not understood']);
    }
  });

  test('taken from another token, one at a time, are refused whatever they are', async () => {
    const [h, , s] = good.split('.');
    const other = promotionClaims({
      iss: 'https://other.example',
      sub: 'model:a/b@1',
      aud: 'countersign:env:staging',
      iat: NOW - 10,
      nbf: NOW - 10,
      exp: NOW + 100,
      jti: 'other',
      digest: sha256('b'),
      manifest_digest: sha256('m'),
      env: 'staging',
      use_case: 'other',
      tier: 'low',
      runtime: {},
      decision: 'other',
      policy: { version: 2, digest: sha256('p') },
      approvals: [],
      exemptions: ['e'],
      pipeline: 'other',
      trial: true,
      requires: [sha256('r')],
      log: { origin: 'other', index: 1 },
      status: { status_list: { idx: 1, uri: 'https://other.example/1' } },
    });
    for (const name of Object.keys(other) as (keyof typeof other)[]) {
      const swapped = { ...promotionClaims(), [name]: other[name] };
      expect(swapped[name], name).not.toEqual(promotionClaims()[name]);
      expect(await refusal(`${h}.${encode(swapped)}.${s}`), name).toEqual([
        'signature',
        "The token's signature is wrong",
      ]);
    }
  });
});

test('T18: five kinds of token in five places: only the right one is accepted anywhere', async () => {
  const session = await makeSigningKey();
  const access = await makeSigningKey();
  const claims = promotionClaims();
  const list = { iss: claims.iss, sub: claims.status.status_list.uri, iat: NOW, exp: NOW + 60, ttl: 60 };
  const kinds = {
    promotion: { key: issuer.promotion, typ: 'promotion+jwt', body: claims },
    status: { key: issuer.status, typ: 'statuslist+jwt', body: list },
    session: { key: session, typ: 'JWT', body: { sub: 'person:1', exp: NOW + 60 } },
    id: { key: session, typ: 'JWT', body: { ...claims, aud: 'client' } },
    access: { key: access, typ: 'at+jwt', body: { ...claims, scope: 'promote' } },
  };
  const results: Record<string, string> = {};
  for (const [keyName, { key }] of Object.entries(kinds)) {
    for (const [name, { typ, body }] of Object.entries(kinds)) {
      const token = await signParts(key, { alg: 'ES256', typ, kid: key.publicKey.kid }, body);
      const verdict = await refusal(token);
      results[`${name} signed by ${keyName}`] = Array.isArray(verdict) ? verdict[0] : verdict;
    }
  }
  expect(Object.keys(results)).toHaveLength(25);
  const accepted = Object.entries(results).filter(([, outcome]) => outcome === 'ACCEPTED');
  expect(accepted).toEqual([['promotion signed by promotion', 'ACCEPTED']]);
  for (const [name, outcome] of Object.entries(results)) {
    if (outcome === 'ACCEPTED') continue;
    expect(outcome, name).toBe(name.startsWith('promotion') ? 'kid-unknown' : 'typ');
  }
  // the same bodies under our own type and key are refused for what they say
  for (const [name, { body }] of Object.entries(kinds)) {
    if (name === 'promotion') continue;
    const verdict = await refusal(await signed(header, body));
    expect(verdict[0], name).toBe(name === 'id' ? 'audience' : 'claims');
  }
});
