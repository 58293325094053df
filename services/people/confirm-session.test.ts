// Acts that a stolen or forgotten session must not reach need a fresh sign-in (THREATS.md T32), judged by the session row.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '#domain/access/actor.ts';
import { createKey } from '../keys/create-key.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { leaves } from '../testing/ledger-check.ts';
import { ADMIN_PASSWORD, type Organisation, organise, refreshed } from '../testing/organisation.ts';
import { changePassword } from './change-password.ts';
import { confirmSession } from './confirm-session.ts';
import { endSession } from './end-session.ts';
import { grantRole } from './grant-role.ts';
import { signIn } from './sign-in.ts';

let deployment: Deployment;
let org: Organisation;

beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
});
afterAll(() => deployment.close());

const NEW_KEY = { name: 'ci', team: 'credit', models: ['credit/*'], environments: ['staging'], days: 1 };
const ownPassword = (name: string) => `${name}@canary.test chose this`;
const as = (person: Person) => deployment.as(person);
const MINUTE = 60_000;

// First, while the clock is the database's: waiting is counted there.
test('confirming waits as signing in does: all doors share one count of failures', async () => {
  const wrong = { password: 'not this one' };
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await expect(confirmSession(as(org.security), wrong)).rejects.toMatchObject({ detail: 'credentials' });
  }
  const right = { email: org.security.email, password: ownPassword('security') };
  await expect(signIn(deployment.as({ kind: 'anonymous' }), right)).rejects.toMatchObject({ code: 'too-many' });
  await expect(confirmSession(as(org.security), { password: right.password })).rejects.toMatchObject({
    code: 'too-many',
    retryAfter: expect.any(Number),
  });
  const change = { current: right.password, next: 'another password of mine' };
  await expect(changePassword(as(org.security), change)).rejects.toMatchObject({ code: 'too-many' });
});

test('a session older than five minutes makes no key and gives no approving role; a fresh one does', async () => {
  deployment.advance(5 * MINUTE + 1);
  const stale = { code: 'precondition', detail: 'step-up' };
  await expect(createKey(as(org.owner), NEW_KEY)).rejects.toMatchObject(stale);
  const grant = { personId: org.stranger.id, role: 'legal-reviewer' };
  await expect(grantRole(as(org.admin), grant)).rejects.toMatchObject(stale);
  await grantRole(as(org.admin), { personId: org.stranger.id, role: 'auditor' });

  await confirmSession(as(org.owner), { password: ownPassword('owner') });
  await confirmSession(as(org.admin), { password: ADMIN_PASSWORD });
  const [owner, admin] = [await refreshed(deployment, org.owner), await refreshed(deployment, org.admin)];
  await expect(createKey(as(owner), NEW_KEY)).resolves.toMatchObject({ id: expect.any(String) });
  await grantRole(as(admin), grant);
  const confirmed = (await leaves(deployment)).filter(({ action }) => action === 'session.confirmed');
  expect(confirmed.map(({ subject }) => subject)).toEqual([`person:${org.owner.id}`, `person:${org.admin.id}`]);
});

test("nobody confirms with another's password, and what failed moves no clock", async () => {
  const before = await refreshed(deployment, org.risk);
  deployment.advance(MINUTE);
  await expect(confirmSession(as(org.risk), { password: ADMIN_PASSWORD })).rejects.toMatchObject({ code: 'invalid' });
  const after = await refreshed(deployment, org.risk);
  expect(after.session.authenticatedAt).toEqual(before.session.authenticatedAt);
});

test('a session that has ended is not confirmed back to life', async () => {
  await endSession(as(org.auditor));
  await expect(confirmSession(as(org.auditor), { password: ownPassword('auditor') })).rejects.toMatchObject({
    code: 'unauthenticated',
  });
});
