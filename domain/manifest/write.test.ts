import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkManifestObject } from './check-object.ts';
import { combine, draftOf, type Prefill } from './draft.ts';
import { parseManifest } from './parse.ts';
import { DATA_ROLES, RELATIONS } from './schema.ts';
import { writeManifest } from './write.ts';

const accepted = path.join(import.meta.dirname, 'testdata/accepted');

const slug = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,12}[a-z0-9])?$/);
const awkward = fc.constantFrom(
  'no',
  '1.10',
  '2026-01-01',
  '~',
  'true',
  '- a',
  'a: b',
  '# c',
  '"',
  "'",
  '---',
  '{}',
  '*a',
  '&a',
  '!t',
  'a\nb',
  ' x ',
  'x:',
  '0777',
  '...',
  '%Y',
  'a #b',
  '\\',
  '|',
  'é👩‍💻',
  '...x',
);
const words = fc
  .oneof(awkward, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }))
  .filter((text) => text.trim() !== '');
const tags = fc.uniqueArray(slug, { minLength: 1, maxLength: 4 });

/** Whole manifests, drawn wide; those that the schema refuses (hidden characters, say) are left out by the property. */
const manifest = fc.record(
  {
    apiVersion: fc.constant('countersign/v1'),
    model: fc.tuple(slug, slug).map(([a, b]) => `${a}/${b}`),
    version: fc.oneof(fc.constantFrom('1.10', '2026-01-01', 'no', '1e5', '2.3.0'), slug),
    owner: slug.map((team) => `team:${team}`),
    description: words,
    useCase: slug,
    classification: tags,
    license: words,
    source: fc.record({ repository: fc.constant('git@git.example:a/b'), commit: fc.stringMatching(/^[0-9a-f]{40}$/) }),
    artifact: fc.record({ path: fc.constantFrom('.', './model', 'my model/a#b.onnx', '-x') }),
    data: fc.oneof(
      fc.record({ none: words }),
      fc.array(
        fc.record(
          { name: words, role: fc.constantFrom(...DATA_ROLES), classification: tags, license: words },
          { requiredKeys: ['name', 'role'] },
        ),
        { minLength: 1, maxLength: 3 },
      ),
    ),
    lineage: fc.oneof(
      fc.constant('from-scratch'),
      fc.uniqueArray(
        fc.record({ relation: fc.constantFrom(...RELATIONS), parent: slug.map((name) => `hf:org/x${name}@main`) }),
        { minLength: 1, maxLength: 3, selector: ({ parent }) => parent },
      ),
    ),
    evaluation: fc.array(
      fc.record({ suite: words, metric: words, value: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
      { minLength: 1, maxLength: 3 },
    ),
    runtime: fc.record({ regions: tags, exposure: fc.constantFrom('internal', 'public') }, { requiredKeys: [] }),
  },
  {
    requiredKeys: [
      'apiVersion',
      'model',
      'version',
      'owner',
      'useCase',
      'classification',
      'artifact',
      'data',
      'lineage',
    ],
  },
);

describe('what is written is read back as the same manifest', () => {
  it.each(readdirSync(accepted))('%s', (name) => {
    const parsed = parseManifest(readFileSync(path.join(accepted, name), 'utf8'));
    if (!parsed.ok) throw new Error(`${name} is accepted`);
    expect(parseManifest(writeManifest(draftOf(parsed.manifest, 'file')))).toMatchObject({
      ok: true,
      digest: parsed.digest,
    });
  });

  it('for any manifest that the schema accepts', () => {
    let accepted = 0;
    fc.assert(
      fc.property(manifest, (value) => {
        const checked = checkManifestObject(value);
        if (!checked.ok) return;
        accepted++;
        const text = writeManifest(draftOf(checked.manifest, 'a form'));
        const parsed = parseManifest(text);
        expect(parsed.ok ? parsed.digest : parsed.problems, text).toBe(checked.digest);
      }),
      { numRuns: 1500 },
    );
    expect(accepted).toBeGreaterThan(500);
  });
});

describe('a draft', () => {
  const prefill = (fields: Prefill['fields'], questions: Prefill['questions'] = []): Prefill => ({
    source: 's',
    fields,
    questions,
  });

  it('without anything known asks for every required field, and check refuses each of them', () => {
    const parsed = parseManifest(writeManifest(combine([])));
    const paths = parsed.ok ? [] : parsed.problems.map(({ path }) => path).sort();
    expect(paths).toEqual([
      '/artifact/path',
      '/classification',
      '/data',
      '/lineage',
      '/model',
      '/owner',
      '/useCase',
      '/version',
    ]);
    expect(combine([]).questions).toHaveLength(8);
  });

  it('joins lists, keeps questions beside their items, and asks where sources disagree', () => {
    const draft = combine([
      prefill({ license: { value: 'mit', from: 'A' }, data: { value: [{ name: 'one' }], from: 'A' } }, [
        { field: '/data/0/role', why: 'one?' },
      ]),
      prefill({ license: { value: 'other', from: 'B' }, data: { value: [{ name: 'two' }], from: 'B' } }, [
        { field: '/data/0/role', why: 'two?' },
      ]),
    ]);
    expect(draft.fields.license).toEqual({ value: 'mit', from: 'A' });
    expect(draft.contradictions).toEqual([
      {
        field: '/license',
        says: [
          { value: '"mit"', from: 'A' },
          { value: '"other"', from: 'B' },
        ],
      },
    ]);
    expect(draft.questions).toEqual(expect.arrayContaining([{ field: '/data/1/role', why: 'two?' }]));
    expect(writeManifest(draft)).toMatch(/# QUESTION: two\?\n {2}- name: two/);
  });

  it('never lets a comment leave its line or hide a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (why, from) => {
        const hostile = `${why}\nowner: team:evil\u2028owner: team:evil\u202e`;
        const draft = combine([
          prefill({ license: { value: 'mit', from: `${from}\rowner: x` } }, [{ field: '/license', why: hostile }]),
        ]);
        const parsed = parseManifest(writeManifest(draft));
        expect(parsed.ok ? [] : parsed.problems.map(({ path }) => path)).toContain('/owner');
        expect(
          parsed.ok
            ? []
            : parsed.problems.map(({ code }) => code).filter((code) => code !== 'empty' && code !== 'length'),
        ).toEqual([]);
      }),
    );
  });
});
