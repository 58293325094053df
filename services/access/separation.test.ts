// Nobody approves what they took part in, whatever they call and in whatever order (DESIGN.md §2; THREATS.md T26–T40).

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asOwner } from '#db/testing/owner.ts';
import type { Person } from '#domain/access/actor.ts';
import { attachEvidence } from '../evidence/attach.ts';
import { createPerson } from '../people/create-person.ts';
import { grantRole, revokeRole } from '../people/grant-role.ts';
import { decideReview } from '../reviews/decide.ts';
import { readReview } from '../reviews/read.ts';
import { addMember, removeMember } from '../teams/membership.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { leaves } from '../testing/ledger-check.ts';
import {
  confirmed,
  HARMLESS,
  hire,
  issueKey,
  type Organisation,
  organise,
  refreshed,
} from '../testing/organisation.ts';
import { approve, approvedVersion, ask, register, registration, shownDigest } from '../testing/release.ts';
import { submitUseCase } from '../use-cases/submit.ts';
import { registerVersion } from '../versions/register.ts';

const DAY = 86_400_000;
const production = { environment: 'production' };

let deployment: Deployment;
let org: Organisation;
/** a reviewer who also belongs to the owning team, and did nothing else yet */
let insider: Person;

beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
  insider = await hire(deployment, org.admin, 'insider', { roles: ['reviewer'], teams: ['credit'] });
});
afterAll(() => deployment.close());

const member = (person: Person) => ({ slug: 'credit', personId: person.id });

/** Someone with the reviewer's role who leaves the team again before the version comes. */
async function former(name: string): Promise<Person> {
  const person = await hire(deployment, org.admin, name, { roles: ['reviewer'], teams: ['credit'] });
  return person;
}

interface Involved {
  readonly code: string;
  /** makes `version` with this person's part in it, and gives the person */
  readonly make: (version: string) => Promise<Person>;
}

const involved: Record<string, Involved> = {
  'registered it': {
    code: 'separation:registered',
    make: async (version) => {
      await register(deployment, insider, { version });
      return insider;
    },
  },
  'asked for the promotion': {
    code: 'separation:requested',
    make: async (version) => {
      await register(deployment, org.pipeline, { version });
      await ask(deployment, insider, version, production);
      return insider;
    },
  },
  'supplied evidence': {
    code: 'separation:supplied-evidence',
    make: async (version) => {
      await register(deployment, org.pipeline, { version });
      await attachEvidence(deployment.as(insider), {
        ref: `credit/scorer@${version}`,
        type: 'document',
        fileName: 'a.txt',
        bytes: new Uint8Array([1]),
      });
      return insider;
    },
  },
  'committed to it': {
    code: 'separation:committed',
    make: async (version) => {
      await register(deployment, org.pipeline, { version, committers: ['REVIEWER@Canary.test', 'other@else.test'] });
      return org.reviewer;
    },
  },
  'belongs to the team': {
    code: 'separation:team-member',
    make: async (version) => {
      await register(deployment, org.pipeline, { version });
      return insider;
    },
  },
  'left the team after it was registered': {
    code: 'separation:team-member',
    make: async (version) => {
      const person = await former(`left-${version}`);
      await register(deployment, org.pipeline, { version });
      await removeMember(deployment.as(org.admin), member(person));
      return refreshed(deployment, person);
    },
  },
  'made the key that registered it, and left the team before': {
    code: 'separation:pipeline-person',
    make: async (version) => {
      const person = await former(`maker-${version}`);
      const { pipeline } = await issueKey(deployment, deployment.as(person), 'credit', ['credit/*']);
      await removeMember(deployment.as(org.admin), member(person));
      deployment.advance(2_000);
      await register(deployment, pipeline, { version });
      return refreshed(deployment, person);
    },
  },
  'is administrator and nothing more': {
    code: 'forbidden',
    make: async (version) => {
      await register(deployment, org.pipeline, { version });
      return org.admin;
    },
  },
};

