import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkManifestObject } from './check-object.ts';
import { combine, draftOf } from './draft.ts';
import { BLANK_DATASET, BLANK_FORM, BLANK_PARENT, type ManifestForm } from './form.ts';
import { draftOfForm, formOf, manifestValue, questionsWithoutRow, withPrefill } from './form-draft.ts';
import { formOfNext } from './form-next.ts';
import { readManifestForm } from './form-read.ts';
import { parseManifest } from './parse.ts';
import { bytesInMemory } from './prefill/byte-source.ts';
import { prefillFromFile } from './prefill/detect.ts';
import { DATA_ROLES, RELATIONS } from './schema.ts';
import { writeManifest } from './write.ts';

const accepted = path.join(import.meta.dirname, 'testdata/accepted');
const real = path.resolve(import.meta.dirname, '../../../shared/real-inputs');
const present = existsSync(real);
if (!present) console.warn(`skipped: there are no real inputs at ${real}`);
const names = present ? readdirSync(real).filter((name) => name !== 'README.md') : [];

const yamlOf = (form: ManifestForm) => writeManifest(draftOfForm(form));

async function prefilled(name: string) {
  const prefill = await prefillFromFile(bytesInMemory(readFileSync(path.join(real, name))), name);
  if (!prefill) throw new Error(`${name} is not recognised`);
  return prefill;
}

const word = fc.oneof(
  fc.constantFrom('', 'no', '1.10', '- a', 'a: b', '# c', '"', 'a\nb', ' x ', '...', 'hf:org/x@', 'é👩‍💻', '-0'),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
);
const tags = fc.array(fc.constantFrom('internal', 'customer-data', 'x', '1'), { maxLength: 3 });
/** Whatever can be typed. */
const form: fc.Arbitrary<ManifestForm> = fc.record({
  model: word,
  version: word,
  owner: word,
  description: word,
  useCase: word,
  classification: tags,
  license: word,
  source: fc.record({ repository: word, commit: word }),
  artifact: fc.record({ path: word, digest: word }),
  dataKind: fc.constantFrom('list', 'none'),
  dataNone: word,
  data: fc.array(
    fc.record({
      name: word,
      role: fc.constantFrom('', ...DATA_ROLES),
      uri: word,
      digest: word,
      classification: tags,
      license: word,
    }),
    { maxLength: 3 },
  ),
  lineageKind: fc.constantFrom('list', 'from-scratch'),
  lineage: fc.array(fc.record({ relation: fc.constantFrom('', ...RELATIONS), parent: word }), { maxLength: 3 }),
  evaluation: fc.array(
    fc.record({
      suite: word,
      metric: word,
      value: fc.oneof(
        word,
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => String(value)),
      ),
      report: word,
    }),
    { maxLength: 2 },
  ),
  runtime: fc.record({ environments: tags, regions: tags, exposure: word, dataClasses: tags }),
  origins: fc.constant({}),
  questions: fc.constant([]),
});

/** What the schema accepts; the fields beside these stay wild. */
const SOUND: Partial<ManifestForm> = {
  model: 'a/b',
  version: '1.10',
  owner: 'team:a',
  useCase: 'x',
  classification: ['internal'],
  source: { repository: '', commit: '' },
  artifact: { path: './model', digest: '' },
  dataKind: 'none',
  dataNone: 'rules: no data',
  lineageKind: 'from-scratch',
  evaluation: [{ suite: '- s', metric: 'auc', value: '0.91', report: '' }],
  runtime: { environments: ['1'], regions: [], exposure: 'internal', dataClasses: [] },
};

describe('a form is written as `init` writes', () => {
  it.each(names)('%s: the same text, and reading it into a form and back changes no byte of it', async (name) => {
    const draft = combine([await prefilled(name)]);
    expect(yamlOf(formOf(draft))).toBe(writeManifest(draft));
    expect(draftOfForm(formOf(draft)).questions).toEqual(draft.questions);
  });

  it.each(readdirSync(accepted))('%s, an accepted manifest', (name) => {
    const parsed = parseManifest(readFileSync(path.join(accepted, name), 'utf8'));
    if (!parsed.ok) throw new Error(`${name} is accepted`);
    const draft = draftOf(parsed.manifest, '');
    expect(yamlOf(formOf(draft))).toBe(writeManifest(draft));
    expect(parseManifest(yamlOf(formOf(draft)))).toMatchObject({ ok: true, digest: parsed.digest });
  });

  it('whatever is typed: the YAML says the same as the form, problem for problem, and reads back into it', () => {
    let right = 0;
    fc.assert(
      fc.property(form, fc.boolean(), (wild, tame) => {
        const typed = tame ? { ...wild, ...SOUND } : wild;
        const checked = checkManifestObject(manifestValue(typed));
        const parsed = parseManifest(yamlOf(typed));
        if (checked.ok) right++;
        expect(parsed.ok ? parsed.digest : null).toBe(checked.ok ? checked.digest : null);
        const read = readManifestForm(yamlOf(typed));
        if (read.ok) expect(yamlOf(read.form)).toBe(yamlOf(typed));
        else expect(read.problems.every(({ line, column }) => line > 0 && column > 0)).toBe(true);
      }),
      { numRuns: 500 },
    );
    expect(right).toBeGreaterThan(5);
  });

  it('what the schema refuses is what a question stands at, in a blank form and in every row that was added', () => {
    const rows = { ...BLANK_FORM, data: [BLANK_DATASET], lineage: [BLANK_PARENT] };
    for (const open of [BLANK_FORM, rows, { ...BLANK_FORM, dataKind: 'none' } as const]) {
      const asked = draftOfForm(open).questions.map(({ field }) => field);
      const parsed = parseManifest(yamlOf(open));
      for (const { path: at } of parsed.ok ? [] : parsed.problems) {
        expect(asked, at).toContain(at === '/artifact/path' ? '/artifact' : at);
      }
    }
  });
});

