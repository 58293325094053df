// Outside trial mode nobody gives approving roles, makes accounts, resets passwords or links sign-ins alone (DESIGN.md §2).
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asOwner } from '#db/testing/owner.ts';
import type { Actor, Person } from '#domain/access/actor.ts';
import { anonymous } from '../context.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { leaves } from '../testing/ledger-check.ts';
import { ADMIN_PASSWORD, confirmed, firstAdministrator } from '../testing/organisation.ts';
import { OIDC, tokensOf, vouched } from '../testing/provider.ts';
import { createPerson } from './create-person.ts';
import { cancelProposal, confirmProposal } from './decide-proposal.ts';
import { setDisabled } from './disable-person.ts';
import { grantRole, revokeRole } from './grant-role.ts';
import { linkWaitingIdentity } from './link-identity.ts';
import { listPeople } from './list-people.ts';
import { listProposals } from './list-proposals.ts';
import { propose } from './propose.ts';
import { readSignIns } from './read-sign-ins.ts';
import { resetPassword } from './reset-password.ts';
import { signIn } from './sign-in.ts';
import { signInWithOidc } from './sign-in-oidc.ts';

let deployment: Deployment;
let local: Person;
let [ida, ivo, mia]: Person[] = [];
const as = (actor: Actor | undefined) => deployment.as(actor ?? anonymous);
const DAY = 86_400_000;

beforeAll(async () => {
  deployment = await openDeployment({ oidc: OIDC });
  local = await firstAdministrator(deployment);
  [ida, ivo] = [await vouched(deployment, 'ida', ['admins']), await vouched(deployment, 'ivo', ['admins'])];
  mia = await vouched(deployment, 'mia');
});
afterAll(() => deployment.close());

const role = (personId: string | undefined, name = 'reviewer') => ({ kind: 'grant-role', personId, role: name });
const held = async (person: Person | undefined) =>
  (await listPeople(as(ida))).rows.find(({ id }) => id === person?.id)?.roles.map((grant) => grant.role) ?? [];
const since = async (work: () => Promise<unknown>) => {
  const before = (await leaves(deployment)).length;
  const result = await work();
  return { result, added: (await leaves(deployment)).slice(before) };
};
async function proposed(by: Person | undefined, input: object): Promise<string> {
  const { proposalId } = await propose(as(by), input);
  if (proposalId === null) throw new Error('nothing was proposed');
  return proposalId;
}

test('none of the four is done alone, by whatever administrator', async () => {
  const second = { code: 'precondition', detail: 'second-administrator' };
  const personId = mia?.id;
  for (const admin of [local, ida]) {
    await expect(grantRole(as(admin), { personId, role: 'risk-reviewer' })).rejects.toMatchObject(second);
    await expect(grantRole(as(admin), { personId, role: 'administrator' })).rejects.toMatchObject(second);
    await expect(createPerson(as(admin), { name: 'x', email: 'x@idp.test' })).rejects.toMatchObject(second);
    await expect(resetPassword(as(admin), { personId: local.id })).rejects.toMatchObject(second);
    const link = { personId: local.id, identityId: personId };
    await expect(linkWaitingIdentity(as(admin), link)).rejects.toMatchObject(second);
  }
  await grantRole(as(ida), { personId, role: 'auditor' });
  expect(await held(mia)).toEqual(['auditor']);
});

test('a role waits until another administrator confirms it, and then it is done in that transaction', async () => {
  const { added: first } = await since(() => propose(as(ida), role(mia?.id)));
  expect(first).toMatchObject([{ action: 'admin.proposed', data: { kind: 'grant-role', role: 'reviewer' } }]);
  expect(await held(mia)).toEqual(['auditor']);
  await expect(propose(as(ivo), role(mia?.id))).rejects.toMatchObject({ detail: 'proposed-already' });
  const [waiting] = (await listProposals(as(ivo))).rows;
  expect(waiting).toMatchObject({ name: 'Canary mia', proposedBy: 'Canary ida', refusal: null });
  const { added } = await since(() => confirmProposal(as(ivo), { proposalId: waiting?.id }));
  expect(added.map(({ action }) => action)).toEqual(['admin.confirmed', 'role.granted']);
  expect(await held(mia)).toEqual(['auditor', 'reviewer']);
  expect((await listProposals(as(ivo))).rows).toEqual([]);
  await expect(confirmProposal(as(ivo), { proposalId: waiting?.id })).rejects.toMatchObject({
    detail: 'proposal-over',
  });
});

