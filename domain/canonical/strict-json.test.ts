import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase64, decodeBase64Url, encodeBase64, encodeBase64Url } from './base64.ts';
import { parseStrictJson } from './strict-json.ts';

describe('strict JSON', () => {
  test('reads every JSON value as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.nat(4), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parseStrictJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
      }),
      { numRuns: 500 },
    );
  });

  test('refuses a name that appears twice in one object, however it is spelled', () => {
    for (const text of [
      '{"a":1,"a":2}',
      '{"a":1,"\\u0061":2}',
      '{"b":{"a":1,"a":1}}',
      '[{"a":[{"x":1}],"b":{"a":2},"a":3}]',
      '{"a":"}","b":"\\"","a":1}',
      '{ "" : 1 , "" : 2 }',
      '{"__proto__":1,"__proto__":2}',
      '{"a":{},"a":[]}',
    ]) {
      expect(parseStrictJson(text), text).toMatchObject({ ok: false, code: 'duplicate' });
    }
  });

  test('accepts a name again in another object, and as a value', () => {
    for (const text of [
      '{"a":{"a":1},"b":{"a":1}}',
      '[{"a":1},{"a":1}]',
      '{"a":"a","b":["a","a"]}',
      '{"a\\\\":1,"a":2}',
    ]) {
      expect(parseStrictJson(text), text).toEqual({ ok: true, value: JSON.parse(text) });
    }
  });

  test('refuses deep nesting and what is not JSON, without quoting it', () => {
    expect(parseStrictJson('['.repeat(32) + ']'.repeat(32))).toMatchObject({ ok: true });
    expect(parseStrictJson('['.repeat(33) + ']'.repeat(33))).toMatchObject({ ok: false, code: 'depth' });
    for (const text of ['', '{', '{"a":1,}', "{'a':1}", '{"a":1} x', '\ufeff{}', 'NaN', '{"secret":']) {
      expect(parseStrictJson(text), text).toEqual({ ok: false, code: 'syntax', message: 'not JSON' });
    }
  });
});

describe('base64', () => {
  test('agrees with Buffer and round-trips', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        expect(encodeBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
        expect(encodeBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
        expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes);
        expect(decodeBase64Url(encodeBase64Url(bytes))).toEqual(bytes);
      }),
    );
  });

  test('a decoder accepts only what its encoder writes', () => {
    const text = fc.string({ unit: fc.constantFrom(...'AQgw9_-+/= \n'), maxLength: 9 });
    fc.assert(
      fc.property(text, (candidate) => {
        const standard = decodeBase64(candidate);
        const url = decodeBase64Url(candidate);
        if (standard) expect(encodeBase64(standard)).toBe(candidate);
        if (url) expect(encodeBase64Url(url)).toBe(candidate);
      }),
      { numRuns: 5_000 },
    );
    for (const bad of ['A', 'AB', 'AAB', 'AA==', 'AA\n', 'A A', '+/+/', 'ÄÄ'])
      expect(decodeBase64Url(bad), bad).toBeNull();
    for (const bad of ['AA', 'AB==', 'AAB=', 'AA=A', '=AAA', 'A===', '====', '_-_-', 'AAAA='])
      expect(decodeBase64(bad), bad).toBeNull();
  });
});
