// Every route against everybody who may not use it (THREATS.md T62, T63, P23), and the document against the routes.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { leaves } from '#services/testing/ledger-check.ts';
import { registration } from '#services/testing/release.ts';
import { type Call, problemFaults, type Served, serve } from './testing/served.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.deployment.close());

const NOBODY = '01900000-0000-7000-8000-000000000000';

interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: () => string;
  readonly call?: () => Call;
  /** what the team's own key is answered with */
  readonly own: number;
  /** what another team's key is answered with */
  readonly foreign: number;
  /** what a key of the team that does not cover it is answered with */
  readonly narrow: number;
}

const promotion = (environment: string) => () => ({
  json: { model: 'credit/scorer', version: '1.0.0', environment },
});
const evidenceQuery = 'ref=credit%2Fscorer%401.0.0&type=document&fileName=a.txt';

const routes: Record<string, Route> = {
  'POST /api/v1/versions': {
    method: 'POST',
    path: () => '/api/v1/versions',
    call: () => ({ json: registration({ model: 'credit/other', version: '1.0.0' }) }),
    own: 201,
    foreign: 403,
    narrow: 403,
  },
  'GET /api/v1/models': { method: 'GET', path: () => '/api/v1/models', own: 200, foreign: 200, narrow: 200 },
  'GET /api/v1/models/facets': {
    method: 'GET',
    path: () => '/api/v1/models/facets?tier=low,high',
    own: 200,
    foreign: 200,
    narrow: 200,
  },
  'GET /api/v1/models/{ns}/{name}': {
    method: 'GET',
    path: () => '/api/v1/models/credit/scorer',
    own: 200,
    foreign: 200,
    narrow: 200,
  },
  'GET /api/v1/models/{ns}/{name}/versions': {
    method: 'GET',
    path: () => '/api/v1/models/credit/scorer/versions',
    own: 200,
    foreign: 200,
    narrow: 200,
  },
  'GET /api/v1/models/{ns}/{name}/versions/{version}': {
    method: 'GET',
    path: () => '/api/v1/models/credit/scorer/versions/1.0.0',
    own: 200,
    foreign: 200,
    narrow: 200,
  },
  'GET /api/v1/models/{ns}/{name}/versions/{version}/lineage': {
    method: 'GET',
    path: () => '/api/v1/models/credit/scorer/versions/1.0.0/lineage',
    own: 200,
    foreign: 200,
    narrow: 200,
  },
  'GET /api/v1/compare': {
    method: 'GET',
    path: () => '/api/v1/compare?a=credit%2Fscorer%401.0.0&b=credit%2Fscorer%401.0.0',
    own: 200,
    foreign: 200,
    narrow: 200,
  },
  'POST /api/v1/promotions': {
    method: 'POST',
    path: () => '/api/v1/promotions',
    call: promotion('sandbox'),
    own: 200,
    foreign: 403,
    narrow: 403,
  },
  'GET /api/v1/promotions/{id}': {
    method: 'GET',
    path: () => `/api/v1/promotions/${served.promotionId}`,
    own: 200,
    foreign: 403,
    narrow: 403,
  },
  'POST /api/v1/evidence': {
    method: 'POST',
    path: () => `/api/v1/evidence?${evidenceQuery}`,
    call: () => ({ body: 'a document', headers: { 'content-type': 'text/plain' } }),
    own: 201,
    foreign: 403,
    narrow: 200,
  },
  'GET /api/v1/evidence/{id}': {
    method: 'GET',
    path: () => `/api/v1/evidence/${NOBODY}`,
    own: 404,
    foreign: 404,
    narrow: 404,
  },
  'POST /api/v1/tokens/{jti}/revoke': {
    method: 'POST',
    path: () => `/api/v1/tokens/${served.jti}/revoke`,
    call: () => ({ json: { reason: 'Not needed' } }),
    own: 200,
    foreign: 403,
    narrow: 403,
  },
  'POST /api/v1/keys': {
    method: 'POST',
    path: () => '/api/v1/keys',
    call: () => ({
      json: { name: 'x', team: 'credit', models: ['credit/*'], environments: ['production'], days: 1 },
    }),
    own: 403,
    foreign: 403,
    narrow: 403,
  },
  'DELETE /api/v1/keys/{id}': {
    method: 'DELETE',
    path: () => `/api/v1/keys/${served.org.pipeline.id}`,
    own: 403,
    foreign: 403,
    narrow: 403,
  },
  'GET /api/v1/events': { method: 'GET', path: () => '/api/v1/events', own: 403, foreign: 403, narrow: 403 },
  'GET /api/v1/exemptions': { method: 'GET', path: () => '/api/v1/exemptions', own: 200, foreign: 200, narrow: 200 },
  'GET /api/v1/exemptions/{id}': {
    method: 'GET',
    path: () => `/api/v1/exemptions/${NOBODY}`,
    own: 404,
    foreign: 404,
    narrow: 404,
  },
  'GET /api/v1/reviews/{id}': {
    method: 'GET',
    path: () => `/api/v1/reviews/${served.reviewId}`,
    own: 403,
    foreign: 403,
    narrow: 403,
  },
};

