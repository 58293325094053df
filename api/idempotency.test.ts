/** An Idempotency-Key on every POST that changes something (CONTRACT.md §4; DESIGN.md §2 "Idempotency"). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registration } from '#services/testing/release.ts';
import { type Call, type Served, serve } from './testing/served.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.deployment.close());

const keyed = (key: string, call: Call): Call => ({ ...call, headers: { ...call.headers, 'idempotency-key': key } });

const newKey = { name: 'ci', team: 'credit', models: ['credit/*'], environments: ['staging'], days: 1 };

/** What each route takes the first time, and another body for the same address. */
const posts = (): readonly (readonly [string, Call, Call])[] => {
  const { narrowKey, org } = served;
  const evidence = '/api/v1/evidence?ref=credit/scorer@1.0.0&type=document&fileName=note.txt';
  return [
    [
      '/api/v1/versions',
      { key: narrowKey, json: registration({ version: '8.0.0' }) },
      { key: narrowKey, json: registration({ version: '9.0.0' }) },
    ],
    [evidence, { key: narrowKey, body: 'one' }, { key: narrowKey, body: 'other' }],
    [
      '/api/v1/promotions',
      { key: narrowKey, json: { model: 'credit/scorer', version: '2.0.0', environment: 'staging' } },
      { key: narrowKey, json: { model: 'credit/scorer', version: '1.0.0', environment: 'staging' } },
    ],
    ['/api/v1/keys', { person: org.owner, json: newKey }, { person: org.owner, json: { ...newKey, days: 2 } }],
  ];
};

test('the same key with another body is refused on every route', async () => {
  for (const [path, first, other] of posts()) {
    const made = await served.call('POST', path, keyed('twice', first));
    expect(made.status, path).toBeLessThan(300);
    const refused = await served.call('POST', path, keyed('twice', other));
    expect([refused.status, refused.json?.code], path).toEqual([422, 'idempotency-mismatch']);
  }
});

test('a pipeline key that was shown once is not made twice by a retry', async () => {
  const call = keyed('shown', { person: served.org.owner, json: newKey });
  expect((await served.call('POST', '/api/v1/keys', call)).status).toBe(201);
  const again = await served.call('POST', '/api/v1/keys', call);
  expect([again.status, again.json?.code]).toEqual([409, 'key-made']);
});

test('a pending answer is never replayed: the same request is judged anew', async () => {
  const json = { model: 'credit/scorer', version: '2.0.0', environment: 'production' };
  const call = keyed('pending', { person: served.org.owner, json });
  const first = await served.call('POST', '/api/v1/promotions', call);
  const again = await served.call('POST', '/api/v1/promotions', call);
  expect([first.status, again.status]).toEqual([202, 202]);
  expect(again.json?.id).not.toBe(first.json?.id);
});

test.each(['', 'a b', 'x'.repeat(256)])('%j is no key', async (key) => {
  const json = { model: 'credit/scorer', version: '1.0.0', environment: 'staging' };
  const answer = await served.call('POST', '/api/v1/promotions', keyed(key, { key: served.narrowKey, json }));
  expect([answer.status, answer.json?.code]).toEqual([422, 'idempotency-key']);
});
