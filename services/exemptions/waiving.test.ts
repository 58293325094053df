// What an exemption does at the gate, for exactly what it was granted for, and who can grant it (DESIGN.md §2
// "Exemptions"; THREATS.md T26, T32, T35, T36).

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reader } from '#db/read.ts';
import type { Person } from '#domain/access/actor.ts';
import { NEVER_WAIVABLE } from '#domain/policy/invariants.ts';
import { evaluate } from '../gate/evaluate.ts';
import { setDisabled } from '../people/disable-person.ts';
import { revokeRole } from '../people/grant-role.ts';
import { addMember, removeMember } from '../teams/membership.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import {
  approveExemption,
  askExemption,
  confirmed,
  exemptedVersion,
  granted,
  inDays,
  mediumUseCase,
} from '../testing/exempting.ts';
import { leaves, ledgerFaults, tokenFaults } from '../testing/ledger-check.ts';
import { hire, type Organisation, organise } from '../testing/organisation.ts';
import { ask, register } from '../testing/release.ts';
import { versionId } from '../versions/find-version.ts';
import { listExemptions } from './list.ts';
import { readExemption } from './read.ts';
import { requestExemption } from './request.ts';
import { listExemptionUses } from './uses.ts';
import { withdrawExemption } from './withdraw.ts';

const REPORT = 'evaluation-report';
const DAY = 86_400_000;
const production = { environment: 'production' };

let deployment: Deployment;
let org: Organisation;
let privacy: Person;

beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
  await mediumUseCase(deployment, org);
  privacy = await hire(deployment, org.admin, 'privacy', { roles: ['privacy-reviewer'] });
});
afterAll(() => deployment.close());

const as = (person: Person) => deployment.as(person);
const code = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'done',
    ({ detail }: { detail: string }) => detail,
  );

async function medium(version: string, model = 'credit/scorer'): Promise<string> {
  await register(deployment, org.maker, { version, model, useCase: 'outside' });
  return version;
}

/** The requirement as the gate answers now. */
async function now(version: string, requirement = REPORT, environment = 'production', model = 'credit/scorer') {
  const db = reader(deployment.runtime.store.pool);
  const [namespace = '', name = ''] = model.split('/');
  const id = await versionId(db, { namespace, name, version });
  const { decision } = await evaluate(db, id, environment, true, await deployment.runtime.now());
  return decision.requirements.find(({ id: one }) => one === requirement) ?? null;
}

describe('granted', () => {
  test('waives its requirement, and the token that rests on it cites it and ends no later', async () => {
    const until = new Date((await deployment.runtime.now()).getTime() + 90_000).toISOString();
    const id = await exemptedVersion(deployment, org, '1', until);
    expect(await now('1')).toMatchObject({ status: 'waived', exemption: id, until });
    const { token, decision } = await ask(deployment, org.maker, '1', production);
    expect(decision).toMatchObject({ outcome: 'allow', exemptions: [id] });
    expect(token?.claims.exemptions).toEqual([id]);
    expect(token?.claims.exp).toBe(Math.floor(Date.parse(until) / 1_000));
    const uses = await listExemptionUses(as(org.auditor), id);
    expect(uses.rows.map(({ outcome, token: used }) => [outcome, used?.jti])).toEqual([
      ['allow', token?.claims.jti],
      ['pending', undefined],
    ]);
    expect(await readExemption(as(org.auditor), id)).toMatchObject({
      state: 'live',
      liveTokens: 1,
      counts: { reason: null },
    });
  });

  test('T36: for one version, environment and requirement it helps no other version, model, environment or requirement', async () => {
    await medium('2');
    await medium('2-other');
    await medium('2', 'credit/other');
    await granted(deployment, org.owner, [org.reviewer], { version: '2' });
    expect((await now('2'))?.status).toBe('waived');
    expect((await now('2-other'))?.status).toBe('unmet');
    expect((await now('2', REPORT, 'production', 'credit/other'))?.status).toBe('unmet');
    // In another environment the same requirement is not even asked; and a new version of the bytes is another version.
    const db = reader(deployment.runtime.store.pool);
    const id = await versionId(db, { namespace: 'credit', name: 'scorer', version: '2' });
    const { facts } = await evaluate(db, id, 'staging', true, await deployment.runtime.now());
    expect(facts.exemptions).toEqual([]);
  });

  test('withdrawn means unmet at the very next evaluation, and it stays to be seen', async () => {
    const version = await medium('3');
    const id = await granted(deployment, org.owner, [org.reviewer], { version });
    await withdrawExemption(as(org.admin), { exemptionId: id, reason: 'The control failed' });
    expect(await now(version)).toMatchObject({ status: 'unmet', exemption: null });
    expect(await readExemption(as(org.auditor), id)).toMatchObject({
      state: 'withdrawn',
      withdrawal: { by: 'Adm In', reason: 'The control failed' },
    });
  });
});

