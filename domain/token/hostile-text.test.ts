/** Other texts of a good token, and texts that are none (THREATS.md T16). */
import { beforeAll, describe, expect, test } from 'vitest';
import { type Forgery, makeForgery } from './testing/forgery.ts';
import { type Issuer, promotionClaims } from './testing/mint.ts';

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
