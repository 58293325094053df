// Through the provider: who somebody is, what their groups carry, and what an address does not (THREATS.md T27, T28, T32).
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asOwner } from '#db/testing/owner.ts';
import { anonymous } from '../context.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { leaves } from '../testing/ledger-check.ts';
import { firstAdministrator } from '../testing/organisation.ts';
import { OIDC, type Said, tokensOf, vouched } from '../testing/provider.ts';
import { confirmWithOidc } from './confirm-oidc.ts';
import { setDisabled } from './disable-person.ts';
import { grantRole, revokeRole } from './grant-role.ts';
import { actorOfSession } from './read-actor.ts';
import { signInWithOidc } from './sign-in-oidc.ts';

let deployment: Deployment;
const HOUR = 3_600_000;
beforeAll(async () => {
  deployment = await openDeployment({ oidc: OIDC });
});
afterAll(() => deployment.close());

async function enter(said: Said, userinfo?: object) {
  const tokens = await tokensOf(deployment, said, userinfo);
  const { sessionId } = await signInWithOidc(deployment.as(anonymous), tokens);
  const actor = await actorOfSession(deployment.runtime, sessionId);
  if (actor.kind !== 'person') throw new Error('the session signs nobody in');
  return actor;
}
const roles = (person: { grants: readonly { role: string }[] }) => person.grants.map(({ role }) => role).sort();
const since = async <R>(work: () => Promise<R>) => {
  const before = (await leaves(deployment)).length;
  const result = await work();
  return { result, added: (await leaves(deployment)).slice(before) };
};

test('the first sign-in makes the person, the next ones find it, whatever the address has become', async () => {
  const { result: first, added } = await since(() => enter({ sub: 'new' }));
  expect(added.map(({ action }) => action)).toEqual(['session.started', 'person.created', 'identity.linked']);
  expect(first).toMatchObject({ issuer: OIDC.issuer, subject: 'new', session: { method: 'oidc' } });
  const { result: again, added: then } = await since(() => enter({ sub: 'new', email: 'Renamed@idp.test' }));
  expect(again).toMatchObject({ id: first.id, email: 'renamed@idp.test' });
  expect(then.map(({ action }) => action)).toEqual(['session.started', 'person.changed']);
  expect((await since(() => enter({ sub: 'new', email: 'Renamed@idp.test' }))).added).toHaveLength(1);
});

test('groups of either answer carry roles, cool off like any other, and name their group', async () => {
  const { result, added } = await since(() => enter({ sub: 'rita' }, { groups: ['model-risk', 'unmapped'] }));
  expect(result.grants).toEqual([
    expect.objectContaining({ role: 'risk-reviewer', grantedBy: null, atSetup: false, sourceGroup: 'model-risk' }),
  ]);
  expect(added.find(({ action }) => action === 'role.granted')?.data).toMatchObject({ group: 'model-risk' });
  expect(roles(await enter({ sub: 'single', groups: 'auditors' }))).toEqual(['auditor']);
});

test('a lost group takes its role at the next sign-in; another group that carries it keeps the same grant', async () => {
  const [grant] = (await enter({ sub: 'lou', groups: ['model-risk'] })).grants;
  const moved = await enter({ sub: 'lou', groups: ['model-risk-leads'] });
  expect(moved.grants.map(({ id }) => id)).toEqual([grant?.id]);
  const { result, added } = await since(() => enter({ sub: 'lou', groups: [] }));
  expect(roles(result)).toEqual([]);
  expect(added.map(({ action }) => action)).toEqual(['session.started', 'role.revoked']);
  expect(roles(await enter({ sub: 'lou' })), 'a provider that sends no groups gives none').toEqual([]);
});

test('a group neither doubles nor takes what an administrator gave', async () => {
  const admin = await vouched(deployment, 'boss', ['admins']);
  const gil = await enter({ sub: 'gil' });
  await grantRole(deployment.as(admin), { personId: gil.id, role: 'auditor' });
  expect((await enter({ sub: 'gil', groups: ['auditors'] })).grants).toMatchObject([
    { role: 'auditor', sourceGroup: null, grantedBy: admin.id },
  ]);
  expect(roles(await enter({ sub: 'gil' }))).toEqual(['auditor']);
  await revokeRole(deployment.as(admin), { personId: gil.id, role: 'auditor' });
  expect(roles(await enter({ sub: 'gil' }))).toEqual([]);
});

test('an equal address opens nothing, verified or not and whatever its case; the attempt is recorded once', async () => {
  const local = await firstAdministrator(deployment).catch(() => null);
  const holder = local?.email ?? 'renamed@idp.test';
  for (const emailVerified of [true, false]) {
    const said = { sub: `thief-${emailVerified}`, email: holder.toUpperCase(), email_verified: emailVerified };
    const { result, added } = await since(() => enter(said).catch((error: unknown) => error));
    expect(result).toMatchObject({ code: 'forbidden', detail: 'email-taken' });
    expect(added.map(({ action }) => action)).toEqual(['identity.waiting']);
    const again = await since(() => enter(said).catch((error: unknown) => error));
    expect(again.result).toMatchObject({ detail: 'email-taken' });
    expect(again.added).toEqual([]);
  }
});

