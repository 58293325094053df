import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { contradictions } from './contradictions.ts';
import { parseManifest } from './parse.ts';
import { prefillFromCard } from './prefill/card.ts';

const minimal = readFileSync(path.join(import.meta.dirname, 'testdata/accepted/minimal.yaml'), 'utf8');
const card = prefillFromCard('---\nbase_model: google/medgemma\nlicense: MIT\n---\n');

function found(text: string): string[] {
  const parsed = parseManifest(text);
  if (!parsed.ok) throw new Error('the manifest is valid');
  return contradictions(parsed.manifest, [card]).map(
    ({ field, says }) => `${field}: ${says.map(({ value }) => value).join(' / ')}`,
  );
}

const withParent = (parent: string) =>
  minimal.replace('lineage: from-scratch', `lineage: [{ relation: adapter, parent: '${parent}' }]`);

it('from-scratch is contradicted by a card that names a base', () => {
  expect(found(minimal)).toEqual(['/lineage: from-scratch / hf:google/medgemma@']);
});

it('another base is contradicted, the same one at any revision is not', () => {
  expect(found(withParent('hf:qwen/Qwen2@main'))).toEqual(['/lineage: hf:qwen/Qwen2@main / hf:google/medgemma@']);
  expect(found(withParent('hf:google/medgemma@main'))).toEqual([]);
});

it('a registered parent may stand for the base', () => {
  expect(found(withParent('credit/medgemma@1'))).toEqual([]);
});

it('another licence is contradicted, other letter case is not', () => {
  const pinned = withParent('hf:google/medgemma@main');
  expect(found(`${pinned}license: mit\n`)).toEqual([]);
  expect(found(`${pinned}license: apache-2.0\n`)).toEqual(['/license: apache-2.0 / MIT']);
});
