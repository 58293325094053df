import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { parseManifest } from './parse.ts';
import { manifestWarnings } from './warnings.ts';

const example = readFileSync(path.join(import.meta.dirname, 'testdata/accepted/contract-example.yaml'), 'utf8');
const complete = example.replace(
  'license: cc-by-4.0',
  `license: cc-by-4.0, uri: https://x.example/d, digest: sha256:${'a'.repeat(64)}`,
);

function warnings(text: string): string[] {
  const parsed = parseManifest(text);
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('; '));
  return manifestWarnings(parsed.manifest).map(({ path, code }) => `${path} ${code}`);
}

it('a complete manifest has none', () => {
  expect(warnings(complete)).toEqual([]);
});

it.each([
  ['a base on a branch', 'credit/base-scorer@1.4.0', 'hf:google/medgemma@main', '/lineage/0/parent floating-revision'],
  ['a shortened commit', '4f2c0d1b7e6a5948372615f0e1d2c3b4a5968778', '4f2c0d1', '/source/commit short-commit'],
  ['a tag that nobody defined', 'regulated-decision]', 'crown-jewels]', '/classification/1 unknown-tag'],
  ['data without provenance', ', license: cc-by-4.0, uri', ', uri', '/data/0 provenance'],
])('%s is warned about', (_, from, to, warning) => {
  expect(warnings(complete.replace(from, to))).toEqual([warning]);
});

it('a base pinned to a commit is not', () => {
  expect(warnings(complete.replace('credit/base-scorer@1.4.0', `hf:google/medgemma@${'9'.repeat(40)}`))).toEqual([]);
});