describe('asking', () => {
  test.each([...NEVER_WAIVABLE, 'not-rejected', 'approval:reviewer', 'approval:use-case-owner'])(
    '%s can never be waived, so it cannot be asked for',
    async (requirement) => {
      if (requirement === 'registered') await medium('asking');
      const attempt = askExemption(deployment, org.owner, { version: 'asking', requirement });
      expect(await code(attempt)).toBe('never-waivable');
    },
  );

  test.each([
    ['what this tier does not ask', 'artifact-scan', 'not-asked'],
    ['what nobody ever asks', '__proto__', 'not-asked'],
    ['what is met', 'lineage-sound', 'not-needed'],
  ])('not from %s', async (_, requirement, expected) => {
    expect(await code(askExemption(deployment, org.owner, { version: 'asking', requirement }))).toBe(expected);
  });

  test.each([
    ['today already past', -1, 'exemption-end'],
    ['beyond the cap of the tier', 62, 'exemption-end'],
    ['never', null, 'invalid'],
  ])('not until %s', async (_, days, expected) => {
    const until = days === null ? 'never' : (await inDays(deployment, days)).slice(0, 10);
    expect(await code(askExemption(deployment, org.owner, { version: 'asking', until }))).toBe(expected);
  });

  test('for a version that is not there, or an environment that the policy does not know: no', async () => {
    expect(await code(askExemption(deployment, org.owner, { version: 'nowhere' }))).toBe('not-registered');
    const elsewhere = askExemption(deployment, org.owner, { version: 'asking', environment: 'mars' });
    expect(await code(elsewhere)).toBe('not-asked');
    const sandbox = askExemption(deployment, org.owner, { version: 'asking', environment: 'sandbox' });
    expect(await code(sandbox)).toBe('not-asked');
  });

  test('every missing word is named at once', async () => {
    const error = await requestExemption(as(org.owner), {
      ref: 'credit/scorer@asking',
      environment: 'production',
      requirement: REPORT,
      reason: ' ',
      control: '',
      until: '',
    }).catch((one: { problems: { path: string }[] }) => one.problems.map(({ path }) => path));
    expect(error).toEqual(['/reason', '/control', '/until']);
  });

  test('the clock starts at approval, and the cap of the tier holds from there', async () => {
    const version = await medium('capped');
    const until = (await inDays(deployment, 60)).slice(0, 10);
    const id = await granted(deployment, org.owner, [org.reviewer], { version, until });
    const { startsAt, endsAt, requestedEnd } = await readExemption(as(org.auditor), id);
    expect((endsAt?.getTime() ?? 0) - (startsAt?.getTime() ?? 0)).toBeLessThanOrEqual(60 * DAY);
    expect(endsAt?.getTime()).toBeLessThanOrEqual(requestedEnd.getTime());
  });
});

