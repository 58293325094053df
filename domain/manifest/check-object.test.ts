import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkManifestObject } from './check-object.ts';
import { parseManifest } from './parse.ts';

const accepted = path.join(import.meta.dirname, 'testdata/accepted');

function manifest(name: string): Record<string, unknown> {
  const parsed = parseManifest(readFileSync(path.join(accepted, name), 'utf8'));
  if (!parsed.ok) throw new Error(`${name} is accepted`);
  return structuredClone(parsed.manifest) as unknown as Record<string, unknown>;
}

const example = () => manifest('contract-example.yaml');

describe('a manifest in JSON is judged as one in YAML', () => {
  it('every accepted file is accepted with the same digest', () => {
    for (const name of readdirSync(accepted)) {
      const parsed = parseManifest(readFileSync(path.join(accepted, name), 'utf8'));
      const checked = checkManifestObject(manifest(name));
      expect(checked.ok && parsed.ok && checked.digest === parsed.digest, name).toBe(true);
    }
  });

  it('names every problem by its JSON pointer', () => {
    const { owner: _, ...rest } = example();
    const checked = checkManifestObject({
      ...rest,
      version: 1.1,
      lineage: [{ relation: 'lora', parent: 'x' }],
      'a/b~c': 1,
    });
    expect(checked).toMatchObject({ ok: false });
    expect(checked.ok ? [] : checked.problems.map(({ path, code }) => `${path} ${code}`).sort()).toEqual([
      '/a~1b~0c unknown-key',
      '/lineage/0/parent format',
      '/lineage/0/relation format',
      '/owner missing',
      '/version type',
    ]);
  });
});

describe('hostile JSON', () => {
  it.each(['{"__proto__":{"owner":"team:evil"}}', '{"constructor":{"prototype":{"x":1}}}'])(
    '%s adds nothing to a prototype',
    (text) => {
      const checked = checkManifestObject({ ...example(), ...JSON.parse(`{"extra":${text}}`) });
      expect(checked).toMatchObject({ ok: false, problems: [{ code: 'unknown-key', path: '/extra' }] });
      expect(({} as Record<string, unknown>).owner).toBeUndefined();
    },
  );

  it('an own __proto__ key is unknown, not obeyed', () => {
    const text = JSON.stringify(example()).replace('"owner":"team:credit"', '"__proto__":{"owner":"team:evil"}');
    const checked = checkManifestObject(JSON.parse(text));
    expect(checked.ok ? [] : checked.problems.map(({ path }) => path).sort()).toEqual(['/__proto__', '/owner']);
  });

  it('is refused by depth and by count before the schema reads it', () => {
    const deep = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    expect(checkManifestObject({ ...example(), data: deep })).toMatchObject({ problems: [{ code: 'too-deep' }] });
    const wide = Array.from({ length: 100_000 }, () => 1);
    expect(checkManifestObject({ ...example(), data: wide })).toMatchObject({
      problems: [{ code: 'too-many-values' }],
    });
  });

  it('never throws, whatever the value', () => {
    fc.assert(
      fc.property(
        fc.anything(),
        fc.constantFrom('owner', 'data', 'lineage', 'runtime', 'artifact', 'evaluation'),
        (value, key) => {
          expect(checkManifestObject(value).ok).toBe(false);
          const checked = checkManifestObject({ ...example(), [key]: value });
          expect(checked.ok || checked.problems.length > 0).toBe(true);
        },
      ),
      { numRuns: 1500 },
    );
  });
});
