import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonFaultAt } from './json-fault.ts';

const isJson = (text: string) => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

it('finds no fault in JSON, and one in everything else, as the engine does', () => {
  const broken = fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', '}', ']', ':', ' ', '1', 'x', '\\'))
    .map(([text, at, put]) => text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + 1));
  fc.assert(
    fc.property(fc.oneof(fc.json(), broken), (text) => {
      expect(jsonFaultAt(text) === null, text).toBe(isJson(text));
    }),
    { numRuns: 2000 },
  );
});

it.each([
  ['{"a": [1,,]}', 9],
  ['{"a" 1}', 5],
  ['[1, 2', 5],
  ['{"a": 01}', 7],
  ['', 0],
  ['[]\n x', 4],
])('%j breaks at %i', (text, at) => {
  expect(jsonFaultAt(text)).toBe(at);
});

it('a million brackets are no deeper than one', () => {
  expect(jsonFaultAt('['.repeat(1_000_000))).toBe(1_000_000);
});