describe('deciding', () => {
  test('a sign-in of more than five minutes ago is not fresh enough (T32)', async () => {
    const version = await medium('step-up');
    const id = await askExemption(deployment, org.owner, { version });
    const stale = {
      ...org.reviewer,
      session: {
        ...org.reviewer.session,
        authenticatedAt: new Date((await deployment.runtime.now()).getTime() - 300_001),
      },
    };
    expect(await code(approveExemption(as(stale), id))).toBe('step-up');
    expect(await code(approveExemption(as(await confirmed(deployment, org.reviewer)), id))).toBe('done');
  });

  test('who took part in the version, or belonged to the team, decides about none of its exemptions', async () => {
    const insider = await hire(deployment, org.admin, 'insider', { roles: ['risk-reviewer'] });
    const version = await medium('separation');
    await addMember(as(org.admin), { slug: 'credit', personId: insider.id });
    await removeMember(as(org.admin), { slug: 'credit', personId: insider.id });
    const id = await askExemption(deployment, org.owner, { version });
    const fresh = await confirmed(deployment, insider);
    expect(await code(approveExemption(as(fresh), id))).toBe('separation:team-member');
    expect((await listExemptions(as(fresh), { mine: true })).rows.map(({ ref }) => ref)).not.toContain(
      'credit/scorer@separation',
    );
    expect((await listExemptions(as(org.risk), { mine: true })).rows.map(({ ref }) => ref)).toContain(
      'credit/scorer@separation',
    );
    // found out later: a risk reviewer who approved and then joins the team no longer counts
    const risk = await hire(deployment, org.admin, 'turncoat', { roles: ['risk-reviewer'] });
    await approveExemption(as(risk), id);
    expect((await now(version))?.status).toBe('waived');
    await addMember(as(org.admin), { slug: 'credit', personId: risk.id });
    const after = await now(version);
    expect(after?.status).toBe('unmet');
    expect(after?.reason).toContain('owning team');
  });

  test('an approver who is disabled or loses the role takes the exemption with them', async () => {
    const version = await medium('standing');
    const leaver = await hire(deployment, org.admin, 'leaver', { roles: ['risk-reviewer', 'reviewer'] });
    const id = await granted(deployment, org.owner, [leaver], { version });
    const used = (await leaves(deployment)).findLast(({ action }) => action === 'exemption.approved')?.data.capacity;
    await setDisabled(as(org.admin), { personId: leaver.id, disabled: true });
    expect((await now(version))?.status).toBe('unmet');
    expect((await readExemption(as(org.auditor), id)).counts).toMatchObject({ until: null });
    await setDisabled(as(org.admin), { personId: leaver.id, disabled: false });
    expect((await now(version))?.status).toBe('waived');
    await revokeRole(as(org.admin), { personId: leaver.id, role: used });
    expect((await now(version))?.status).toBe('unmet');
  });

  test('critical takes two people, and one of them twice is one', async () => {
    await register(deployment, org.maker, { version: 'critical', useCase: 'limits' });
    const wanted = { version: 'critical', requirement: 'artifact-scan' };
    const id = await askExemption(deployment, org.owner, wanted);
    const risk = as(await confirmed(deployment, org.risk));
    expect(await approveExemption(risk, id)).toMatchObject({ state: 'requested' });
    expect((await now('critical', 'artifact-scan'))?.status).toBe('unmet');
    expect(await code(approveExemption(risk, id))).toBe('approved-already');
    expect(await code(approveExemption(as(await confirmed(deployment, org.reviewer)), id))).toBe('no-role');
    expect(await approveExemption(as(await confirmed(deployment, privacy)), id)).toMatchObject({ state: 'granted' });
    expect((await now('critical', 'artifact-scan'))?.status).toBe('waived');
  });

  test('renewal: early it is not asked for, and somebody who did not approve the one before has to (T35)', async () => {
    const version = await medium('renewed');
    const id = await granted(deployment, org.owner, [org.reviewer], { version });
    expect(await code(askExemption(deployment, org.owner, { version }))).toBe('too-early');
    await withdrawExemption(as(org.owner), { exemptionId: id, reason: 'Asking anew' });
    const again = await askExemption(deployment, org.owner, { version });
    expect(await readExemption(as(org.auditor), again)).toMatchObject({ renews: id });
    expect(await readExemption(as(org.auditor), id)).toMatchObject({ renewedBy: again });
    expect(await code(approveExemption(as(await confirmed(deployment, org.reviewer)), again))).toBe(
      'separation:approved-before',
    );
    expect(await approveExemption(as(await confirmed(deployment, org.security)), again)).toMatchObject({
      state: 'granted',
    });
  });
});

test('after all of it, the log and the tokens are sound', async () => {
  expect(await ledgerFaults(deployment)).toEqual([]);
  expect(await tokenFaults(deployment)).toEqual([]);
});
