import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changesIn, type Entry, LISTED, type Section } from './entry.ts';
import { anySide, digest, file, ref, side } from './testing/sides.ts';
import { type Comparison, compareVersions, type Side } from './versions.ts';

const thresholds = [{ metric: 'auc', min: 0.9 }];
const compare = (a: Side, b: Side) => compareVersions(a, b, thresholds);
const sectionOf = (comparison: Comparison, id: string) => comparison.sections.find((one) => one.id === id) as Section;
const changed = (comparison: Comparison, id: string) =>
  sectionOf(comparison, id)
    .entries.filter(({ change }) => change !== 'same')
    .map(({ label, change, before, after }) => [label, change, before, after]);

const TURNED = { added: 'removed', removed: 'added', changed: 'changed', renamed: 'renamed', same: 'same' } as const;

function turned(entry: Entry): Entry {
  const { metric } = entry;
  return {
    label: entry.change === 'renamed' ? (entry.before ?? '') : entry.label,
    change: TURNED[entry.change],
    before: entry.after,
    after: entry.before,
    fields: entry.fields.map(({ name, before, after }) => ({ name, before: after, after: before })),
    metric: metric && {
      ...metric,
      delta: metric.delta === null ? null : 0 - metric.delta,
      reached: { before: metric.reached.after, after: metric.reached.before },
    },
  };
}

const set = (entries: readonly Entry[]) => entries.map((entry) => JSON.stringify(entry)).sort();

describe('of any two versions', () => {
  test('one compared with itself has no changes', () => {
    fc.assert(
      fc.property(anySide, (a) => {
        const comparison = compare(a, a);
        expect(comparison.same).toBe(true);
        expect(comparison.sections.map(changesIn)).toEqual(comparison.sections.map(() => 0));
        expect(comparison.manifest).toMatchObject({ added: 0, removed: 0 });
      }),
    );
  });

  test('the comparison turned round is the comparison of the two turned round', () => {
    fc.assert(
      fc.property(anySide, anySide, (a, b) => {
        const [there, back] = [compare(a, b), compare(b, a)];
        expect(there.same).toBe(back.same);
        for (const { id, entries } of there.sections) {
          expect(set(entries.map(turned)), id).toEqual(set(sectionOf(back, id).entries));
        }
      }),
    );
  });

  test('every file of either side is in exactly one entry, and what differs is never called the same', () => {
    fc.assert(
      fc.property(anySide, anySide, (a, b) => {
        const { entries, counts } = sectionOf(compare(a, b), 'files');
        const two = counts.same + counts.changed + counts.renamed;
        expect(two + counts.removed).toBe(a.files.length);
        expect(two + counts.added).toBe(b.files.length);
        for (const { change, label } of entries) {
          const [was, is] = [a, b].map(({ files }) => files.find(({ path }) => path === label)?.sha256);
          if (change === 'same') expect(was).toBe(is);
          if (change === 'changed') expect(was).not.toBe(is);
        }
      }),
    );
  });

  test('what both sides say the same of is the only thing that is left without a change', () => {
    fc.assert(
      fc.property(anySide, anySide, (a, b) => {
        const { same } = compare(a, b);
        const said = ({ ref: _ref, ...rest }: Side) => JSON.stringify(rest);
        if (said(a) === said(b)) expect(same).toBe(true);
        // The other way round, but for the order of lists that have none, and text that means the same.
        else if (same) expect(a.manifest.owner).toBe(b.manifest.owner);
        if (a.manifest.owner !== b.manifest.owner || a.tier !== b.tier) expect(same).toBe(false);
      }),
    );
  });
});

test.each<[string, string, Partial<Side>, Parameters<typeof side>[1], unknown[]]>([
  ['another owner', 'manifest', {}, { owner: 'team:risk' }, [['owner', 'changed', 'team:credit', 'team:risk']]],
  ['a licence that is new', 'manifest', {}, { license: 'mit' }, [['licence', 'added', null, 'mit']]],
  [
    'a tag more',
    'manifest',
    {},
    { classification: ['internal', 'customer-data'] },
    [['classification', 'changed', 'internal', 'customer-data, internal']],
  ],
  ['another tier', 'tier', { tier: 'high' }, {}, [['tier', 'changed', 'low', 'high']]],
  [
    'no use case any more',
    'use-case',
    { useCase: null },
    {},
    expect.arrayContaining([['use case', 'removed', 'search v1', null]]),
  ],
  [
    'no data any more',
    'data',
    {},
    { data: { none: 'rules' } },
    [
      ['clicks (training)', 'removed', expect.stringContaining('sha256:'), null],
      ['no data', 'added', null, 'rules'],
    ],
  ],
  [
    'a base',
    'lineage',
    {},
    { lineage: [{ relation: 'finetune', parent: ref('x/y@1') }] },
    [
      ['from-scratch', 'removed', 'declared', null],
      ['x/y@1', 'added', null, 'finetune'],
    ],
  ],
  [
    'a metric',
    'metrics',
    {},
    { evaluation: [{ suite: 'holdout', metric: 'auc', value: 0.93 }] },
    [['holdout / auc, as the manifest says', 'changed', '0.91', '0.93']],
  ],
  [
    'a file that moved',
    'files',
    { files: [file('weights.bin', 1)] },
    {},
    [['weights.bin', 'renamed', 'model.bin', 'weights.bin']],
  ],
  [
    'a file with other bytes',
    'files',
    { files: [file('model.bin', 2, 12)] },
    {},
    [['model.bin', 'changed', expect.stringMatching(/10 B$/), expect.stringMatching(/12 B$/)]],
  ],
  [
    'a requirement',
    'requirements-production',
    { environments: [{ name: 'production', requirements: [] }] },
    {},
    [['registered', 'removed', 'met', null]],
  ],
])('%s is named', (_name, id, change, manifest, expected) => {
  expect(changed(compare(side(), side(change, manifest)), id)).toEqual(expected);
});

test('inside a dataset, what changed is named by its field', () => {
  const data = [
    {
      name: 'clicks',
      role: 'training' as const,
      digest: digest(9),
      license: 'apache-2.0',
      classification: ['internal'],
    },
  ];
  const [entry] = sectionOf(compare(side(), side({}, { data })), 'data').entries;
  expect(entry).toMatchObject({ change: 'changed', fields: [{ name: 'licence', before: 'mit', after: 'apache-2.0' }] });
});

test('a metric says how it moved and whether each side reaches the threshold of the policy', () => {
  const worse = side({}, { evaluation: [{ suite: 'holdout', metric: 'auc', value: 0.89 }] });
  const [entry] = sectionOf(compare(side(), worse), 'metrics').entries;
  expect(entry?.metric).toEqual({ delta: -0.02, threshold: 'at least 0.9', reached: { before: true, after: false } });
});

test('of 100,000 files the changes come first, the list is bounded, and what it leaves off is counted', () => {
  const many = Array.from({ length: 100_000 }, (_, index) => file(`f${index}`, index));
  const moved = many.map((one, index) => (index < 50_000 ? file(one.path, index + 1_000_000) : one));
  const started = performance.now();
  const { entries, counts, unlisted } = sectionOf(compare(side({ files: many }), side({ files: moved })), 'files');
  expect(performance.now() - started, 'linear').toBeLessThan(5_000);
  expect(counts).toMatchObject({ changed: 50_000, same: 50_000 });
  expect(entries.length).toBe(LISTED);
  expect(entries.every(({ change }) => change === 'changed')).toBe(true);
  expect(unlisted).toEqual({ changes: 50_000 - LISTED, same: 50_000 });
});
