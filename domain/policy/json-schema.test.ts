import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { policyJsonSchema, policyJsonSchemaText } from './document.ts';

const committed = path.resolve(import.meta.dirname, '../../docs/policy.v1.schema.json');
const refresh = 'npx vitest run domain/policy/json-schema.test.ts --update';

describe('the JSON Schema of a policy in docs/', () => {
  it(`is the one of the code (refresh it with: ${refresh})`, async () => {
    await expect(policyJsonSchemaText()).toMatchFileSnapshot(committed);
  });

  it('is committed', () => {
    expect(JSON.parse(readFileSync(committed, 'utf8'))).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: '/schema/policy.v1.json',
    });
  });
});

describe('for an editor', () => {
  const schema = policyJsonSchema() as {
    properties: Record<string, { description?: string }>;
    required: string[];
    additionalProperties: boolean;
  };

  it('every field is described, and unknown keys are refused', () => {
    expect(schema.additionalProperties).toBe(false);
    expect(Object.keys(schema.properties)).toHaveLength(8);
    for (const [name, { description }] of Object.entries(schema.properties)) expect(description, name).toMatch(/\w/);
  });

  it('what has a default need not be written', () => {
    expect([...schema.required].sort()).toEqual(['apiVersion', 'coolingOffHours', 'environments', 'limits', 'name']);
  });

  it('a threshold that bounds nothing is refused there too', () => {
    expect(schema.properties.thresholds).toMatchObject({
      items: { anyOf: [{ required: ['min'] }, { required: ['max'] }] },
    });
  });
});
