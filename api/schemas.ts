/** The published JSON Schemas, for editors and validators. */
import { manifestJsonSchema } from '#domain/manifest/json-schema.ts';
import { policyJsonSchema } from '#domain/policy/document.ts';
import { mount, routes } from './route.ts';

const SCHEMAS = {
  '/schema/manifest.v1.json': { summary: 'JSON Schema of countersign.yaml', make: manifestJsonSchema },
  '/schema/policy.v1.json': { summary: 'JSON Schema of a policy', make: policyJsonSchema },
} as const;

export function schemaRoutes() {
  const api = routes();
  for (const [path, { summary, make }] of Object.entries(SCHEMAS)) {
    mount(
      api,
      {
        method: 'get',
        path,
        tag: 'schemas',
        summary,
        public: true,
        answers: { 200: { description: 'JSON Schema 2020-12', schema: 'application/schema+json' } },
      },
      () =>
        new Response(JSON.stringify(make()), {
          // Editors fetch it from anywhere.
          headers: {
            'content-type': 'application/schema+json',
            'cache-control': 'public, max-age=3600',
            'access-control-allow-origin': '*',
          },
        }),
    );
  }
  return api;
}