test('an unverified address is kept for the eye and matched with nothing, and verifies later', async () => {
  const una = await enter({ sub: 'una', email_verified: false });
  expect(una.email).toBe('');
  for (const claim of ['true', 1, undefined]) {
    expect((await enter({ sub: 'una', email_verified: claim })).email, `${claim} is not true`).toBe('');
  }
  expect((await enter({ sub: 'una' })).email).toBe('una@idp.test');
  expect((await enter({ sub: 'una', email_verified: false })).email, 'and is lost again').toBe('');
});

test('two sign-ins of somebody new at once make one person', async () => {
  const both = await Promise.allSettled([enter({ sub: 'twin' }), enter({ sub: 'twin' })]);
  expect(both.some(({ status }) => status === 'fulfilled')).toBe(true);
  const rows = await asOwner(deployment, `select id from person where subject = 'twin'`);
  expect(rows).toHaveLength(1);
});

test('somebody disabled is refused, and comes in again once enabled', async () => {
  const admin = await vouched(deployment, 'boss', ['admins']);
  const dot = await enter({ sub: 'dot' });
  await setDisabled(deployment.as(admin), { personId: dot.id, disabled: true });
  expect((await actorOfSession(deployment.runtime, dot.session.id)).kind).toBe('anonymous');
  await expect(enter({ sub: 'dot' })).rejects.toMatchObject({ detail: 'disabled' });
  await setDisabled(deployment.as(admin), { personId: dot.id, disabled: false });
  await expect(enter({ sub: 'dot' })).resolves.toMatchObject({ id: dot.id });
});

describe('when somebody signed in is the provider’s word', () => {
  const seconds = (now: Date) => Math.floor(now.getTime() / 1000);

  test('never later than now, and as old as it says', async () => {
    const now = await deployment.runtime.now();
    const ahead = await enter({ sub: 'time', auth_time: seconds(now) + 3_600 });
    expect(ahead.session.authenticatedAt.getTime()).toBeLessThanOrEqual((await deployment.runtime.now()).getTime());
    const earlier = await enter({ sub: 'time', auth_time: seconds(now) - 3_600 });
    expect(earlier.session.authenticatedAt).toEqual(new Date((seconds(now) - 3_600) * 1000));
  });

  test.each([undefined, '1764000000', -1, 0.5])('auth_time %s is taken for none: no fresh sign-in', async (claim) => {
    const silent = await enter({ sub: 'time', auth_time: claim });
    const age = (await deployment.runtime.now()).getTime() - silent.session.authenticatedAt.getTime();
    expect(age).toBeGreaterThanOrEqual(12 * HOUR);
  });
});

test.each([
  ['another issuer', { iss: 'https://elsewhere.test' }],
  ['no subject', { sub: '' }],
  ['a subject that is no text', { sub: 7 as unknown as string }],
])('%s is refused', async (_name, said) => {
  const tokens = await tokensOf(deployment, { sub: 'x', ...said });
  await expect(signInWithOidc(deployment.as(anonymous), tokens)).rejects.toMatchObject({ detail: 'claims' });
});

test('a userinfo answer about somebody else, and a token that is none, are refused', async () => {
  const { idToken } = await tokensOf(deployment, { sub: 'x' });
  for (const tokens of [
    { idToken, userinfo: { sub: 'y' } },
    { idToken: 'not a token', userinfo: { sub: 'x' } },
  ]) {
    await expect(signInWithOidc(deployment.as(anonymous), tokens)).rejects.toMatchObject({ detail: 'claims' });
  }
});

describe('confirming through the provider', () => {
  test('makes the session fresh, and nothing else', async () => {
    const person = await vouched(deployment, 'cora', ['auditors']);
    deployment.advance(6 * 60_000);
    const tokens = await tokensOf(deployment, { sub: 'cora', groups: ['admins'] });
    const { added } = await since(() => confirmWithOidc(deployment.as(person), tokens));
    expect(added.map(({ action }) => action)).toEqual(['session.confirmed']);
    const actor = await actorOfSession(deployment.runtime, person.session.id);
    const age = (await deployment.runtime.now()).getTime();
    expect(actor.kind === 'person' && age - actor.session.authenticatedAt.getTime()).toBeLessThan(10_000);
  });

  test('another subject coming back is refused, and recorded', async () => {
    const person = await vouched(deployment, 'cora');
    const { result, added } = await since(async () =>
      confirmWithOidc(deployment.as(person), await tokensOf(deployment, { sub: 'gil' })).catch(
        (error: unknown) => error,
      ),
    );
    expect(result).toMatchObject({ code: 'forbidden', detail: 'other-person' });
    expect(added).toMatchObject([{ action: 'access.denied', data: { code: 'other-person' } }]);
  });

  test('an old sign-in, or one whose time is not said, confirms nobody', async () => {
    const person = await vouched(deployment, 'cora');
    const old = Math.floor((await deployment.runtime.now()).getTime() / 1000) - 301;
    for (const claim of [old, undefined]) {
      const tokens = await tokensOf(deployment, { sub: 'cora', auth_time: claim });
      await expect(confirmWithOidc(deployment.as(person), tokens)).rejects.toMatchObject({ detail: 'not-fresh' });
    }
  });
});
