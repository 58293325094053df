// Hostile requests on every route (THREATS.md T56–T58, P24): never a 5xx, always a problem with a code and nothing of our
// insides in it, no state change, and the process answers afterwards.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { registration } from '#services/testing/release.ts';
import { type Answer, type Call, problemFaults, type Served, serve } from './testing/served.ts';

let served: Served;
let seen = 0;
beforeAll(async () => {
  served = await serve();
  await written();
});
afterAll(() => served.deployment.close());

/** How many events other than refusals the ledger has got since this was last asked. */
async function written(): Promise<number> {
  const { rows } = await served.deployment.runtime.store.pool.query<{ size: string; acts: string }>(
    `select count(*) as size, count(*) filter (where index >= $1 and action <> 'access.denied') as acts from ledger_entry`,
    [seen],
  );
  seen = Number(rows[0]?.size);
  return Number(rows[0]?.acts);
}

afterEach(async () => {
  expect((await served.call('GET', '/healthz')).status).toBe(200);
  expect(await written()).toBe(0);
});

function refused(answer: Answer, label: string, statuses: readonly number[] = [400, 404, 409, 413, 415, 422]): void {
  expect(problemFaults(answer), `${label}: ${answer.text.slice(0, 300)}`).toEqual([]);
  expect(statuses, label).toContain(answer.status);
}

const json = { 'content-type': 'application/json' };
const bytes = (...values: number[]) => new Uint8Array(values);
const deep = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

