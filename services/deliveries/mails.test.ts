// Mails by a real SMTP server: to whom they concern, tried again as they should be, and saying nothing more.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { asOwner } from '#db/testing/owner.ts';
import type { MailConfig } from '../config.ts';
import { choosePreferences, readPreferences } from '../notices/preferences.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { toldBy } from '../testing/notices.ts';
import { type Organisation, organise } from '../testing/organisation.ts';
import { ask, register } from '../testing/release.ts';
import { deliverDue } from './deliver.ts';
import { listDeliveries } from './list.ts';
import { mailText } from './mail-text.ts';

let deployment: Deployment;
let org: Organisation;

beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
  await toldBy(deployment, org, async () => {});
});
afterAll(() => deployment.close());
beforeEach(() => asOwner(deployment, `update delivery set state = 'dead'`));

let versions = 0;

interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
}

async function mailServer(
  options: SMTPServerOptions,
  work: (mails: Mail[], mail: MailConfig) => Promise<void>,
): Promise<void> {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData(stream, session, done) {
      let raw = '';
      stream.on('data', (chunk: Buffer) => (raw += chunk.toString('utf8')));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const text = raw.replaceAll('=\r\n', '').replaceAll('=3D', '=');
        mails.push({ from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address), raw: text });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  try {
    await work(mails, { host: '127.0.0.1', port, secure: false, credentials: undefined, from: 'gate@gate.test' });
  } finally {
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}

/** With this mail server a review is asked for, everybody is told, and what is due is sent. */
async function mailed(mail: MailConfig): Promise<string> {
  const runtime = { ...deployment.runtime, config: { ...deployment.runtime.config, mail } };
  versions += 1;
  const version = `${versions}.0.0`;
  await toldBy({ ...deployment, runtime }, org, async () => {
    await register(deployment, org.owner, { version });
    await ask(deployment, org.pipeline, version);
  });
  await deliverDue(runtime);
  return `credit/scorer@${version}`;
}

const mailRows = async () => (await listDeliveries(deployment.as(org.admin), { channel: 'mail', limit: 3 })).rows;

test('a mail: to each reviewer, plain and HTML, a link and no token, no name and no way to decide', async () => {
  await mailServer({}, async (mails, mail) => {
    const ref = await mailed(mail);
    expect(mails.map(({ to }) => to.join()).sort()).toEqual([
      'reviewer@canary.test',
      'risk@canary.test',
      'security@canary.test',
    ]);
    const { raw, from } = mails[0] as Mail;
    expect(from).toBe('gate@gate.test');
    expect(raw).toContain(`Subject: Review requested: ${ref} for staging`);
    expect(raw).toMatch(/https:\/\/gate\.test\/notices\/[0-9a-f-]{36}/);
    expect(raw).toContain('https://gate.test/settings/notices');
    expect(raw).toMatch(/Message-ID: <[0-9a-f-]{36}@gate\.test>/);
    expect(raw).not.toMatch(/Canary reviewer|<form|<img|<script|<style|token=|csk_|approve/i);
    expect((await mailRows()).map(({ state }) => state)).toEqual(['sent', 'sent', 'sent']);
  });
});

test('who chose no mail for a kind gets none, and still has the notice', async () => {
  const ctx = deployment.as(org.risk);
  const { choices } = await readPreferences(ctx);
  const chosen = { ...choices, 'review.requested': { inProduct: true, mail: false } };
  await choosePreferences(ctx, chosen);
  expect((await readPreferences(ctx)).choices).toEqual(chosen);
  await mailServer({}, async (mails, mail) => {
    await mailed(mail);
    expect(mails.map(({ to }) => to.join()).sort()).toEqual(['reviewer@canary.test', 'security@canary.test']);
  });
  const [row] = await asOwner<{ n: number }>(
    deployment,
    `select count(*)::int as n from notice where person_id = $1 and data ->> 'ref' = $2`,
    [org.risk.id, `credit/scorer@${versions}.0.0`],
  );
  expect(row?.n).toBe(1);
  await choosePreferences(ctx, choices);
});

const refusing = (responseCode: number) => ({
  onRcptTo: (_address: unknown, _session: unknown, done: (error?: Error) => void) =>
    done(Object.assign(new Error('canary-smtp-reason'), { responseCode })),
});

test('a refusal for now (4xx) is tried again, one for good (5xx) is dead; the reason stays outside', async () => {
  await mailServer(refusing(451), async (_mails, mail) => {
    await mailed(mail);
    expect((await mailRows()).every(({ state }) => state === 'failed')).toBe(true);
    expect((await mailRows())[0]?.attempts[0]).toMatchObject({ outcome: 'deferred', status: 451 });
  });
  await asOwner(deployment, `update delivery set state = 'dead'`);
  await mailServer(refusing(550), async (_mails, mail) => {
    await mailed(mail);
    expect((await mailRows())[0]).toMatchObject({ state: 'dead', attempts: [{ outcome: 'refused', status: 550 }] });
  });
  expect(JSON.stringify(await mailRows()) + deployment.logged()).not.toContain('canary-smtp-reason');
});

test('smtps means TLS: neither a server without it nor a certificate that nobody vouches for gets a mail', async () => {
  await mailServer({}, async (mails, mail) => {
    await mailed({ ...mail, secure: true });
    expect(mails).toEqual([]);
    expect((await mailRows())[0]?.state).toBe('failed');
  });
  await asOwner(deployment, `update delivery set state = 'dead'`);
  // smtp-server brings a self-signed certificate of its own.
  await mailServer({ secure: true }, async (mails, mail) => {
    await mailed({ ...mail, secure: true });
    expect(mails).toEqual([]);
    expect((await mailRows())[0]?.attempts[0]?.outcome).toMatch(/tls|unreachable/);
  });
});

test('a wrong password is said as such, and is in no log line', async () => {
  const options: SMTPServerOptions = {
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: (_auth, _session, done) => done(new Error('no')),
  };
  await mailServer(options, async (_mails, mail) => {
    await mailed({ ...mail, credentials: { user: 'gate', password: 'canary-smtp-password' } });
    expect((await mailRows())[0]).toMatchObject({ state: 'failed', attempts: [{ outcome: 'sign-in' }] });
  });
  expect(deployment.logged()).not.toContain('canary-smtp-password');
});

test('a mail server that says nothing holds nobody up for ever', async () => {
  const silent = createServer().on('connection', () => {});
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  await mailed({ host: '127.0.0.1', port, secure: false, credentials: undefined, from: 'gate@gate.test' });
  expect((await mailRows())[0]).toMatchObject({ state: 'failed', attempts: [{ outcome: 'timeout' }] });
  silent.closeAllConnections();
  await new Promise((resolve) => silent.close(resolve));
});

test('a hostile name stays text: no header, no second recipient, no markup', async () => {
  const content = {
    kind: 'retrain.seen',
    data: { ref: `credit/x@<img/src=x>\r\nBcc:evil@evil.test`, approved: 'sha256:0' },
  } as const;
  const { subject, text, html } = mailText('https://gate.test', 'id', content);
  expect(subject).not.toMatch(/[\r\n]/);
  expect(html).not.toContain('<img');
  expect(text).not.toContain('\nBcc:');
  await asOwner(
    deployment,
    `update person set email_key = 'a@canary.test, evil@evil.test' where id = '${org.security.id}';
     update notice set data = data || '{"environment": "x\\r\\nBcc: evil@evil.test"}'`,
  );
  await mailServer({}, async (mails, mail) => {
    await mailed(mail);
    expect(mails.length).toBeGreaterThan(1);
    expect(mails.flatMap(({ to }) => to).join()).not.toMatch(/^evil@|,evil@evil/);
    for (const { raw } of mails) expect(raw).not.toMatch(/^bcc:/im);
  });
});