describe.each(Object.entries(routes))('%s', (_name, { method, path, call, own, foreign, narrow }) => {
  const ask = (extra: Call) => served.call(method, path(), { ...call?.(), ...extra });
  const headersOf = () => call?.().headers ?? {};

  test.each<[string, () => Call]>([
    ['nobody', () => ({})],
    ['a key that is none', () => ({ key: 'csk_none' })],
    ['a key with a letter changed', () => ({ key: `${served.org.secret.slice(0, -1)}~` })],
    [
      'the key under another scheme',
      () => ({ headers: { ...headersOf(), authorization: `Basic ${served.org.secret}` } }),
    ],
    ['a promotion token as the key', () => ({ key: served.token })],
    [
      'a forged cookie',
      () => ({ headers: { ...headersOf(), cookie: '__Host-countersign-session=eyJh', origin: 'https://gate.test' } }),
    ],
  ])('%s: 401, and nothing is written', async (_who, extra) => {
    const before = (await leaves(served.deployment)).length;
    const answer = await ask(extra());
    expect(answer.status).toBe(401);
    expect(problemFaults(answer)).toEqual([]);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect((await leaves(served.deployment)).length).toBe(before);
  });

  test("another team's key and one that does not cover it", async () => {
    const theirs = await ask({ key: served.foreignKey });
    expect(theirs.status).toBe(foreign);
    if (foreign >= 400) expect(problemFaults(theirs)).toEqual([]);
    if (foreign === 403) expect(theirs.json?.code).not.toBe('gate-denied');
  });

  test('the key that covers it, then the narrow one', async () => {
    const ours = await ask({ key: served.org.secret });
    expect(ours.status).toBe(own);
    const tight = await ask({ key: served.narrowKey });
    expect(tight.status).toBe(narrow);
  });
});

test('a person signed in changes things from our own pages only', async () => {
  const body = { json: { name: 'mine', team: 'credit', models: ['credit/*'], environments: ['staging'], days: 1 } };
  const foreign = [
    { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' },
    { origin: 'null' },
    { origin: 'https://gate.test.evil.test' },
    { origin: 'http://gate.test' },
    { 'sec-fetch-site': 'same-site' },
  ];
  for (const headers of foreign) {
    const before = (await leaves(served.deployment)).length;
    const answer = await served.call('POST', '/api/v1/keys', { ...body, person: served.org.owner, headers });
    expect([answer.status, answer.json?.code]).toEqual([403, 'cross-site']);
    expect(problemFaults(answer)).toEqual([]);
    expect((await leaves(served.deployment)).length).toBe(before);
  }
  const ours = await served.call('POST', '/api/v1/keys', { ...body, person: served.org.owner });
  expect(ours.status).toBe(201);
  const theirs = await served.call('POST', '/api/v1/keys', { ...body, person: served.org.stranger });
  expect(theirs.status).toBe(403);
});

test('events and reviews answer people by role', async () => {
  expect((await served.call('GET', '/api/v1/events', { person: served.org.auditor })).status).toBe(200);
  expect((await served.call('GET', '/api/v1/events', { person: served.org.owner })).status).toBe(403);
  const review = `/api/v1/reviews/${served.reviewId}`;
  expect((await served.call('GET', review, { person: served.org.risk })).status).toBe(200);
});

test('what is public answers nobody in particular, and tells nothing of people', async () => {
  const open = [
    '/healthz',
    '/readyz',
    '/.well-known/jwks.json',
    '/.well-known/countersign',
    '/ledger/checkpoint',
    '/ledger/proof/0',
    '/ledger/tile/0/000.p/1',
    '/ledger/tile/entries/000.p/1',
    '/ledger/entries/000.p/1',
    '/schema/manifest.v1.json',
    '/schema/policy.v1.json',
    '/api/v1/tokens/status/0',
    '/api/v1/openapi.json',
  ];
  for (const path of open) {
    const answer = await served.call('GET', path);
    expect([path, answer.status]).toEqual([path, 200]);
    expect(answer.text).not.toMatch(/canary/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  }
  const asked = await served.call('POST', '/api/v1/tokens/introspect', { json: { token: served.token } });
  expect(asked.json).toEqual({ active: false });
});

describe('the OpenAPI document', () => {
  interface Document {
    openapi: string;
    paths: Record<
      string,
      Record<string, { responses: Record<string, unknown>; summary: string; security?: unknown[] }>
    >;
    components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> };
  }
  const read = async () => (await served.call('GET', '/api/v1/openapi.json')).json as unknown as Document;

  test('is 3.1, every reference resolves, every operation has answers', async () => {
    const document = await read();
    expect(document.openapi).toMatch(/^3\.1\./);
    for (const match of JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const found = (match[1] ?? '')
        .split('/')
        .reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], document);
      expect(found, match[0]).toBeDefined();
    }
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        expect(Object.keys(operation.responses).length, `${method} ${path}`).toBeGreaterThan(0);
        expect(operation.summary, `${method} ${path}`).toBeTruthy();
        const named = [...path.matchAll(/\{(\w+)\}/g)].map((one) => one[1]);
        const parameters = (operation as { parameters?: { in: string; name: string }[] }).parameters ?? [];
        expect(parameters.flatMap((one) => (one.in === 'path' ? [one.name] : [])).sort()).toEqual(named.sort());
      }
    }
  });

  test('has every mounted route, and every route of the table', async () => {
    const { paths } = await read();
    const documented = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const wild = new Set(['GET /ledger/tile/*', 'GET /ledger/entries/*', 'GET /api/v1/openapi.json']);
    const mounted = served.api.routes
      .filter(({ method, path }) => method !== 'ALL' && path !== '/*')
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
      .filter((route) => !wild.has(route));
    expect(new Set(mounted)).toEqual(new Set(documented));
    for (const name of Object.keys(routes)) expect(documented).toContain(name);
    const secured = documented.filter((route) => {
      const [method = '', path = ''] = route.split(' ');
      return paths[path]?.[method.toLowerCase()]?.security?.length !== 0;
    });
    expect(secured.sort(), 'whatever is not public is in the table above').toEqual(Object.keys(routes).sort());
  });
});
