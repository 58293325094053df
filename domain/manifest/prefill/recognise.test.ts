import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { BLANK_FORM } from '../form.ts';
import { draftOfForm, withPrefill } from '../form-draft.ts';
import { type ByteSource, bytesInMemory } from './byte-source.ts';
import { recogniseFile, recogniseText } from './recognise.ts';

const real = path.resolve(import.meta.dirname, '../../../../shared/real-inputs');
const present = existsSync(real);
if (!present) console.warn(`skipped: there are no real inputs at ${real}`);
const names = present ? readdirSync(real).filter((name) => name !== 'README.md') : [];
const refused = path.join(import.meta.dirname, '../testdata/refused');

const bytes = (text: string) => bytesInMemory(new TextEncoder().encode(text));

describe('what real projects published', () => {
  it.each(names)('%s: the same whether it is dropped as a file or pasted without its name', async (name) => {
    const text = readFileSync(path.join(real, name), 'utf8');
    const [dropped, pasted] = [await recogniseFile(bytes(text), name), await recogniseText(text)];
    if (!dropped.ok || !pasted.ok) throw new Error(`${name} is recognised`);
    expect(Object.keys(pasted.prefill.fields)).toEqual(Object.keys(dropped.prefill.fields));
    expect(pasted.prefill.questions).toHaveLength(dropped.prefill.questions.length);
  });

  it.each(names)(
    '%s: fills fields in and leaves what nobody said as questions, of which owner is one',
    async (name) => {
      const found = await recogniseFile(bytes(readFileSync(path.join(real, name), 'utf8')), name);
      if (!found.ok) throw new Error(found.message);
      const form = withPrefill(BLANK_FORM, found.prefill);
      expect(form).not.toEqual(BLANK_FORM);
      const asked = draftOfForm(form).questions.map(({ field }) => field);
      expect(asked).toEqual(expect.arrayContaining(['/owner', '/useCase', '/model', '/version']));
      expect([form.owner, form.useCase, form.model, form.version, form.classification]).toEqual(['', '', '', '', []]);
    },
  );
});

describe('a manifest', () => {
  it('half done, as `init` leaves it, is taken as it stands: versions as written, unknown keys said', async () => {
    const found = await recogniseText(
      'apiVersion: countersign/v1\nmodel: ""\nversion: 1.10\nuseCse: x\ndata: nothing\n',
    );
    if (!found.ok) throw new Error(found.message);
    expect(found.form).toMatchObject({ model: '', version: '1.10', useCase: '' });
    expect(found.leftOut.map(({ path: at, line }) => [at, line])).toEqual([
      ['/useCse', 4],
      ['/data', 5],
    ]);
  });

  it.each(readdirSync(refused))(
    '%s: held with its fault shown, or refused with a place; never half read',
    async (name) => {
      const found = await recogniseFile(bytesInMemory(readFileSync(path.join(refused, name))), name);
      if (found.ok) expect(found.form).not.toBeNull();
      else {
        expect(found.problems.length, found.message).toBeGreaterThan(0);
        expect(found.problems.every(({ line, column }) => line > 0 && column > 0)).toBe(true);
      }
    },
  );
});

describe('what cannot be used is refused with the reason, and no more of it is read than has to be', () => {
  it('a text of gigabytes', async () => {
    const huge: ByteSource = { size: 5e9, read: () => Promise.reject(new Error('it was read')) };
    expect(await recogniseFile(huge, 'README.md')).toMatchObject({
      ok: false,
      message: expect.stringContaining('5000000000'),
    });
  });

  it('bytes that are no text, with the place of the first', async () => {
    const found = await recogniseFile(bytesInMemory(Uint8Array.of(97, 10, 98, 0xff, 0)), 'README.md');
    expect(found).toMatchObject({ ok: false, problems: [{ line: 2, column: 2 }] });
  });

  it('JSON that breaks off, and JSON of another kind', async () => {
    const broken = await recogniseFile(bytes('{\n  "@context": [1,,]\n}'), 'croissant.json');
    expect(broken).toMatchObject({ ok: false, problems: [{ line: 2 }] });
    expect(await recogniseFile(bytes('{"a":1}'), 'config.json')).toMatchObject({
      ok: false,
      message: expect.stringContaining('not a Croissant file'),
    });
  });

  it('an empty text', async () => {
    expect(await recogniseText(' \n')).toMatchObject({ ok: false });
  });

  it('aliases that would grow, in the front matter of a card: a question names the line, and nothing grows', async () => {
    const bomb = `---\na: &a [x,x,x,x]\nb: [*a,*a,*a,*a]\n---\n# Card\n`;
    const found = await recogniseText(bomb);
    if (!found.ok) throw new Error(found.message);
    expect(found.prefill.questions[0]?.why).toMatch(/line 2: an anchor is not allowed/);
  });
});