describe('a question', () => {
  const card = '---\nbase_model: org/base\nlicense: [mit, apache-2.0]\n---\n# A model\n';
  const start = async () => {
    const prefill = await prefillFromFile(bytesInMemory(new TextEncoder().encode(card)), 'README.md');
    if (!prefill) throw new Error('a card');
    return withPrefill(BLANK_FORM, prefill);
  };
  const asks = (typed: ManifestForm) => draftOfForm(typed).questions.map(({ field }) => field);

  it('goes when its field is filled in, and comes back when it is emptied', async () => {
    const from = await start();
    expect(asks(from)).toEqual(expect.arrayContaining(['/lineage/0/relation', '/lineage/0/parent', '/model']));
    const answered = {
      ...from,
      model: 'a/b',
      lineage: [{ relation: 'finetune', parent: `hf:org/base@${'a'.repeat(40)}` }],
    };
    expect(asks(answered).filter((field) => field.startsWith('/lineage') || field === '/model')).toEqual([]);
    expect(asks({ ...answered, lineage: from.lineage })).toContain('/lineage/0/parent');
  });

  it('about more than its field stays until a person says that it is settled', async () => {
    const pickle = 'flavors:\n  sklearn:\n    pickled_model: model.pkl\n';
    const prefill = await prefillFromFile(bytesInMemory(new TextEncoder().encode(pickle)), 'MLmodel');
    if (!prefill) throw new Error('an MLmodel');
    const asked = withPrefill({ ...BLANK_FORM, artifact: { path: './model', digest: '' } }, prefill);
    expect(asks(asked)).toContain('/artifact/path');
    expect(asks({ ...asked, questions: [] })).not.toContain('/artifact/path');
  });

  it('follows its row when one above it is taken out, and goes with its own', () => {
    const about = (field: string) => ({ field, why: 'w', answeredBy: 'value' as const });
    const questions = ['/data/0/role', '/data/1/role', '/data/2', '/data', '/lineage/1/parent'].map(about);
    expect(questionsWithoutRow(questions, 'data', 1).map(({ field }) => field)).toEqual([
      '/data/0/role',
      '/data/1',
      '/data',
      '/lineage/1/parent',
    ]);
  });
});

describe('a second source', () => {
  const prefill = (license: string) => ({
    source: 's',
    fields: { license: { value: license, from: 'card.md (license)' } },
    questions: [],
  });

  it('fills what is empty, says where it came from, and never overwrites what was typed', () => {
    const filled = withPrefill(BLANK_FORM, prefill('mit'));
    expect(yamlOf(filled)).toContain('license: mit  # declared: card.md (license)');
    expect(yamlOf({ ...filled, license: 'own' })).toContain('license: own\n');
    const typed = withPrefill({ ...BLANK_FORM, license: 'own' }, prefill('mit'));
    expect(typed.license).toBe('own');
    expect(typed.origins).toEqual({});
    expect(draftOfForm(typed).questions.find(({ field }) => field === '/license')?.why).toContain('Which is right?');
  });

  it('given twice asks nothing twice', () => {
    const once = withPrefill({ ...BLANK_FORM, license: 'own' }, prefill('mit'));
    expect(draftOfForm(withPrefill(once)).questions).toEqual(draftOfForm(once).questions);
  });
});

describe('the next version', () => {
  it('asks for what was true of the old bytes alone, and how it was made from them', () => {
    const parsed = parseManifest(
      'apiVersion: countersign/v1\nmodel: a/b\nversion: 1.0.0\nowner: team:a\nuseCase: x\nclassification: [internal]\nsource: { repository: https://git.test/a, commit: aaaaaaa }\nartifact: { path: ./m }\ndata: { none: rules }\nlineage: from-scratch\nevaluation: [{ suite: s, metric: m, value: 1 }]\n',
    );
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const next = formOfNext(parsed.manifest);
    expect(next).toMatchObject({ model: 'a/b', owner: 'team:a', version: '', source: { commit: '' }, evaluation: [] });
    expect(next.lineage).toEqual([{ relation: '', parent: 'a/b@1.0.0' }]);
    expect(
      draftOfForm(next)
        .questions.map(({ field }) => field)
        .sort(),
    ).toEqual(['/data', '/lineage', '/lineage/0/relation', '/version']);
  });
});
