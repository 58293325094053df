/** The HTTP that machines call (CONTRACT.md §4), with its OpenAPI 3.1 from the schemas that parse the requests. */

import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import type { Runtime } from '#services/runtime.ts';
import { authenticate } from './authenticate.ts';
import { compareRoutes } from './compare.ts';
import type { Env } from './environment.ts';
import { eventRoutes } from './events.ts';
import { evidenceRoutes } from './evidence.ts';
import { exemptionRoutes } from './exemptions.ts';
import { healthRoutes } from './health.ts';
import { keyRoutes } from './keys.ts';
import { ledgerRoutes } from './ledger.ts';
import { modelRoutes } from './models.ts';
import { onError, problem } from './problem.ts';
import { promotionRoutes } from './promotions.ts';
import { reviewRoutes } from './reviews.ts';
import { schemaRoutes } from './schemas.ts';
import { tokenRoutes } from './tokens.ts';
import { refuseInvalid } from './validation.ts';
import { versionRoutes } from './versions.ts';
import { wellKnownRoutes } from './well-known.ts';

/** A file list of 100,000 entries is about 15 MB; evidence has a limit of its own. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** Paths that the api answers; everything else is the browser's. */
export const API_PREFIXES = ['/api/v1/', '/.well-known/', '/ledger/', '/schema/', '/healthz', '/readyz'] as const;

export function isApiPath(path: string): boolean {
  return (
    API_PREFIXES.some((prefix) => (prefix.endsWith('/') ? path.startsWith(prefix) : path === prefix)) && !isPage(path)
  );
}

/** The browser's Ledger page is `/ledger` with nothing, or an index, behind it. */
function isPage(path: string): boolean {
  return /^\/ledger\/?$/.test(path);
}

const ALWAYS_SENT = [
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'no-referrer'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'; sandbox"],
] as const;

export function createApi(runtime: Runtime): OpenAPIHono<Env> {
  const api = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  api.onError(onError);
  api.notFound((c) =>
    problem(c, { status: 404, title: 'Not found', code: 'not-found', detail: 'There is nothing at this address' }),
  );
  api.use(async (c, next) => {
    c.set('runtime', runtime);
    c.set('requestId', crypto.randomUUID());
    await next();
    // On the answer as it is: `c.header` would make another one of it each time.
    const { headers } = c.res;
    headers.set('x-request-id', c.get('requestId'));
    for (const [name, value] of ALWAYS_SENT) headers.set(name, value);
    if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-store');
  });
  const measure = bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: (c) =>
      problem(c, { status: 413, title: 'Too large', code: 'too-large', detail: 'The body is larger than 32 MB' }),
  });
  api.use((c, next) => {
    // Node ends a body at the length that was announced: only where none was, or too much, is there anything to measure.
    const announced = c.req.header('transfer-encoding') === undefined ? Number(c.req.header('content-length')) : NaN;
    return announced <= MAX_BODY_BYTES ? next() : measure(c, next);
  });
  api.route('/', healthRoutes());
  api.route('/', wellKnownRoutes());
  api.route('/', schemaRoutes());
  api.route('/', ledgerRoutes());
  api.use('/api/v1/*', authenticate);
  for (const routes of [
    versionRoutes,
    modelRoutes,
    compareRoutes,
    promotionRoutes,
    evidenceRoutes,
    tokenRoutes,
    keyRoutes,
    eventRoutes,
    reviewRoutes,
    exemptionRoutes,
  ]) {
    api.route('/', routes());
  }
  api.openAPIRegistry.registerComponent('securitySchemes', 'pipelineKey', { type: 'http', scheme: 'bearer' });
  api.doc31('/api/v1/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'Countersign',
      version: '1',
      description: 'Release gate and register for AI models',
      license: { name: 'Apache-2.0' },
    },
    security: [{ pipelineKey: [] }],
  });
  return api;
}
