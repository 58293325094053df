// An exemption at the very moment of the promotion that would use it (THREATS.md T4, T31, T35), on real connections: a
// token rests on it wholly before it ends, and then ends with it, or there is none.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { asOwner } from '#db/testing/owner.ts';
import type { Person } from '#domain/access/actor.ts';
import { grantRole, revokeRole } from '../people/grant-role.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import {
  approveExemption,
  askExemption,
  confirmed,
  exemptedVersion,
  granted,
  mediumUseCase,
} from '../testing/exempting.ts';
import { ledgerFaults, tokenFaults } from '../testing/ledger-check.ts';
import { hire, type Organisation, organise } from '../testing/organisation.ts';
import { done, race } from '../testing/race.ts';
import { approve, ask, register } from '../testing/release.ts';
import { introspect } from '../tokens/introspect.ts';
import { decideExemption } from './decide.ts';
import { withdrawExemption } from './withdraw.ts';

const ROUNDS = 60;
const production = { environment: 'production' };

let deployment: Deployment;
let org: Organisation;
/** who approves in turn: a renewal takes somebody else */
let approvers: Person[];

beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
  await mediumUseCase(deployment, org);
  const second = await hire(deployment, org.admin, 'second', { roles: ['legal-reviewer'] });
  approvers = await Promise.all([confirmed(deployment, org.risk), confirmed(deployment, second)]);
});
afterAll(() => deployment.close());

async function renewed(version: string, round: number): Promise<string> {
  const id = await askExemption(deployment, org.maker, { version });
  const approver = approvers[round % 2];
  if (!approver) throw new Error('two take turns');
  await approveExemption(deployment.as(approver), id);
  return id;
}

test(`withdraw against issue, ${ROUNDS} rounds: no token outlives the exemption, and no leaf comes after its end`, async () => {
  let id = await exemptedVersion(deployment, org, '1');
  const seen = { token: 0, none: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const withdraw = () => withdrawExemption(deployment.as(org.security), { exemptionId: id, reason: 'Race' });
    const promote = () => ask(deployment, org.pipeline, '1', production);
    const [promoted, ended] = await race(round, promote, withdraw);
    const [asked, withdrawn] = [done(promoted), done(ended)];
    if (asked.token) {
      seen.token += 1;
      expect(asked.token.claims.exemptions).toEqual([id]);
      expect(withdrawn.revoked, 'it ended with the exemption').toBe(1);
      expect(await introspect(deployment.as(org.auditor), asked.token.text)).toEqual({
        active: false,
        reason: 'revoked',
      });
    } else {
      seen.none += 1;
      expect([asked.decision.outcome, withdrawn.revoked]).toEqual(['deny', 0]);
    }
    expect((await promote()).token, 'unmet at the very next evaluation').toBeNull();
    id = await renewed('1', round);
  }
  expect(Math.min(seen.token, seen.none), 'both orders came up').toBeGreaterThan(0);
  const alive = await asOwner(
    deployment,
    `select jti from token t where revoked_at is null and exists (select 1 from exemption x
       where x.state = 'withdrawn' and t.claims -> 'exemptions' @> to_jsonb(array[x.id::text]))`,
  );
  expect(alive).toEqual([]);
  const late = await asOwner(
    deployment,
    `select t.jti from token t join ledger_entry w on w.action = 'exemption.withdrawn'
       and t.claims -> 'exemptions' @> to_jsonb(array[(w.leaf::jsonb -> 'data' ->> 'exemption')])
     where t.ledger_index > w.index`,
  );
  expect(late).toEqual([]);
});

test("an approver's role is taken while its exemption is used, 12 rounds: no token's leaf comes after", async () => {
  const temporary = await hire(deployment, org.admin, 'temporary', { roles: ['privacy-reviewer'] });
  const role = { personId: temporary.id, role: 'privacy-reviewer' };
  let before = 0;
  for (let round = 0; round < 12; round++) {
    const version = `standing-${round}`;
    await register(deployment, org.maker, { version, useCase: 'outside' });
    await granted(deployment, org.maker, [temporary], { version });
    // The review stands on others, so that only the exemption is at stake.
    const { reviewId } = await ask(deployment, org.maker, version, production);
    for (const person of [org.reviewer, org.owner]) await approve(deployment, person, reviewId ?? '');
    const taken = () => revokeRole(deployment.as(org.admin), role);
    const promote = () => ask(deployment, org.pipeline, version, production);
    const [promoted, ended] = await race(round, promote, taken);
    done(ended);
    const asked = done(promoted);
    if (asked.token) {
      before += 1;
      const since = await asOwner<{ action: string }>(
        deployment,
        `select action from ledger_entry where index < $1
           and index > (select max(index) from ledger_entry where action = 'exemption.granted' and index < $1)`,
        [asked.token.claims.log.index],
      );
      expect(since.map(({ action }) => action)).not.toContain('role.revoked');
    }
    expect((await promote()).token, 'it carries nothing any more').toBeNull();
    await grantRole(deployment.as(org.admin), role);
  }
  expect(before).toBeGreaterThan(0);
});

test('two ask for the same at once: one request waits, the other is a conflict', async () => {
  for (let round = 0; round < 10; round++) {
    const version = `asked-${round}`;
    await register(deployment, org.maker, { version, useCase: 'outside' });
    const answers = await Promise.allSettled(
      [org.owner, org.maker].map((person) => askExemption(deployment, person, { version })),
    );
    const codes = answers.map((answer) =>
      answer.status === 'fulfilled' ? 'asked' : (answer.reason as { code: string }).code,
    );
    expect(codes.toSorted()).toEqual(['asked', 'conflict']);
  }
});

test('two approve at once, 20 rounds: a critical exemption is granted once, by both; an ordinary one by the first', async () => {
  const [one, two] = approvers;
  if (!one || !two) throw new Error('two take turns');
  for (let round = 0; round < 20; round++) {
    const critical = round % 2 === 0;
    const version = `both-${round}`;
    await register(deployment, org.maker, { version, useCase: critical ? 'limits' : 'outside' });
    const requirement = critical ? 'artifact-scan' : 'evaluation-report';
    const exemptionId = await askExemption(deployment, org.owner, { version, requirement });
    const answers = await Promise.allSettled(
      [one, two].map((person) => decideExemption(deployment.as(person), { exemptionId, verdict: 'approve' })),
    );
    const states = answers.map((answer) =>
      answer.status === 'fulfilled' ? answer.value.state : (answer.reason as { detail: string }).detail,
    );
    expect(states.toSorted()).toEqual(critical ? ['granted', 'requested'] : ['exemption-decided', 'granted']);
    const leaves = await asOwner(
      deployment,
      `select index from ledger_entry where action = 'exemption.granted' and leaf::jsonb -> 'data' ->> 'exemption' = $1`,
      [exemptionId],
    );
    expect(leaves).toHaveLength(1);
  }
});

test('after all of it, the log and the tokens are sound', async () => {
  expect(await ledgerFaults(deployment)).toEqual([]);
  expect(await tokenFaults(deployment)).toEqual([]);
});