describe.each(Object.entries(involved))('who %s', (name, { code, make }) => {
  test(`cannot approve (${code}), is told why, and is recorded as refused`, async () => {
    const version = `t-${name.replaceAll(/\W+/g, '-')}`;
    const person = await make(version);
    const { reviewId } = await ask(deployment, org.pipeline, version, production);
    const { parts, refusal } = await readReview(deployment.as(person), reviewId ?? '');
    expect(refusal, 'the page says why').not.toBeNull();
    if (code.startsWith('separation:')) {
      const shown = parts.flatMap(({ refusals }) => refusals.map((one) => `separation:${one.code}`));
      expect(shown, 'among every reason that the page lists').toContain(code);
    }
    const before = (await leaves(deployment)).length;
    await expect(approve(deployment, person, reviewId ?? '')).rejects.toMatchObject({
      code: 'forbidden',
      detail: code,
    });
    const [leaf, ...more] = (await leaves(deployment)).slice(before);
    expect(leaf).toMatchObject({ action: 'access.denied', actor: `person:${person.id}`, data: { code } });
    expect(more).toEqual([]);
    expect((await ask(deployment, org.pipeline, version, production)).token).toBeNull();
  });
});

test('an approval is void once its giver takes part, and the token is not issued (any order of acts)', async () => {
  const turncoat = await hire(deployment, org.admin, 'turncoat', { roles: ['reviewer'] });
  const { reviewId } = await approvedVersion(deployment, org.pipeline, [turncoat], { version: 'turn' }, 'production');
  await addMember(deployment.as(org.admin), member(turncoat));
  const { decision, token } = await ask(deployment, org.pipeline, 'turn', production);
  expect([decision.outcome, token]).toEqual(['pending', null]);
  expect(decision.voidApprovals.map(({ code }) => code)).toEqual(['team-member']);
  const { verdicts } = await readReview(deployment.as(org.risk), reviewId);
  expect(verdicts[0]?.standing.reason).toMatch(/team/);
});

test('one human is one person: an address is registered once, whatever its case, and one approval fills one slot', async () => {
  const account = { name: 'Again', email: 'Risk@CANARY.test' };
  await expect(createPerson(deployment.as(org.admin), account)).rejects.toMatchObject({ code: 'conflict' });
  await grantRole(deployment.as(org.admin), { personId: org.risk.id, role: 'security-reviewer' });
  const both = await refreshed(deployment, org.risk);
  const critical = { version: 'one-human', useCase: 'limits', classification: ['regulated-decision'] };
  const { reviewId } = await approvedVersion(deployment, org.pipeline, [both], critical);
  const digest = await shownDigest(deployment, both, reviewId);
  const second = { reviewId, verdict: 'approve', contentDigest: digest, capacity: 'security-reviewer' };
  await expect(decideReview(deployment.as(both), second)).rejects.toMatchObject({ detail: 'approved-already' });
  expect((await ask(deployment, org.pipeline, 'one-human')).decision.outcome).toBe('pending');
  await revokeRole(deployment.as(org.admin), { personId: org.risk.id, role: 'security-reviewer' });
});

test('a machine never approves, whatever it is called with', async () => {
  await register(deployment, org.pipeline, { version: 'machine' });
  const { reviewId } = await ask(deployment, org.pipeline, 'machine', production);
  const contentDigest = await shownDigest(deployment, org.reviewer, reviewId ?? '');
  const body = { reviewId, verdict: 'approve', contentDigest };
  await expect(decideReview(deployment.as(org.pipeline), body)).rejects.toMatchObject({ code: 'forbidden' });
});

describe('what is approved is what was shown', () => {
  test('the digest on the page is the one in the leaf and in the decision', async () => {
    await register(deployment, org.pipeline, { version: 'shown' });
    const { reviewId } = await ask(deployment, org.pipeline, 'shown', production);
    const shown = await shownDigest(deployment, org.reviewer, reviewId ?? '');
    const { approvalId } = await approve(deployment, org.reviewer, reviewId ?? '', shown);
    const { decision } = await ask(deployment, org.pipeline, 'shown', production);
    const leaf = (await leaves(deployment)).find(({ data }) => data.approval === approvalId);
    expect([leaf?.data.content, decision.contentDigest]).toEqual([shown, shown]);
  });

  test('a digest of another moment, review or model is refused', async () => {
    await register(deployment, org.pipeline, { version: 'a' });
    await register(deployment, org.pipeline, { version: 'b' });
    const a = (await ask(deployment, org.pipeline, 'a', production)).reviewId ?? '';
    const b = (await ask(deployment, org.pipeline, 'b', production)).reviewId ?? '';
    const ofA = await shownDigest(deployment, org.reviewer, a);
    await expect(approve(deployment, org.reviewer, b, ofA)).rejects.toMatchObject({ detail: 'content-changed' });
    await register(deployment, org.pipeline, { version: 'a', description: 'Changed meanwhile' });
    await expect(approve(deployment, org.reviewer, a, ofA)).rejects.toMatchObject({ detail: 'content-changed' });
  });
});

