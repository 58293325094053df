/** Claims that are missing, malformed, added or exchanged, and tokens of other kinds (THREATS.md T14, T18). */
import { beforeAll, describe, expect, test } from 'vitest';
import { sha256 } from '#domain/artifact/digest.ts';
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
