/** Versions to compare: one that is plain, and arbitrary ones. */
import fc from 'fast-check';
import type { Digest } from '#domain/artifact/digest.ts';
import type { FileEntry } from '#domain/artifact/tree.ts';
import type { ModelRef, VersionRef } from '#domain/manifest/refs.ts';
import type { Manifest } from '#domain/manifest/schema.ts';
import type { Side } from '../versions.ts';

const hex = (n: number) => n.toString(16).padStart(64, '0');

/** A digest that differs for every number. */
export const digest = (n: number) => `sha256:${hex(n)}` as Digest;
export const ref = (text: string) => text as VersionRef;

export const file = (path: string, content: number, size = 10): FileEntry => ({ path, size, sha256: hex(content) });

export function side(change: Partial<Side> = {}, manifest: Partial<Manifest> = {}): Side {
  return {
    ref: 'credit/scorer@1.0.0',
    artifactDigest: `sha256:${hex(1)}`,
    files: [file('model.bin', 1)],
    manifest: {
      apiVersion: 'countersign/v1',
      model: 'credit/scorer' as ModelRef,
      version: '1.0.0',
      owner: 'team:credit',
      useCase: 'search',
      classification: ['internal'],
      artifact: { path: './model' },
      data: [{ name: 'clicks', role: 'training', digest: digest(9), license: 'mit', classification: ['internal'] }],
      lineage: 'from-scratch',
      evaluation: [{ suite: 'holdout', metric: 'auc', value: 0.91 }],
      ...manifest,
    },
    manifestText: 'model: credit/scorer\nversion: 1.0.0\n',
    manifestDigest: `sha256:${hex(2)}`,
    revision: 1,
    source: { repository: 'https://git.test/a', commit: 'a'.repeat(40) },
    state: 'active',
    tier: 'low',
    tierReasons: [{ tier: 'low', source: 'tag:internal', because: 'The version is classified internal' }],
    useCase: {
      slug: 'search',
      version: 1,
      state: 'approved',
      tags: [],
      facts: {
        customerData: 'no',
        regulatedDecision: 'no',
        productionTooling: 'no',
        actsWithoutPerson: 'no',
        reachableFromOutside: 'no',
      },
    },
    evidence: [],
    environments: [
      {
        name: 'production',
        requirements: [{ id: 'registered', status: 'met', reason: 'Registered', exemption: null, until: null }],
      },
    ],
    ...change,
  };
}

const word = fc.constantFrom('a', 'b', 'c', 'd');
const answer = fc.constantFrom('yes' as const, 'no' as const, 'unknown' as const);
const files = fc
  .uniqueArray(fc.tuple(fc.constantFrom('p', 'q', 'r', 's', 't', 'u'), fc.nat(3)), { selector: ([path]) => path })
  .map((list) => list.map(([path, content]) => file(path, content)));

const data = fc.oneof(
  fc.constant({ none: 'rules only' }),
  fc.array(fc.record({ name: word, role: fc.constantFrom('training' as const, 'test' as const), license: word }), {
    minLength: 1,
    maxLength: 4,
  }),
);
const lineage = fc.oneof(
  fc.constant('from-scratch' as const),
  fc.uniqueArray(
    fc.record({
      relation: fc.constantFrom('finetune' as const, 'merge' as const),
      parent: word.map((w) => ref(`x/${w}@1`)),
    }),
    {
      minLength: 1,
      maxLength: 3,
      selector: ({ parent }) => parent,
    },
  ),
);
const metrics = fc.array(fc.record({ suite: word, metric: word, value: fc.integer({ min: 0, max: 3 }) }), {
  maxLength: 4,
});

/** Any version, drawn from few names, so that two of them meet in every way. */
export const anySide: fc.Arbitrary<Side> = fc
  .record({
    files,
    data,
    lineage,
    evaluation: metrics,
    reported: metrics,
    owner: word.map((w) => `team:${w}`),
    tags: fc.uniqueArray(word, { minLength: 1 }),
    tier: fc.constantFrom('low' as const, 'high' as const),
    fact: answer,
    useCase: fc.boolean(),
    status: fc.constantFrom('met' as const, 'unmet' as const),
    commit: fc.option(word),
    text: fc.option(fc.array(word, { maxLength: 6 }).map((lines) => lines.map((line) => `${line}\n`).join(''))),
  })
  .map((drawn) => {
    const plain = side();
    return side(
      {
        files: drawn.files,
        tier: drawn.tier,
        source: { repository: null, commit: drawn.commit },
        manifestText: drawn.text,
        useCase:
          drawn.useCase && plain.useCase
            ? { ...plain.useCase, facts: { ...plain.useCase.facts, customerData: drawn.fact } }
            : null,
        evidence: [{ type: 'evaluation', digest: digest(4), producer: null, outcome: 'pass', metrics: drawn.reported }],
        environments: [
          {
            name: 'production',
            requirements: [
              { id: 'registered', status: drawn.status, reason: drawn.status, exemption: null, until: null },
            ],
          },
        ],
      },
      {
        data: drawn.data,
        lineage: drawn.lineage,
        evaluation: drawn.evaluation,
        owner: drawn.owner,
        classification: drawn.tags,
      },
    );
  });
