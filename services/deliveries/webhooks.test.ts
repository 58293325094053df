// Webhooks arrive signed, are tried again as they should be, and say nothing more (THREATS.md T25, T64).

import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { asOwner } from '#db/testing/owner.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { toldBy } from '../testing/notices.ts';
import { confirmed, type Organisation, organise } from '../testing/organisation.ts';
import { ask, register } from '../testing/release.ts';
import { disableWebhook, rotateWebhook } from '../webhooks/change.ts';
import { createWebhook } from '../webhooks/create.ts';
import { replayDelivery, sendTestMessage } from './again.ts';
import { deliverDue } from './deliver.ts';
import { listDeliveries } from './list.ts';
import { tidyDeliveries } from './tidy.ts';

interface Got {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

let deployment: Deployment;
let org: Organisation;
let receiver: Server;
let url: string;
let got: Got[] = [];
let answer = 200;

beforeAll(async () => {
  deployment = await openDeployment({ webhookLoopback: true });
  org = await organise(deployment);
  await toldBy(deployment, org, async () => {});
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
    request.on('end', () => {
      got.push({ headers: request.headers, body });
      response.writeHead(answer).end('canary-answer-of-the-receiver');
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});
afterAll(async () => {
  await new Promise((resolve) => receiver.close(resolve));
  await deployment.close();
});
beforeEach(async () => {
  got = [];
  answer = 200;
  await asOwner(deployment, `update delivery set state = 'dead'; update webhook set disabled_at = now()`);
});

const admin = async () => deployment.as(await confirmed(deployment, org.admin));

async function hook(kinds: readonly string[] = ['review.requested']) {
  return createWebhook(await admin(), { name: 'Chat', url, kinds });
}

let versions = 0;
/** A review is asked for, and what follows from it is made. Nothing is delivered yet. */
async function requestReview(): Promise<string> {
  versions += 1;
  const version = `${versions}.0.0`;
  await toldBy(deployment, org, async () => {
    await register(deployment, org.owner, { version });
    await ask(deployment, org.pipeline, version);
  });
  return `credit/scorer@${version}`;
}

const newest = async () => (await listDeliveries(await admin(), { limit: 1 })).rows[0];

/** As a receiver would: with the library that it has, and nothing else. */
const verified = (secret: string, { headers, body }: Got) =>
  new Webhook(secret).verify(body, headers as Record<string, string>) as Record<string, unknown>;

test('a webhook: signed, verified by the receiver, with ids and a link and no personal data', async () => {
  const { secret } = await hook();
  const ref = await requestReview();
  await deliverDue(deployment.runtime);
  expect(got).toHaveLength(1);
  const [message] = got as [Got];
  const payload = verified(secret, message);
  expect(payload).toMatchObject({ type: 'review.requested', data: { ref, environment: 'staging' } });
  expect((payload.data as { url: string }).url).toMatch(/^https:\/\/gate\.test\/reviews\/[0-9a-f-]{36}$/);
  expect(message.body).not.toMatch(/canary/i);
  expect(() => verified(secret, { ...message, body: message.body.replace('staging', 'sandbox') })).toThrow();
  expect(await newest()).toMatchObject({
    state: 'sent',
    channel: 'webhook',
    attempts: [{ outcome: 'sent', status: 200 }],
  });
});

test('kinds that were not asked for are not sent', async () => {
  await hook(['retrain.seen']);
  await requestReview();
  await deliverDue(deployment.runtime);
  expect(got).toEqual([]);
});

test('after a rotation both secrets verify for a day, then only the new one', async () => {
  const { id, secret: old } = await hook();
  const { secret } = await rotateWebhook(await admin(), id);
  expect(secret).not.toBe(old);
  await sendTestMessage(await admin(), id);
  await deliverDue(deployment.runtime);
  for (const one of [old, secret]) expect(verified(one, got[0] as Got)).toMatchObject({ type: 'test' });
  await asOwner(deployment, `update webhook set previous_until = now() - interval '1 second' where id = $1`, [id]);
  await sendTestMessage(await admin(), id);
  await deliverDue(deployment.runtime);
  expect(verified(secret, got[1] as Got)).toMatchObject({ type: 'test' });
  expect(() => verified(old, got[1] as Got)).toThrow();
});

test('what fails is tried eight times with growing waits, the same message each time, then is dead; replay sends it again', async () => {
  const { secret } = await hook();
  await requestReview();
  answer = 503;
  await deliverDue(deployment.runtime);
  const waits: number[] = [];
  for (;;) {
    const row = await newest();
    if (!row?.nextAt) break;
    expect(row.state).toBe('failed');
    const wait = row.nextAt.getTime() - (await deployment.runtime.now()).getTime();
    waits.push(wait / 1000);
    await deliverDue(deployment.runtime);
    expect(got.length, 'not before it is due').toBe(waits.length);
    deployment.advance(wait + 1_000);
    await deliverDue(deployment.runtime);
  }
  expect(waits).toHaveLength(7);
  expect(waits[0]).toBeLessThanOrEqual(5);
  expect(waits.at(-1)).toBeGreaterThan(60_000);
  expect([...waits].sort((a, b) => a - b)).toEqual(waits);
  expect(new Set(got.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  const dead = await newest();
  expect(dead?.state).toBe('dead');
  answer = 204;
  await replayDelivery(await admin(), dead?.id ?? '');
  await deliverDue(deployment.runtime);
  expect(got).toHaveLength(9);
  expect(got[8]?.headers['webhook-id']).toBe(got[0]?.headers['webhook-id']);
  expect(got[8]?.headers['webhook-timestamp']).not.toBe(got[0]?.headers['webhook-timestamp']);
  // The receiver's clock is ours of days later; the signature is over the time of the attempt.
  expect(got[8]?.headers['webhook-signature']).toBe(
    new Webhook(secret).sign(
      String(got[8]?.headers['webhook-id']),
      new Date(Number(got[8]?.headers['webhook-timestamp']) * 1000),
      got[8]?.body ?? '',
    ),
  );
  expect((await newest())?.attempts).toHaveLength(9);
});

test('gone (410) ends it at once; so does disabling the webhook', async () => {
  const { id } = await hook();
  await requestReview();
  answer = 410;
  await deliverDue(deployment.runtime);
  expect((await newest())?.state).toBe('dead');
  answer = 200;
  await sendTestMessage(await admin(), id);
  await disableWebhook(await admin(), id);
  await deliverDue(deployment.runtime);
  expect(got).toHaveLength(1);
  expect(await newest()).toMatchObject({ state: 'dead', attempts: [{ outcome: 'disabled' }] });
});

test('eight processes at once send each message once; what one died with is sent again under its id', async () => {
  await hook();
  for (let round = 0; round < 5; round++) await requestReview();
  await Promise.all(Array.from({ length: 8 }, () => deliverDue(deployment.runtime)));
  expect(new Set(got.map(({ headers }) => headers['webhook-id'])).size).toBe(5);
  expect(got).toHaveLength(5);
  await requestReview();
  // As after a crash between sending and writing it down: taken, and never settled.
  await asOwner(
    deployment,
    `update delivery set attempts = 1, next_at = next_at + interval '120 seconds' where state = 'pending'`,
  );
  await deliverDue(deployment.runtime);
  expect(got).toHaveLength(5);
  deployment.advance(125_000);
  await deliverDue(deployment.runtime);
  expect(got).toHaveLength(6);
});

test('a copy of the database holds no secret, and neither do the log, the ledger or the lists', async () => {
  const { id, secret } = await hook();
  await requestReview();
  answer = 500;
  await deliverDue(deployment.runtime);
  const bare = secret.slice('whsec_'.length);
  const rows = await asOwner<{ secret: Buffer }>(deployment, 'select secret from webhook where id = $1', [id]);
  for (const encoding of ['utf8', 'base64', 'latin1'] as const)
    expect(rows[0]?.secret.toString(encoding)).not.toContain(bare);
  expect(rows[0]?.secret.includes(Buffer.from(bare, 'base64'))).toBe(false);
  const [{ all }] = (await asOwner<{ all: string }>(
    deployment,
    `select string_agg(leaf, '') as all from ledger_entry`,
  )) as [{ all: string }];
  const seen = deployment.logged() + all + JSON.stringify(await newest());
  expect(seen).not.toContain(bare);
  expect(seen, 'nor what the receiver wrote').not.toContain('canary-answer');
  // Another AUTH_SECRET opens nothing.
  deployment.advance(3_600_000);
  const config = { ...deployment.runtime.config, authSecret: 'x'.repeat(40) };
  await deliverDue({ ...deployment.runtime, config });
  expect((await newest())?.attempts[0]).toMatchObject({ outcome: 'secret-unreadable' });
});

test('the log goes back 90 days, and what still waits is never put away', async () => {
  const { id } = await hook();
  await sendTestMessage(await admin(), id);
  await deliverDue(deployment.runtime);
  await sendTestMessage(await admin(), id);
  const states = async () => (await listDeliveries(await admin(), { webhookId: id })).rows.map(({ state }) => state);
  deployment.advance(89 * 86_400_000);
  await tidyDeliveries(deployment.runtime);
  expect(await states()).toEqual(['pending', 'sent']);
  deployment.advance(2 * 86_400_000);
  await tidyDeliveries(deployment.runtime);
  expect(await states()).toEqual(['pending']);
});
