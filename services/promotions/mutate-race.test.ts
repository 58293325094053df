// What a decision rests on, changed at the very moment of the promotion (THREATS.md T4, P7): whichever comes first, every
// token rests on approvals of exactly the content that it names, none of them withdrawn when its leaf was written.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asOwner } from '#db/testing/owner.ts';
import type { Person } from '#domain/access/actor.ts';
import { attachEvidence } from '../evidence/attach.ts';
import { setDisabled } from '../people/disable-person.ts';
import { grantRole, revokeRole } from '../people/grant-role.ts';
import { withdrawApproval } from '../reviews/withdraw.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { ledgerFaults, tokenFaults } from '../testing/ledger-check.ts';
import { confirmed, HARMLESS, hire, type Organisation, organise, refreshed } from '../testing/organisation.ts';
import { race } from '../testing/race.ts';
import { approve, ask, register, shownDigest } from '../testing/release.ts';
import { decideUseCase } from '../use-cases/decide.ts';
import { submitUseCase } from '../use-cases/submit.ts';

const ROUNDS = 60;
/** where even a low version needs its reviewer every time */
const production = { environment: 'production' };

let deployment: Deployment;
let org: Organisation;
let reviewer: Person;

beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
  reviewer = await hire(deployment, org.admin, 'racer', { roles: ['reviewer'] });
});
afterAll(() => deployment.close());

/** how often the promotion came before the change, and after it, over all cases */
const orders = { before: 0, after: 0 };

interface Case {
  readonly name: string;
  readonly change: (version: string, reviewId: string, round: number) => Promise<unknown>;
  /** makes the next round's approval possible again */
  readonly mend?: (round: number) => Promise<unknown>;
  /** an event after which no token of the version may follow on what was approved before it */
  readonly ends: string;
}

const cases: Case[] = [
  {
    name: 'the manifest is revised',
    ends: 'manifest.revised',
    change: (version, _review, round) => register(deployment, org.maker, { version, description: `Round ${round}` }),
  },
  {
    name: 'evidence is attached',
    ends: 'evidence.attached',
    change: (version, _review, round) =>
      attachEvidence(deployment.as(org.maker), {
        ref: `credit/scorer@${version}`,
        type: 'document',
        fileName: 'note.txt',
        bytes: new TextEncoder().encode(`${version} ${round}`),
      }),
  },
  {
    name: 'the use case gets another version',
    ends: 'use-case.submitted',
    change: () =>
      submitUseCase(deployment.as(org.owner), {
        slug: 'search',
        team: 'credit',
        title: 'search',
        description: 'Changed',
        facts: HARMLESS,
      }),
    mend: async () => {
      const [row] = await asOwner<{ number: number }>(
        deployment,
        `select max(number) as number from use_case_version v join use_case u on u.id = v.use_case_id where u.slug = 'search'`,
      );
      await decideUseCase(deployment.as(org.risk), { slug: 'search', version: row?.number, verdict: 'approve' });
    },
  },
  {
    name: 'the approval is withdrawn',
    ends: 'approval.withdrawn',
    change: (_version, reviewId) => withdrawApproval(deployment.as(reviewer), reviewId),
  },
  {
    name: "the approver's role is taken",
    ends: 'role.revoked',
    change: () => revokeRole(deployment.as(org.admin), { personId: reviewer.id, role: 'reviewer' }),
    mend: async () => {
      const admin = await confirmed(deployment, org.admin);
      await grantRole(deployment.as(admin), { personId: reviewer.id, role: 'reviewer' });
      reviewer = await refreshed(deployment, reviewer);
    },
  },
];

describe.each(cases)('while $name', ({ name, change, mend, ends }) => {
  test(`${ROUNDS} rounds: no token on what does not hold any more`, async () => {
    const prefix = name.replaceAll(/[^a-z]/g, '');
    let before = 0;
    let refused = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const version = `${prefix}-${round}`;
      await register(deployment, org.pipeline, { version });
      const { reviewId } = await ask(deployment, org.pipeline, version, production);
      if (reviewId === null) throw new Error('no review was opened');
      const shown = await shownDigest(deployment, reviewer, reviewId);
      const { approvalId } = await approve(deployment, reviewer, reviewId, shown);
      const [asked, changed] = await race(
        round,
        () => ask(deployment, org.pipeline, version, production),
        async () => change(version, reviewId, round),
      );
      expect(changed.status).toBe('fulfilled');
      // A deadlock is answered with `unavailable`, and nothing has happened.
      if (asked.status === 'rejected') expect(asked.reason).toMatchObject({ code: 'unavailable' });
      const answer = asked.status === 'fulfilled' ? asked.value : null;
      if (answer?.token) {
        before += 1;
        expect(answer.token.claims.approvals).toEqual([approvalId]);
        expect(answer.decision.contentDigest, 'approved on exactly this').toBe(shown);
        const since = await asOwner<{ action: string }>(
          deployment,
          `select action from ledger_entry where index < $1
             and index >= (select max(index) from ledger_entry where action = 'approval.granted' and index < $1)`,
          [answer.token.claims.log.index],
        );
        expect(since[0]?.action).toBe('approval.granted');
        expect(
          since.map(({ action }) => action),
          'the log has no token after what ends it',
        ).not.toContain(ends);
      } else {
        refused += 1;
      }
      const next = await ask(deployment, org.pipeline, version, production);
      expect(next.token, 'the change has taken hold').toBeNull();
      await mend?.(round);
    }
    expect(before + refused).toBe(ROUNDS);
    orders.before += before;
    orders.after += refused;
    expect(await tokenFaults(deployment)).toEqual([]);
  });
});

test('the races were races: both orders came up', () => {
  expect(orders.before).toBeGreaterThan(0);
  expect(orders.after).toBeGreaterThan(0);
});

test('withdrawing ended every token that rested on the approval, in whatever order they came', async () => {
  const alive = await asOwner(
    deployment,
    `select jti from token t where revoked_at is null and exists (
       select 1 from approval a where a.withdrawn_at is not null and a.verdict = 'approve'
         and t.claims -> 'approvals' @> to_jsonb(array[a.id::text]))`,
  );
  expect(alive).toEqual([]);
  expect(await ledgerFaults(deployment)).toEqual([]);
});

test('a disabled approver carries nothing any more', async () => {
  const temporary = await hire(deployment, org.admin, 'temporary', { roles: ['reviewer'] });
  await register(deployment, org.pipeline, { version: 'disabled' });
  const { reviewId } = await ask(deployment, org.pipeline, 'disabled', production);
  await approve(deployment, temporary, reviewId ?? '');
  await setDisabled(deployment.as(org.admin), { personId: temporary.id, disabled: true });
  const { decision, token } = await ask(deployment, org.pipeline, 'disabled', production);
  expect([decision.outcome, token]).toEqual(['pending', null]);
});