/** Bodies that are not one strict JSON object that anything here takes. */
const bodies: Record<string, Call> = {
  empty: { headers: json, body: '' },
  'not JSON': { headers: json, body: '{' },
  'two values': { headers: json, body: '{}{}' },
  'a byte order mark twice': { headers: json, body: '\ufeff\ufeff{}' },
  null: { headers: json, body: 'null' },
  'a list': { headers: json, body: '[]' },
  'a number': { headers: json, body: '1' },
  'a string': { headers: json, body: '"x"' },
  NaN: { headers: json, body: '{"a":NaN}' },
  'a duplicate key': { headers: json, body: '{"reason":"x","reason":"y","model":"credit/scorer"}' },
  'a duplicate key by escape': { headers: json, body: '{"reason":"x","re\\u0061son":"y"}' },
  'a duplicate key inside': { headers: json, body: '{"manifest":{"model":"a/b","model":"c/d"}}' },
  __proto__: { headers: json, body: '{"__proto__":{"isAdmin":true}}' },
  'constructor.prototype': { headers: json, body: '{"constructor":{"prototype":{"isAdmin":true}}}' },
  'nested ten thousand deep': { headers: json, body: deep(10_000) },
  'a list a hundred thousand deep': { headers: json, body: '['.repeat(100_000) },
  'invalid UTF-8': { headers: json, body: bytes(0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d) },
  'overlong UTF-8': { headers: json, body: bytes(0x7b, 0x22, 0xc0, 0x80, 0x22, 0x3a, 0x31, 0x7d) },
  'a NUL': { headers: json, body: '{"model":"credit/scorer\\u0000","version":"1\\u0000","environment":"staging"}' },
  'a lone surrogate': { headers: json, body: '{"reason":"\\ud800","model":"credit/\\ud800","version":"\\udfff"}' },
  'UTF-16': { headers: json, body: new Uint8Array(Buffer.from('{"reason":"x"}', 'utf16le')) },
  'a form': { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'reason=x' },
  'text/plain': { headers: { 'content-type': 'text/plain' }, body: '{"reason":"x"}' },
  'no content type': { body: bytes(0x7b, 0x7d) },
  multipart: { headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--x--' },
  'a million keys': { headers: json, body: `{${Array.from({ length: 200_000 }, (_, i) => `"k${i}":1`).join(',')}}` },
  'a number beyond any': { headers: json, body: '{"days":1e999}' },
  'fields of other people': {
    headers: json,
    body: '{"reason":"x","approved":true,"approvals":["x"],"role":"administrator","tier":"low","personId":"x"}',
  },
};

const jsonRoutes: [string, () => string][] = [
  ['versions', () => '/api/v1/versions'],
  ['promotions', () => '/api/v1/promotions'],
  ['revoke', () => `/api/v1/tokens/${served.jti}/revoke`],
  ['introspect', () => '/api/v1/tokens/introspect'],
];

describe.each(jsonRoutes)('POST %s', (route, path) => {
  test.each(Object.entries(bodies))('%s', async (label, call) => {
    const answer = await served.call('POST', path(), { key: served.org.secret, ...call });
    // Introspection takes a form, and a reason may be any text.
    if (route === 'introspect' && label === 'a form') return refused(answer, label, [422]);
    refused(answer, `${route}: ${label}`);
  });
});

test.each(Object.entries(bodies))('POST keys, signed in: %s', async (label, call) => {
  refused(await served.call('POST', '/api/v1/keys', { person: served.org.owner, ...call }), label);
});

/** Each is a good request with one thing wrong; the field has to be named. */
const promotion = { model: 'credit/scorer', version: '1.0.0', environment: 'staging' };
const fields: [string, string, unknown, string][] = [
  ['promotions', '/api/v1/promotions', { ...promotion, tier: 'low' }, '/tier'],
  ['promotions', '/api/v1/promotions', { ...promotion, approvals: [] }, '/approvals'],
  ['promotions', '/api/v1/promotions', { ...promotion, force: true }, '/force'],
  ['promotions', '/api/v1/promotions', { ...promotion, model: 'credit/../scorer' }, '/model'],
  ['promotions', '/api/v1/promotions', { ...promotion, model: "credit/x' or 1=1--" }, '/model'],
  ['promotions', '/api/v1/promotions', { ...promotion, version: 'x'.repeat(5_000) }, '/version'],
  ['promotions', '/api/v1/promotions', { ...promotion, version: '1.0.0 ; drop table token' }, '/version'],
  ['promotions', '/api/v1/promotions', { ...promotion, environment: 'Produc­tion' }, '/environment'],
  ['promotions', '/api/v1/promotions', { ...promotion, environment: ['staging', 'production'] }, '/environment'],
  ['versions', '/api/v1/versions', { ...registration({ version: '7.0.0' }), tier: 'low' }, '/tier'],
  ['versions', '/api/v1/versions', { ...registration({ version: '7.0.0' }), registeredBy: 'system' }, '/registeredBy'],
  [
    'versions',
    '/api/v1/versions',
    { ...registration({ version: '7.0.0' }), digest: `sha256:${'0'.repeat(64)}` },
    '/files',
  ],
  ['versions', '/api/v1/versions', { ...registration({ version: '7.0.0' }), digest: 'md5:00' }, '/digest'],
  ['versions', '/api/v1/versions', { ...registration({ version: '7.0.0' }), files: [] }, '/files'],
];

test.each(fields)('POST %s with %s %o: 422 that points at %s', async (_route, path, body, pointer) => {
  const answer = await served.call('POST', path, { key: served.org.secret, json: body });
  refused(answer, pointer, [422]);
  const errors = (answer.json?.errors ?? []) as { pointer: string }[];
  expect(errors.map((error) => error.pointer).some((one) => one.startsWith(pointer))).toBe(true);
});

test('revoking takes the token from the path alone', async () => {
  const path = `/api/v1/tokens/${served.jti}/revoke`;
  for (const more of [{ jti: served.jti }, { jti: '01900000-0000-7000-8000-000000000000' }, { by: 'x' }]) {
    const answer = await served.call('POST', path, { key: served.org.secret, json: { reason: 'x', ...more } });
    refused(answer, JSON.stringify(more), [422]);
  }
});

const LONG = 'x'.repeat(3_000);
const odd = [
  '%00',
  '%ff',
  '%2e%2e%2f',
  "'%20or%201=1--",
  '%F0%9F%98%80',
  'x'.repeat(3_000),
  '%E2%80%AE',
  '%25',
  '-1',
  '1e9',
];
const paths = odd.flatMap((part) => [
  `/api/v1/models/${part}/scorer`,
  `/api/v1/models/credit/${part}`,
  `/api/v1/models/credit/scorer/versions/${part}`,
  `/api/v1/models/credit/scorer/versions/${part}/lineage`,
  `/api/v1/promotions/${part}`,
  `/api/v1/evidence/${part}`,
  `/api/v1/reviews/${part}`,
  `/api/v1/tokens/status/${part}`,
  `/ledger/proof/${part}`,
  `/ledger/tile/${part}`,
  `/ledger/tile/0/${part}`,
  `/ledger/entries/${part}`,
  `/api/v1/${part}`,
]);

test.each(paths.map((path) => [path.replace(LONG, '<3,000 letters>'), path]))(
  'GET %s: a problem or nothing there',
  async (_name, path = '') => {
    for (const by of [{ key: served.org.secret }, { person: served.org.auditor }]) {
      const answer = await served.call('GET', path, by);
      if (answer.status !== 200) refused(answer, path, [400, 403, 404, 422]);
    }
  },
);

const cursor = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const queries = [
  'limit=-1',
  'limit=0',
  'limit=201',
  'limit=1.5',
  'limit=NaN',
  'limit=99999999999999999999',
  'limit=1&limit=2',
  'order=name',
  'cursor=%00',
  'cursor=garbage',
  `cursor=${cursor(['x'])}`,
  `cursor=${cursor(['\u0000'])}`,
  `cursor=${cursor(['NaN'])}`,
  `cursor=${cursor({})}`,
  `cursor=${cursor([1])}`,
  `cursor=${'A'.repeat(2_100)}`,
];
/** Well-formed, and of the wrong kind for a list by time or by index; models are by name, where any name is one. */
const foreign = [
  `cursor=${cursor(['1e400', '2'])}`,
  `cursor=${cursor(["'; drop table token; --", 'x'])}`,
  `cursor=${cursor(['2026-01-01T00:00:00.000Z', 'not-a-uuid'])}`,
];
const lists = ['/api/v1/models', '/api/v1/models/credit/scorer/versions', '/api/v1/events'];

const asked = [
  ...lists.flatMap((list) => queries.map((query) => `${list}?${query}`)),
  ...lists.slice(1).flatMap((list) => foreign.map((query) => `${list}?${query}`)),
];

test.each(asked)('GET %s: 422', async (path) => {
  refused(await served.call('GET', path, { person: served.org.auditor }), path, [422]);
});

test.each([
  '/api/v1/events?after=yesterday',
  '/api/v1/events?after=0000-00-00T00:00:00Z',
  '/api/v1/events?actor=%00',
  '/api/v1/models?q=%00',
  '/api/v1/models?tier=none',
  '/api/v1/models/credit/scorer/versions/1.0.0/lineage?depth=1000000',
  '/api/v1/models/credit/scorer/versions/1.0.0/lineage?direction=sideways',
])('GET %s: 422', async (path) => {
  refused(await served.call('GET', path, { person: served.org.auditor }), path, [422]);
});

test.each(['%', '_', '%25%25', '(a%2B)%2B$', "'", '\\', '%F0%9F%98%80'])(
  'GET models?q=%s finds or does not',
  async (q) => {
    const answer = await served.call('GET', `/api/v1/models?q=${q}`, { key: served.org.secret });
    expect([200, 400, 422]).toContain(answer.status);
  },
);

test('a body larger than the limit is 413, said with its length or not', async () => {
  const body = new Uint8Array(33 * 1024 * 1024).fill(0x20);
  refused(
    await served.call('POST', '/api/v1/versions', { key: served.org.secret, headers: json, body }),
    'large',
    [413],
  );
  const evidence = '/api/v1/evidence?ref=credit%2Fscorer%401.0.0&type=document&fileName=a';
  const big = body.subarray(0, 26 * 1024 * 1024);
  refused(await served.call('POST', evidence, { key: served.org.secret, body: big }), 'evidence', [413, 422]);
});

test('a key that may do one thing is told no more than no', async () => {
  const name = Array.from({ length: 4_000 }, () => Math.random().toString(36).slice(2, 12)).join('');
  const call = { json: { name: 'x', team: name, models: ['a/*'], environments: ['x'], days: 1 } };
  const answer = await served.call('POST', '/api/v1/keys', { ...call, person: served.org.stranger });
  refused(answer, 'a team of 40,000 letters', [403, 422]);
  // A refusal that cannot be written down would be one that nobody sees.
  expect(served.deployment.logged()).not.toContain('a refusal could not be recorded');
});

test('a document may be called anything, and is sent back as bytes', async () => {
  const names = ['../../etc/passwd', 'a\r\nSet-Cookie: x=1', '"><script>', '\u202egnp.exe', 'CON'];
  for (const fileName of names) {
    const query = new URLSearchParams({ ref: 'credit/scorer@1.0.0', type: 'document', fileName });
    const sent = await served.call('POST', `/api/v1/evidence?${query}`, {
      key: served.org.secret,
      body: `<script>${fileName}</script>`,
      headers: { 'content-type': 'text/html' },
    });
    expect(sent.status).toBe(201);
    const read = await served.call('GET', `/api/v1/evidence/${String(sent.json?.id)}`, { key: served.org.secret });
    expect(read.headers.get('content-type')).toBe('application/octet-stream');
    expect(read.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''[\w%.!~*()-]+$/);
    expect(read.headers.get('set-cookie')).toBeNull();
  }
  expect(await written()).toBe(names.length);
});
