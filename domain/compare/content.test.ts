import { expect, test } from 'vitest';
import type { Json } from '#domain/canonical/json.ts';
import { compareContent } from './content.ts';
import { changesIn } from './entry.ts';

const content = {
  ref: 'credit/scorer@1.0.0',
  useCase: { slug: 'search', version: 1 },
  facts: { customerData: 'no' },
  manifest: 'sha256:a',
  evidence: [{ type: 'scan', digest: 'sha256:s', producer: 'x' }],
  parents: [{ ref: 'a/b@1', relation: 'finetune', digest: 'sha256:p', tier: 'low', tainted: false, state: 'active' }],
  tierReasons: [{ tier: 'low', source: 'tag:internal', because: 'It is internal' }],
} satisfies Json;

const changes = (after: Json) =>
  compareContent(content, after)
    .entries.filter(({ change }) => change !== 'same')
    .map(({ label, change, before, after: now, fields }) => [
      label,
      change,
      fields.length > 0 ? fields : [before, now],
    ]);

test('the same content has no change', () => {
  expect(changesIn(compareContent(content, structuredClone(content)))).toBe(0);
});

test.each<[string, Json, unknown[]]>([
  ['a fact', { ...content, facts: { customerData: 'yes' } }, [['facts.customerData', 'changed', ['no', 'yes']]]],
  ['the manifest', { ...content, manifest: 'sha256:b' }, [['manifest', 'changed', ['sha256:a', 'sha256:b']]]],
  [
    'the use case gone',
    { ...content, useCase: null },
    [
      ['useCase', 'added', [null, 'null']],
      ['useCase.slug', 'removed', ['search', null]],
      ['useCase.version', 'removed', ['1', null]],
    ],
  ],
  [
    'a report more',
    { ...content, evidence: [...content.evidence, { type: 'document', digest: 'sha256:d', producer: null }] },
    [['evidence: document sha256:d', 'added', [null, expect.any(String)]]],
  ],
  [
    'a parent that became tainted',
    { ...content, parents: [{ ...content.parents[0], tainted: true } as Json] },
    [['parents: a/b@1 finetune', 'changed', [{ name: 'tainted', before: 'false', after: 'true' }]]],
  ],
  [
    'a list that is empty now',
    { ...content, tierReasons: [] },
    [['tierReasons: tag:internal It is internal', 'removed', [expect.any(String), null]]],
  ],
])('%s is named', (_name, after, expected) => {
  expect(changes(after)).toEqual(expected);
});
