/** Keys and issuer metadata: what `trust fetch` reads. */
import { z } from '@hono/zod-openapi';
import { issuerMetadata, publicKeys } from '#services/tokens/metadata.ts';
import { mount, routes } from './route.ts';

const Metadata = z.object({
  issuer: z.string(),
  trial: z.boolean(),
  jwks_uri: z.string(),
  promotion_keys: z.array(z.string()),
  status_keys: z.array(z.string()),
  status_lists: z.array(z.string()),
  ledger: z.object({ origin: z.string(), public_key: z.string().describe('C2SP verifier key') }),
});
const Jwks = z.object({
  keys: z.array(z.looseObject({ kty: z.string(), kid: z.string(), alg: z.string(), use: z.string() })),
});

export function wellKnownRoutes() {
  const api = routes();
  const cached = { 'cache-control': 'public, max-age=60' };
  mount(
    api,
    {
      method: 'get',
      path: '/.well-known/countersign',
      tag: 'trust',
      summary: 'Issuer metadata',
      public: true,
      answers: { 200: { description: 'Metadata', schema: Metadata } },
    },
    async (c) => c.json(await issuerMetadata(c.get('runtime')), 200, cached),
  );
  mount(
    api,
    {
      method: 'get',
      path: '/.well-known/jwks.json',
      tag: 'trust',
      summary: 'Public keys',
      public: true,
      answers: { 200: { description: 'JWK set', schema: Jwks } },
    },
    (c) => c.json(publicKeys(c.get('runtime')), 200, cached),
  );
  return api;
}
