// Secrets and personal data stay where they belong (THREATS.md T25, P25): a whole flow, refusals and faults included, with
// canaries; then every log line, every leaf and every answer is searched for them.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { asOwner } from '#db/testing/owner.ts';
import { anonymous } from '#services/context.ts';
import { setUp } from '#services/people/create-administrator.ts';
import { signIn } from '#services/people/sign-in.ts';
import { decideReview } from '#services/reviews/decide.ts';
import { leaves } from '#services/testing/ledger-check.ts';
import { ADMIN_PASSWORD } from '#services/testing/organisation.ts';
import { registration, shownDigest } from '#services/testing/release.ts';
import { sessionCookie } from '#services/testing/session-cookie.ts';
import { type Answer, type Served, serve } from './testing/served.ts';

const COMMENT = 'canary-comment: ask Ada Lovelace';
const REPOSITORY_PASSWORD = 'canary-repository-password';

let served: Served;
let cookie: string;
const answers: Answer[] = [];

beforeAll(async () => {
  served = await serve();
  const { call, org, deployment, reviewId } = served;
  const ctx = deployment.as(anonymous);
  const keep = async (answer: Promise<Answer>) => answers.push(await answer);
  cookie = await sessionCookie(deployment.runtime, org.owner.session.id);

  await signIn(ctx, { email: 'adm@canary.test', password: `${ADMIN_PASSWORD}-wrong` }).catch(() => {});
  await setUp(ctx, 'canary-setup-link', { name: 'Canary', email: 'c@canary.test', password: ADMIN_PASSWORD }).catch(
    () => {},
  );
  const contentDigest = await shownDigest(deployment, org.risk, reviewId);
  const verdict = { reviewId, verdict: 'request-changes', contentDigest, comment: COMMENT };
  await decideReview(deployment.as(org.reviewer), verdict);

  const body = registration({ version: '8.0.0', committers: ['committer@canary.test'] });
  await keep(call('POST', '/api/v1/versions', { key: org.secret, json: body }));
  await keep(call('POST', '/api/v1/versions', { key: org.secret, json: { ...body, extra: org.secret } }));
  const { source: _source, ...bare } = { ...registration({ version: '8.0.1' }).manifest };
  const source = { repository: `https://ci:${REPOSITORY_PASSWORD}@git.test/credit/scorer.git` };
  await keep(
    call('POST', '/api/v1/versions', {
      key: org.secret,
      json: { ...registration({ version: '8.0.1' }), manifest: bare, source },
    }),
  );
  await keep(
    call('POST', `/api/v1/promotions?key=${org.secret}`, { key: org.secret, body: `{"token":"${served.token}"` }),
  );
  await keep(
    call('POST', '/api/v1/tokens/introspect', { key: org.secret, json: { token: served.token.slice(0, -3) } }),
  );
  await keep(call('GET', '/api/v1/events', { headers: { cookie } }));
  await keep(call('GET', '/api/v1/events', { key: `${org.secret}x` }));
  await keep(call('POST', `/api/v1/tokens/${served.jti}/revoke`, { key: org.secret, json: { reason: COMMENT } }));

  // Faults: the database refuses in the middle of a statement that carries all of it.
  await asOwner(
    deployment,
    'revoke insert on ledger_entry from countersign_test_app; revoke insert on private_text from countersign_test_app',
  );
  await keep(
    call('POST', '/api/v1/versions', {
      key: org.secret,
      json: registration({ version: '8.1.0', committers: ['committer@canary.test'] }),
    }),
  );
  await keep(
    call('POST', '/api/v1/promotions', {
      key: org.secret,
      json: { model: 'credit/scorer', version: '1.0.0', environment: 'sandbox' },
    }),
  );
  await asOwner(deployment, 'alter table pipeline_key rename to pipeline_key_gone');
  await keep(call('GET', '/api/v1/models', { key: org.secret }));
  await asOwner(
    deployment,
    'alter table pipeline_key_gone rename to pipeline_key; grant insert on ledger_entry, private_text to countersign_test_app',
  );
});
afterAll(() => served.deployment.close());

function secrets(): [string, string][] {
  const { deployment, org, token } = served;
  return [
    ['the password', ADMIN_PASSWORD],
    ['the session secret', deployment.runtime.config.authSecret ?? ''],
    ['the set-up link', new URL(deployment.setupPath ?? '', 'https://x.test').searchParams.get('link') ?? ''],
    ['a set-up link that was tried', 'canary-setup-link'],
    ['the pipeline key', org.secret.slice(4)],
    ['the promotion token', token.split('.')[2] ?? ''],
    ['the cookie', cookie.split('=')[1] ?? ''],
    ['a password in a repository address', REPOSITORY_PASSWORD],
  ];
}

test('the flow had answers of every kind, faults included', () => {
  const statuses = answers.map(({ status }) => status);
  for (const status of [200, 201, 401, 422]) expect(statuses).toContain(status);
  expect(statuses.filter((status) => status >= 500).length).toBeGreaterThanOrEqual(3);
  expect(served.deployment.logged().length).toBeGreaterThan(500);
});

test('no secret is in a log line, and every line is one JSON object', () => {
  const text = served.deployment.logged();
  for (const [what, secret] of secrets()) {
    expect(secret.length).toBeGreaterThan(8);
    expect(text.includes(secret), what).toBe(false);
  }
  for (const line of text.trim().split('\n')) expect(() => JSON.parse(line) as unknown).not.toThrow();
});

test('no personal data is in a log line', () => {
  const text = served.deployment.logged();
  for (const personal of ['@canary.test', 'Canary ', COMMENT]) expect(text.includes(personal), personal).toBe(false);
});

test('no secret, name, address or comment is in a leaf', async () => {
  const text = JSON.stringify(await leaves(served.deployment));
  for (const [what, secret] of secrets()) expect(text.includes(secret), what).toBe(false);
  for (const personal of ['canary.test', 'Canary', 'Adm In', COMMENT])
    expect(text.includes(personal), personal).toBe(false);
});

test('no answer repeats a secret that was sent to it, or tells of our insides', () => {
  for (const { text, status } of answers) {
    for (const [what, secret] of secrets()) expect(text.includes(secret), `${what} in a ${status}`).toBe(false);
    if (status >= 400) expect(text).not.toMatch(/ledger_entry|private_text|pipeline_key|\bpermission denied\b|\.ts:\d/);
  }
});

test('the database keeps hashes of keys, links and passwords, never themselves', async () => {
  const tables = await asOwner<{ name: string }>(
    served.deployment,
    `select table_name as name from information_schema.tables where table_schema = 'public'`,
  );
  expect(tables.length).toBeGreaterThan(15);
  for (const { name } of tables) {
    const [row] = await asOwner<{ text: string | null }>(
      served.deployment,
      `select string_agg(t::text, ' ') as text from "${name}" t`,
    );
    for (const [what, secret] of secrets())
      expect((row?.text ?? '').includes(secret), `${what} in ${name}`).toBe(false);
  }
});
