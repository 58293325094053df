/** The manifest's JSON Schema (2020-12), from the schema that checks it, so that editors complete and check as we do. */
import { z } from 'zod';
import { Manifest } from './schema.ts';

export function manifestJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(Manifest, { target: 'draft-2020-12' });
  return {
    $schema,
    $id: '/schema/manifest.v1.json',
    title: 'Countersign manifest v1',
    description: 'countersign.yaml: what a repository says about one version of a model.',
    ...schema,
  };
}

/** The text of docs/manifest.v1.schema.json. */
export function manifestJsonSchemaText(): string {
  return `${JSON.stringify(manifestJsonSchema(), null, 2)}\n`;
}
