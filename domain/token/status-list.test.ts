import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeStatusList,
  type EncodedStatusList,
  encodeStatusList,
  MAX_STATUS_BYTES,
  type StatusBits,
  type StatusList,
  statusAt,
} from './status-list.ts';

const folder = path.resolve(import.meta.dirname, '../../../shared/standards/statuslist');
const present = existsSync(folder);
if (!present) console.warn(`skipped: the status list vectors are not at ${folder}`);

const BITS: readonly StatusBits[] = [1, 2, 4, 8];
const decoded = (encoded: EncodedStatusList): StatusList => decodeStatusList(encoded) ?? expect.fail('not decoded');
const lst = (bytes: Uint8Array) => deflateSync(bytes).toString('base64url');

describe('a status list', () => {
  test('gives back every status of every width, and Node unpacks the same bytes', () => {
    fc.assert(
      fc.property(fc.constantFrom(...BITS), fc.array(fc.nat(255), { minLength: 1, maxLength: 300 }), (bits, values) => {
        const statuses = values.map((value) => value % 2 ** bits);
        const encoded = encodeStatusList(statuses, bits);
        const list = decoded(encoded);
        expect(statuses.map((_, index) => statusAt(list, index))).toEqual(statuses);
        expect(new Uint8Array(inflateSync(Buffer.from(encoded.lst, 'base64url')))).toEqual(list.bytes);
      }),
    );
  });

  test('packs from the least significant bit', () => {
    expect(decoded(encodeStatusList([1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1], 1)).bytes).toEqual(
      Uint8Array.of(0xb9, 0xa3),
    );
    expect(decoded(encodeStatusList([1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3], 2)).bytes).toEqual(
      Uint8Array.of(0xc9, 0x44, 0xf9),
    );
  });

  test('answers nothing beyond its end', () => {
    for (const bits of BITS) {
      const list = decoded({ bits, lst: lst(Uint8Array.of(0, 0)) });
      const size = 16 / bits;
      expect(statusAt(list, size - 1)).toBe(0);
      for (const index of [size, size + 1, 2 ** 31, 2 ** 32, 2 ** 53, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
        expect(statusAt(list, index), `${bits} bits, index ${index}`).toBeNull();
      }
    }
  });

  test('refuses to pack what does not fit', () => {
    for (const [status, bits] of [
      [2, 1],
      [4, 2],
      [16, 4],
      [256, 8],
      [-1, 8],
      [0.5, 8],
      [Number.NaN, 1],
    ] as const) {
      expect(() => encodeStatusList([status], bits)).toThrow(RangeError);
    }
  });

  test('that is a bomb, cut short, or not zlib is refused', () => {
    const bomb = lst(new Uint8Array(64 << 20));
    expect(bomb.length).toBeLessThan(100_000);
    const whole = lst(new Uint8Array(5000).map((_, i) => (i * i) % 251));
    const refused: Record<string, string> = {
      'a bomb': bomb,
      'one byte too many': lst(new Uint8Array(MAX_STATUS_BYTES + 1)),
      nothing: '',
      'an empty list': lst(new Uint8Array()),
      'cut short': whole.slice(0, 400),
      'raw deflate': Buffer.from(deflateSync(Buffer.alloc(9)).subarray(2)).toString('base64url'),
      'not base64url': `${whole}=`,
      text: 'AAAAAAAA',
    };
    for (const [name, text] of Object.entries(refused)) {
      expect(decodeStatusList({ bits: 1, lst: text }), name).toBeNull();
    }
    expect(decoded({ bits: 1, lst: lst(new Uint8Array(MAX_STATUS_BYTES)) }).bytes).toHaveLength(MAX_STATUS_BYTES);
  });
});

describe.skipIf(!present)('the vectors of the draft', () => {
  const jsonOf = (file: string) => {
    const text = readFileSync(path.join(folder, file), 'utf8');
    // the draft breaks long lines inside strings
    return JSON.parse(text.slice(text.indexOf('{')).replace(/\n\s*/g, '')) as EncodedStatusList;
  };
  const sections = present
    ? readFileSync(path.join(folder, 'test-vectors-section.md'), 'utf8').split('\n## ').slice(1)
    : [];

  test.each([
    ['1-bit', 'status_list_encoding1_long_json.md', 11],
    ['2-bit', 'status_list_encoding2_long_json.md', 11],
    ['4-bit', 'status_list_encoding4_json.md', 15],
    ['8-bit', 'status_list_encoding8_json.md', 15],
  ])('%s: all that is listed is found, and all else is valid', (title, file, count) => {
    const section = sections.find((text) => text.startsWith(title)) ?? expect.fail(`no section ${title}`);
    const listed = [...section.matchAll(/status\[(\d+)\]\s*=\s*0b([01]+)/g)].map(
      ([, index, status]) => [Number(index), Number.parseInt(status as string, 2)] as const,
    );
    expect(listed.length).toBe(count);
    const encoded = jsonOf(file);
    const list = decoded(encoded);
    expect(`${encoded.bits}-bit`).toBe(title);
    const wanted = new Array<number>(2 ** 20).fill(0);
    for (const [index, status] of listed) wanted[index] = status;
    const found = wanted.map((_, index) => statusAt(list, index));
    for (const [index, status] of listed) expect(found[index], `status[${index}]`).toBe(status);
    const others = found.filter((status, index) => status !== wanted[index]);
    // our copy of the 8-bit section stops at 14; the draft goes on to 255, each status once
    const unlisted = title === '8-bit' ? Array.from({ length: 241 }, (_, i) => i + 15) : [];
    expect(others.toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual(unlisted);
    expect(statusAt(list, 2 ** 20)).toBeNull();
    expect(decoded(encodeStatusList(wanted, encoded.bits)).bytes).toHaveLength(list.bytes.length);
  });

  test.each([
    ['status_list_encoding_json.md', [0xb9, 0xa3]],
    ['status_list_encoding2_json.md', [0xc9, 0x44, 0xf9]],
  ])('%s', (file, bytes) => {
    expect(decoded(jsonOf(file)).bytes).toEqual(Uint8Array.from(bytes));
  });
});
