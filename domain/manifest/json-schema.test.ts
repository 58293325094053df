import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { manifestJsonSchema, manifestJsonSchemaText } from './json-schema.ts';

const committed = path.resolve(import.meta.dirname, '../../docs/manifest.v1.schema.json');
const refresh = 'npx vitest run domain/manifest/json-schema.test.ts --update';

describe('the JSON Schema in docs/', () => {
  it(`is the one of the code (refresh it with: ${refresh})`, async () => {
    await expect(manifestJsonSchemaText()).toMatchFileSnapshot(committed);
  });

  it('is committed', () => {
    expect(JSON.parse(readFileSync(committed, 'utf8'))).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
    });
  });
});

describe('for an editor', () => {
  const schema = manifestJsonSchema() as {
    properties: Record<string, { description?: string }>;
    required: string[];
    additionalProperties: boolean;
  };

  it('every field is described, and unknown keys are refused', () => {
    expect(schema.additionalProperties).toBe(false);
    expect(Object.keys(schema.properties).length).toBeGreaterThan(10);
    for (const [name, { description }] of Object.entries(schema.properties)) expect(description, name).toMatch(/\w/);
  });

  it('what CONTRACT.md §2 requires is required', () => {
    expect([...schema.required].sort()).toEqual([
      'apiVersion',
      'artifact',
      'classification',
      'data',
      'lineage',
      'model',
      'owner',
      'useCase',
      'version',
    ]);
  });

  it('patterns compile as JSON Schema expects them', () => {
    const patterns = [...manifestJsonSchemaText().matchAll(/"pattern": ("(?:[^"\\]|\\.)*")/g)].map(([, text]) =>
      JSON.parse(String(text)),
    );
    expect(patterns.length).toBeGreaterThan(8);
    for (const pattern of patterns) expect(() => new RegExp(pattern, 'u'), pattern).not.toThrow();
  });
});