test('neither who proposed it nor whom it is about confirms, and the refusal is recorded', async () => {
  const proposalId = await proposed(ida, role(ivo?.id, 'legal-reviewer'));
  for (const [who, detail] of [
    [ida, 'own-proposal'],
    [ivo, 'beneficiary'],
  ] as const) {
    const { result, added } = await since(() =>
      confirmProposal(as(who), { proposalId }).catch((error: unknown) => error),
    );
    expect(result).toMatchObject({ code: 'forbidden', detail });
    expect(added).toMatchObject([{ action: 'access.denied', data: { code: detail } }]);
  }
  expect(await held(ivo)).toEqual(['administrator']);
  const { added } = await since(() => cancelProposal(as(ivo), { proposalId }));
  expect(added.map(({ action }) => action)).toEqual(['admin.cancelled']);
});

test('a local administrator is no second human: it neither proposes nor confirms', async () => {
  const vouchedOnly = { code: 'precondition', detail: 'provider-session' };
  await expect(propose(as(local), role(mia?.id, 'legal-reviewer'))).rejects.toMatchObject(vouchedOnly);
  const proposalId = await proposed(ida, role(mia?.id, 'legal-reviewer'));
  await expect(confirmProposal(as(local), { proposalId })).rejects.toMatchObject(vouchedOnly);
  await cancelProposal(as(local), { proposalId });
});

test('two administrators who confirm at once do it once', async () => {
  const third = await vouched(deployment, 'third', ['admins']);
  const proposalId = await proposed(ida, role(mia?.id, 'privacy-reviewer'));
  const { result, added } = await since(() =>
    Promise.allSettled([ivo, third].map((who) => confirmProposal(as(who), { proposalId }))),
  );
  const outcomes = (result as PromiseSettledResult<unknown>[]).map(({ status }) => status);
  expect(outcomes.sort()).toEqual(['fulfilled', 'rejected']);
  expect(added.filter(({ action }) => action === 'role.granted')).toHaveLength(1);
});

test.each([
  [
    'its proposer is no administrator any more',
    async (proposer: Person) => {
      await revokeRole(as(ida), { personId: proposer.id, role: 'administrator' });
    },
    'proposer-gone',
  ],
  [
    'its proposer is disabled',
    async (proposer: Person) => {
      await setDisabled(as(ida), { personId: proposer.id, disabled: true });
    },
    'proposer-gone',
  ],
])('a proposal carries nothing once %s', async (name, happens, detail) => {
  const leaver = await vouched(deployment, `leaver ${name}`, ['admins']);
  const proposalId = await proposed(leaver, role(mia?.id, 'security-reviewer'));
  await happens(leaver);
  await expect(confirmProposal(as(ivo), { proposalId })).rejects.toMatchObject({ detail });
  await cancelProposal(as(ivo), { proposalId });
  expect(await held(mia)).not.toContain('security-reviewer');
});

test('an account is proposed with its name and address erasable, and its password is shown to who confirms', async () => {
  const account = { kind: 'create-account', name: 'Break Glass', email: 'glass@idp.test' };
  const { result, added } = await since(() => proposed(ida, account));
  expect(JSON.stringify(added)).not.toContain('glass');
  const { oneTimePassword } = await confirmProposal(as(ivo), { proposalId: result });
  const opened = await signIn(as(anonymous), { email: account.email, password: oneTimePassword ?? '' });
  expect(opened.mustChangePassword).toBe(true);
  await expect(propose(as(ida), account)).rejects.toMatchObject({ code: 'conflict', detail: 'email-taken' });
});

test('a reset password ends the sessions and the old password', async () => {
  await expect(propose(as(ida), { kind: 'reset-password', personId: mia?.id })).rejects.toMatchObject({
    detail: 'no-password',
  });
  const proposalId = await proposed(ida, { kind: 'reset-password', personId: local.id });
  const { oneTimePassword } = await confirmProposal(as(ivo), { proposalId });
  const [open] = await asOwner(deployment, 'select id from session where id = $1 and revoked_at is null', [
    local.session.id,
  ]);
  expect(open).toBeUndefined();
  const attempt = (password: string) => signIn(as(anonymous), { email: local.email, password });
  await expect(attempt(ADMIN_PASSWORD)).rejects.toMatchObject({ code: 'unauthenticated' });
  await expect(attempt(oneTimePassword ?? '')).resolves.toMatchObject({ mustChangePassword: true });
});