test('every rule that was evaluated is in the leaf, of a refusal as of a token', async () => {
  await register(deployment, org.pipeline, {
    version: 'rules',
    useCase: 'limits',
    classification: ['regulated-decision'],
  });
  const denied = await ask(deployment, org.pipeline, 'rules', production);
  const allowed = await ask(deployment, org.pipeline, 'rules', { environment: 'sandbox' });
  const log = await leaves(deployment);
  for (const { decisionId, decision } of [denied, allowed]) {
    const leaf = log.find(({ data }) => data.decision === decisionId);
    expect(leaf?.data.requirements).toEqual(decision.requirements.map(({ id, status }) => ({ id, status })));
    expect(decision.requirements.length).toBeGreaterThan(2);
  }
  expect(denied.decision.outcome).toBe('deny');
});

test('fields that nobody asked for are refused at every input', async () => {
  const digest = `sha256:${'0'.repeat(64)}`;
  const id = '01900000-0000-7000-8000-000000000000';
  const attempts: [string, () => Promise<unknown>][] = [
    [
      'personId',
      () =>
        decideReview(deployment.as(org.risk), {
          reviewId: id,
          verdict: 'approve',
          contentDigest: digest,
          personId: id,
        }),
    ],
    ['atSetup', () => grantRole(deployment.as(org.admin), { personId: id, role: 'reviewer', atSetup: true })],
    [
      'state',
      () =>
        submitUseCase(deployment.as(org.owner), {
          slug: 's',
          team: 'credit',
          title: 't',
          description: 'd',
          facts: HARMLESS,
          state: 'approved',
        }),
    ],
    ['roles', () => createPerson(deployment.as(org.admin), { name: 'x', email: 'x@y.test', roles: ['administrator'] })],
    ['tier', () => registerVersion(deployment.as(org.owner), { ...registration({ version: 'x' }), tier: 'low' })],
    [
      'outcome',
      () =>
        attachEvidence(deployment.as(org.owner), {
          ref: 'credit/scorer@a',
          type: 'scan',
          fileName: 'a',
          bytes: new Uint8Array([1]),
          outcome: 'pass',
        }),
    ],
    ['since', () => addMember(deployment.as(org.admin), { slug: 'credit', personId: id, since: '2020-01-01' })],
  ];
  for (const [field, attempt] of attempts) {
    await expect(attempt(), field).rejects.toMatchObject({
      code: 'invalid',
      problems: [expect.objectContaining({ path: `/${field}`, code: 'unknown-field' })],
    });
  }
});

// Last, because the clock goes two days on and stays there.
test('a role given a moment ago approves no production once set-up is over; a day later it does', async () => {
  await register(deployment, org.pipeline, { version: 'fresh' });
  const { reviewId } = await ask(deployment, org.pipeline, 'fresh', production);
  const late = await hire(deployment, org.admin, 'late');
  deployment.advance(DAY + 60_000);
  await grantRole(deployment.as(await confirmed(deployment, org.admin)), { personId: late.id, role: 'reviewer' });
  await asOwner(deployment, `update session set expires_at = expires_at + interval '10 days'`);
  const fresh = await refreshed(deployment, late);
  expect(fresh.grants[0]?.atSetup).toBe(false);
  await expect(approve(deployment, fresh, reviewId ?? '')).rejects.toMatchObject({ detail: 'separation:fresh-role' });
  deployment.advance(DAY - 2_000);
  await expect(approve(deployment, fresh, reviewId ?? '')).rejects.toMatchObject({ detail: 'separation:fresh-role' });
  deployment.advance(4_000);
  const { approvalId } = await approve(deployment, fresh, reviewId ?? '');
  await revokeRole(deployment.as(org.admin), { personId: late.id, role: 'reviewer' });
  const { token, decision } = await ask(deployment, org.pipeline, 'fresh', production);
  expect(token, 'approving and dropping the role ends the approval').toBeNull();
  expect(decision.voidApprovals.map(({ id: one }) => one)).toEqual([approvalId]);
});
