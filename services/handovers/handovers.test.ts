// Handing a model to another team, and taking over what somebody owned who left (STYLE.md, four cases a verb).

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asOwner } from '#db/testing/owner.ts';
import type { Actor, Person } from '#domain/access/actor.ts';
import { takeOver } from '../owners/take-over.ts';
import { setDisabled } from '../people/disable-person.ts';
import { setAccountable } from '../teams/create-team.ts';
import { removeMember } from '../teams/membership.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { ledgerFaults, tokenFaults } from '../testing/ledger-check.ts';
import { hire, issueKey, type Organisation, organise } from '../testing/organisation.ts';
import { approve, approvedVersion, ask, register, registration } from '../testing/release.ts';
import { tryVerbs, type Verb } from '../testing/verbs.ts';
import { registerVersion } from '../versions/register.ts';
import { acceptHandover, cancelHandover, declineHandover } from './answer.ts';
import { listOffers } from './list-offers.ts';
import { offerHandover } from './offer.ts';

let deployment: Deployment;
let org: Organisation;
const ctx = (actor: Actor) => deployment.as(actor);
const production = { environment: 'production' };
const offer = (actor: Actor, name: string, to = 'support') =>
  offerHandover(ctx(actor), { namespace: 'credit', name, to, reason: 'They run it now' });

/** Registers `credit/<name>` and offers it; returns the offer's id. */
async function offered(name: string): Promise<string> {
  await register(deployment, org.owner, { model: `credit/${name}`, version: '1' });
  return (await offer(org.owner, name)).id;
}

/** The state of `owner-known` of a version for production. */
async function ownerKnown(model: string, version = '1', by: Actor = org.owner) {
  const { decision } = await ask(deployment, by, version, { model, ...production });
  return decision.requirements.find(({ id }) => id === 'owner-known');
}

let ids: { accept: string; decline: string; cancel: string };
let left: Person;

beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
  await register(deployment, org.owner, { model: 'credit/offered', version: '1' });
  ids = { accept: await offered('accepted'), decline: await offered('declined'), cancel: await offered('cancelled') };
  left = await hire(deployment, org.admin, 'left', { teams: ['credit'] });
  const body = registration({ model: 'credit/personal', version: '1' });
  await registerVersion(ctx(org.owner), { ...body, manifest: { ...body.manifest, owner: 'user:Left@canary.test' } });
  await setDisabled(ctx(org.admin), { personId: left.id, disabled: true });
});
afterAll(() => deployment.close());

const takeover = (actor: Actor, personId: string, owner = 'user:left@canary.test') =>
  takeOver(ctx(actor), { namespace: 'credit', name: 'personal', owner, personId, reason: 'Left the company' });

const verbs: Record<string, Verb> = {
  'offering a model': {
    run: (actor) => offer(actor, 'offered'),
    by: 'owner',
    events: ['model.handover-offered'],
    // An administrator is none of the team while somebody answers for it.
    refused: ['stranger', 'admin', 'security', 'pipeline'],
    again: 'conflict',
  },
  'accepting an offer': {
    run: (actor) => acceptHandover(ctx(actor), { id: ids.accept }),
    by: 'stranger',
    events: ['model.handover-accepted'],
    refused: ['owner', 'admin', 'reviewer', 'pipeline'],
    again: 'precondition',
  },
  'declining an offer': {
    run: (actor) => declineHandover(ctx(actor), { id: ids.decline }),
    by: 'stranger',
    events: ['model.handover-declined'],
    refused: ['owner', 'admin', 'pipeline'],
    again: 'precondition',
  },
  'cancelling an offer': {
    run: (actor) => cancelHandover(ctx(actor), { id: ids.cancel }),
    by: 'maker',
    events: ['model.handover-cancelled'],
    refused: ['stranger', 'reviewer', 'pipeline'],
    again: 'precondition',
  },
  'taking over from somebody who left': {
    run: (actor) => takeover(actor, org.owner.id),
    by: 'maker',
    events: ['owner.taken-over'],
    refused: ['owner', 'stranger', 'reviewer', 'pipeline'],
  },
  'taking over from somebody who is here': {
    run: (actor) => takeover(actor, org.owner.id, 'user:nobody-names@canary.test'),
    by: 'admin',
    events: [],
    refused: ['owner'],
    never: 'not-found',
  },
};

tryVerbs(verbs, () => ({ deployment, org }));

