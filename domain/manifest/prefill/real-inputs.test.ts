import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { combine } from '../draft.ts';
import { parseManifest } from '../parse.ts';
import { writeManifest } from '../write.ts';
import { bytesInMemory } from './byte-source.ts';
import { prefillFromFile } from './detect.ts';

const folder = path.resolve(import.meta.dirname, '../../../../shared/real-inputs');
const present = existsSync(folder);

async function draftFrom(name: string) {
  const prefill = await prefillFromFile(bytesInMemory(readFileSync(path.join(folder, name))), name);
  if (!prefill) throw new Error(`${name} is not recognised`);
  return combine([prefill]);
}

const adapter = 'hf-adapter-sonomed.md';
const merge = 'hf-merge-eagle2.md';
const quantised = 'hf-quantized-bart-mnli.md';

describe.skipIf(!present)('metadata that real projects published (skipped without ../shared/real-inputs)', () => {
  const names = present ? readdirSync(folder).filter((name) => name !== 'README.md') : [];

  it.each(names)('%s gives a draft that check refuses exactly where a question stands', async (name) => {
    const draft = await draftFrom(name);
    const text = writeManifest(draft);
    const parsed = parseManifest(text);
    expect(parsed.ok).toBe(false);
    const lines = text.split('\n');
    for (const problem of parsed.ok ? [] : parsed.problems) {
      expect(['empty', 'length', 'format'], problem.message).toContain(problem.code);
      const above = lines.slice(0, problem.line).reverse();
      const question = above.findIndex((line) => line.includes('# QUESTION:'));
      expect(question, `${problem.message}\n${text}`).toBeGreaterThanOrEqual(0);
      expect(question).toBeLessThan(8);
    }
    expect([...text.matchAll(/# QUESTION:/g)]).toHaveLength(draft.questions.length);
  });

  it('the adapter keeps its licence, its base with the revision that the text pins, and its dataset', async () => {
    const { fields, questions } = await draftFrom(adapter);
    expect(fields.lineage?.value).toEqual([
      { relation: 'adapter', parent: 'hf:google/medgemma-1.5-4b-it@91850547d9f0b2fdd21aa7c5f4f3d1a8a52c243b' },
    ]);
    expect(fields.license).toEqual({
      value: 'health-ai-developer-foundations-terms-of-use',
      from: `${adapter} (license_name)`,
    });
    expect(fields.data?.value).toMatchObject([{ name: 'Ssdaizi/SonoInstruct' }]);
    expect(questions.find(({ field }) => field === '/license')?.why).toContain('not a standard one');
  });

  it('the merge keeps its three bases, none with an invented revision, and asks about their licences', async () => {
    const { fields, questions } = await draftFrom(merge);
    expect(fields.lineage?.value).toEqual([
      { relation: 'merge', parent: 'hf:google/paligemma-3b-mix-448@' },
      { relation: 'merge', parent: 'hf:Qwen/Qwen2.5-0.5B-Instruct@' },
      { relation: 'merge', parent: 'hf:google/siglip-so400m-patch14-384@' },
    ]);
    expect(questions.filter(({ field }) => /^\/lineage\/\d\/parent$/.test(field))).toHaveLength(3);
    expect(questions.find(({ field }) => field === '/license')?.why).toContain('3 bases');
  });

  it('the quantised export is one, of a base whose revision is asked for', async () => {
    const { fields, questions } = await draftFrom(quantised);
    expect(fields.lineage?.value).toEqual([{ relation: 'quantized', parent: 'hf:facebook/bart-large-mnli@' }]);
    expect(fields.license?.value).toBe('mit');
    expect(questions.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['/lineage/0/parent', '/data/0/role', '/owner']),
    );
  });

  it('a card without front matter leaves everything to be asked, lineage included', async () => {
    const { fields, questions } = await draftFrom('whisper.model-card.md');
    expect(Object.keys(fields)).toEqual(['description']);
    expect(questions.map(({ field }) => field).sort()).toEqual([
      '/artifact',
      '/classification',
      '/data',
      '/license',
      '/lineage',
      '/model',
      '/owner',
      '/useCase',
      '/version',
    ]);
  });

  it('the MLmodel is told to be a pickle', async () => {
    const { questions } = await draftFrom('mlflow-price-optimization.MLmodel');
    expect(questions.find(({ field }) => field === '/artifact/path')?.why).toContain('model.pkl is a pickle');
    expect(questions.map(({ field }) => field)).toContain('/artifact');
  });

  it('checksums that are no SHA-256 are asked about, and real ones are kept', async () => {
    const squad = await draftFrom('croissant-huggingface-squad.json');
    expect(JSON.stringify(squad.fields.data?.value)).not.toContain('digest');
    expect(squad.questions.some(({ why }) => why.includes('issues/80') && why.includes('which is none'))).toBe(true);
    const titanic = await draftFrom('croissant-titanic.json');
    expect(titanic.fields.data?.value).toMatchObject([
      { digest: 'sha256:c617db2c7470716250f6f001be51304c76bcc8815527ab8bae734bdca0735737', license: 'afl-3.0' },
      { digest: 'sha256:3b0d1ce9ffb5224626105c50a0f9e5fbf941bcbcd913e5567aba25936333c3b8' },
      { digest: 'sha256:38dc364ac098f39ecb5c108c8911ef47a7256a146aef3c26c85e7cc01efdd047' },
    ]);
    const credit = await draftFrom('croissant-credit-g.json');
    expect(JSON.stringify(credit.fields.data?.value)).not.toContain('9a475053');
  });
});