test('a waiting sign-in is linked to the person whose address it brought, and to nobody else', async () => {
  const tokens = await tokensOf(deployment, { sub: 'first', email: local.email });
  const come = () => signInWithOidc(as(anonymous), tokens);
  await expect(come()).rejects.toMatchObject({ detail: 'email-taken' });
  const waiting = (await readSignIns(as(ida), local.id)).identities.find(({ linked }) => !linked);
  const link = { kind: 'link-identity', personId: local.id, identityId: waiting?.id };
  await expect(propose(as(ida), { ...link, personId: mia?.id })).rejects.toMatchObject({ code: 'not-found' });
  await expect(come()).rejects.toMatchObject({ detail: 'email-taken' });
  const { added } = await since(async () => confirmProposal(as(ivo), { proposalId: await proposed(ida, link) }));
  expect(added.map(({ action }) => action)).toEqual(['admin.proposed', 'admin.confirmed', 'identity.linked']);
  await expect(come()).resolves.toMatchObject({ personId: local.id });
});

// From here on the clock has moved.
test('a stale sign-in neither proposes nor confirms', async () => {
  const proposalId = await proposed(ida, role(mia?.id, 'security-reviewer'));
  deployment.advance(5 * 60_000 + 1);
  await expect(confirmProposal(as(ivo), { proposalId })).rejects.toMatchObject({ detail: 'step-up' });
  await expect(propose(as(ida), role(ivo?.id, 'reviewer'))).rejects.toMatchObject({ detail: 'step-up' });
});

test('a proposal ends by itself after seven days, to the second', async () => {
  const [open] = (await listProposals(as(ivo))).rows;
  const left = (open?.expiresAt.getTime() ?? 0) - (await deployment.runtime.now()).getTime();
  expect(left).toBeGreaterThan(6 * DAY);
  deployment.advance(left + 1_000);
  const fresh = await confirmed(deployment, ivo as Person);
  expect((await listProposals(as(fresh))).rows).toEqual([]);
  await expect(confirmProposal(as(fresh), { proposalId: open?.id })).rejects.toMatchObject({ detail: 'proposal-over' });
});

describe('in trial mode', () => {
  let trial: Deployment;
  afterAll(() => trial.close());

  test('one administrator does all of it at once, and proposes nothing', async () => {
    const store = { kind: 'embedded', dataDir: '/none' } as const;
    trial = await openDeployment({ oidc: OIDC, store });
    const admin = await firstAdministrator(trial);
    const ctx = trial.as(admin);
    const { personId } = await createPerson(ctx, { name: 'x', email: 'x@canary.test' });
    await grantRole(ctx, { personId, role: 'reviewer' });
    await expect(resetPassword(ctx, { personId })).resolves.toMatchObject({ oneTimePassword: expect.any(String) });
    await expect(resetPassword(ctx, { personId: admin.id })).rejects.toMatchObject({ detail: 'own-account' });
    await expect(propose(ctx, role(personId))).rejects.toMatchObject({ detail: 'trial' });
    const tokens = await tokensOf(trial, { sub: 'x', email: 'x@canary.test' });
    const come = () => signInWithOidc(trial.as(anonymous), tokens);
    await expect(come()).rejects.toMatchObject({ detail: 'email-taken' });
    const identityId = (await readSignIns(ctx, personId)).identities[0]?.id;
    const elsewhere = linkWaitingIdentity(ctx, { personId: admin.id, identityId });
    await expect(elsewhere).rejects.toMatchObject({ code: 'not-found' });
    await linkWaitingIdentity(ctx, { personId, identityId });
    await expect(come()).resolves.toMatchObject({ personId });
  });
});

describe('the first administrators outside trial mode', () => {
  let fresh: Deployment;
  afterAll(() => fresh.close());

  test('the role is given alone only while the provider vouches for fewer than two', async () => {
    fresh = await openDeployment({ oidc: OIDC });
    const first = fresh.as(await firstAdministrator(fresh));
    for (const sub of ['one', 'two']) {
      const { id } = await vouched(fresh, sub);
      await grantRole(first, { personId: id, role: 'administrator' });
    }
    const { id } = await vouched(fresh, 'three');
    await expect(grantRole(first, { personId: id, role: 'administrator' })).rejects.toMatchObject({
      detail: 'second-administrator',
    });
  });
});