test('an offer waits on the home of the team that it is made to, and says whose answer it takes', async () => {
  const id = await offered('waiting');
  const waiting = async (person: Actor) =>
    (await listOffers(ctx(person))).filter(({ model }) => model.endsWith('/waiting'));
  const beside = await hire(deployment, org.admin, 'beside', { teams: ['support'] });
  expect(await waiting(org.stranger)).toMatchObject([{ from: 'credit', to: 'support', mine: true }]);
  expect(await waiting(beside)).toMatchObject([{ mine: false }]);
  for (const other of [org.owner, org.admin, org.auditor]) expect(await waiting(other)).toEqual([]);
  await declineHandover(ctx(org.stranger), { id });
  expect(await waiting(org.stranger)).toEqual([]);
});

describe('until it is accepted nothing changes, and then everything', () => {
  test('the old team and its pipeline write before, the new team after', async () => {
    const id = await offered('moved');
    const model = { model: 'credit/moved' };
    await register(deployment, org.pipeline, { ...model, version: '2' });
    await expect(register(deployment, org.stranger, { ...model, version: '3' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await acceptHandover(ctx(org.stranger), { id });
    for (const former of [org.owner, org.pipeline]) {
      const attempts = [
        () => register(deployment, former, { ...model, version: '3' }),
        () => ask(deployment, former, '1', model),
      ];
      for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' });
    }
    await register(deployment, org.stranger, { ...model, version: '3' });
    const { pipeline } = await issueKey(deployment, ctx(org.stranger), 'support', ['credit/moved']);
    expect((await ask(deployment, pipeline, '3', model)).decision.outcome).toBe('pending');
  });

  test('the namespace stays: its other models are not touched, and new ones are the old team’s', async () => {
    await register(deployment, org.pipeline, { model: 'credit/beside', version: '1' });
    const attempt = register(deployment, org.stranger, { model: 'credit/beside', version: '2' });
    await expect(attempt).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('the new team owns it, whatever its manifests say, and has to have somebody who answers', async () => {
    const known = await ownerKnown('credit/accepted', '1', org.stranger);
    expect(known).toMatchObject({
      status: 'met',
      reason: 'Owned by team:support, to whom team:credit handed it over',
    });
  });

  test('who offered does not accept, though they belong to both teams', async () => {
    const both = await hire(deployment, org.admin, 'both', { teams: ['credit', 'support'] });
    await register(deployment, org.owner, { model: 'credit/both', version: '1' });
    const { id } = await offer(both, 'both');
    await expect(acceptHandover(ctx(both), { id })).rejects.toMatchObject({ code: 'forbidden', detail: 'separation' });
    await acceptHandover(ctx(org.stranger), { id });
  });
});

test('members of both teams count as owners: what a member of the new team approved before is void', async () => {
  const insider = await hire(deployment, org.admin, 'insider', { roles: ['reviewer'], teams: ['support'] });
  const model = { model: 'credit/separated' };
  await approvedVersion(deployment, org.pipeline, [insider], { ...model, version: '1' }, 'production');
  const { id } = await offer(org.owner, 'separated');
  expect((await ask(deployment, org.pipeline, '1', { ...model, ...production })).decision.outcome).toBe('allow');
  await acceptHandover(ctx(org.stranger), { id });
  const { decision, token, reviewId } = await ask(deployment, org.stranger, '1', { ...model, ...production });
  expect([decision.outcome, token]).toEqual(['pending', null]);
  expect(decision.voidApprovals).toEqual([expect.objectContaining({ personId: insider.id, code: 'team-member' })]);
  const formerly = await hire(deployment, org.admin, 'formerly', { roles: ['reviewer'], teams: ['credit'] });
  for (const barred of [insider, formerly])
    await expect(approve(deployment, barred, reviewId ?? '')).rejects.toMatchObject({
      detail: 'separation:team-member',
    });
  await approve(deployment, org.reviewer, reviewId ?? '');
  expect((await ask(deployment, org.stranger, '1', { ...model, ...production })).token).not.toBeNull();
});

test('an orphaned team’s models are handed over by an administrator, who may nothing else with them', async () => {
  await register(deployment, org.owner, { model: 'credit/orphaned', version: '1' });
  const gone = await hire(deployment, org.admin, 'gone');
  await setAccountable(ctx(org.admin), { slug: 'credit', personId: gone.id });
  await setDisabled(ctx(org.admin), { personId: gone.id, disabled: true });
  expect(await ownerKnown('credit/orphaned')).toEqual(
    expect.objectContaining({
      status: 'unmet',
      reason: 'team:credit has an accountable person who left; an administrator names another member of the team',
    }),
  );
  await expect(register(deployment, org.admin, { model: 'credit/orphaned', version: '2' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  const { id } = await offer(org.admin, 'orphaned');
  await acceptHandover(ctx(org.stranger), { id });
  expect(await ownerKnown('credit/orphaned', '1', org.stranger)).toMatchObject({ status: 'met' });
  await setAccountable(ctx(org.admin), { slug: 'credit', personId: org.maker.id });
});

test('who answered for a team and leaves it leaves it with nobody, and the gate says so', async () => {
  await removeMember(ctx(org.admin), { slug: 'credit', personId: org.maker.id });
  await register(deployment, org.owner, { model: 'credit/alone', version: '1' });
  expect(await ownerKnown('credit/alone')).toEqual(
    expect.objectContaining({ status: 'unmet', reason: expect.stringContaining('has nobody who answers for it') }),
  );
  await setAccountable(ctx(org.admin), { slug: 'credit', personId: org.maker.id });
  expect(await ownerKnown('credit/alone')).toMatchObject({ status: 'met' });
});

describe('an owner in person who left', () => {
  const stated = (email: string, version: string, model = 'credit/owned') => {
    const body = registration({ model, version });
    return registerVersion(ctx(org.owner), { ...body, manifest: { ...body.manifest, owner: `user:${email}` } });
  };

  test('leaves it unmet until somebody takes over, who then approves nothing of it; the manifest is not touched', async () => {
    const owning = await hire(deployment, org.admin, 'owning', { teams: ['credit'] });
    const heir = await hire(deployment, org.admin, 'heir', { roles: ['reviewer'], teams: ['credit'] });
    await stated('owning@canary.test', '1');
    expect(await ownerKnown('credit/owned')).toMatchObject({ status: 'met' });
    const request = { namespace: 'credit', name: 'owned', owner: 'user:owning@canary.test', reason: 'Left' };
    await expect(takeOver(ctx(org.maker), { ...request, personId: heir.id })).rejects.toMatchObject({
      detail: 'owner-present',
    });
    await setDisabled(ctx(org.admin), { personId: owning.id, disabled: true });
    expect(await ownerKnown('credit/owned')).toMatchObject({
      status: 'unmet',
      reason: expect.stringContaining('left'),
    });
    await expect(takeOver(ctx(org.maker), { ...request, personId: org.stranger.id })).rejects.toMatchObject({
      code: 'invalid',
    });
    await takeOver(ctx(org.maker), { ...request, personId: heir.id });
    expect(await ownerKnown('credit/owned')).toMatchObject({ status: 'met' });
    await removeMember(ctx(org.admin), { slug: 'credit', personId: heir.id });
    const { decision } = await ask(deployment, org.owner, '1', { model: 'credit/owned', ...production });
    expect(decision.ref).toBe('credit/owned@1');
    const rows = await asOwner<{ owner: string }>(
      deployment,
      `select r.manifest ->> 'owner' as owner from manifest_revision r join version v on v.id = r.version_id
       join model m on m.id = v.model_id where m.name = 'owned'`,
    );
    expect(rows).toEqual([{ owner: 'user:owning@canary.test' }]);
    await setDisabled(ctx(org.admin), { personId: heir.id, disabled: true });
    expect(await ownerKnown('credit/owned'), 'the heir left too').toMatchObject({ status: 'unmet' });
  });

  test('in person is an owner: nobody approves what they own', async () => {
    const reviewing = await hire(deployment, org.admin, 'reviewing', { roles: ['reviewer'] });
    await stated('reviewing@canary.test', '1', 'credit/own');
    const { reviewId } = await ask(deployment, org.owner, '1', { model: 'credit/own', ...production });
    await expect(approve(deployment, reviewing, reviewId ?? '')).rejects.toMatchObject({ detail: 'separation:owner' });
  });
});

test('no address is in a leaf, and the log is whole', async () => {
  const rows = await asOwner<{ leaf: string }>(
    deployment,
    `select leaf from ledger_entry where leaf like '%canary.test%'`,
  );
  expect(rows).toEqual([]);
  expect(await ledgerFaults(deployment)).toEqual([]);
  expect(await tokenFaults(deployment)).toEqual([]);
});
