// A version retired, and a model handed over, at the very moment of its promotion or approval (THREATS T4, P7): whichever
// comes first, no token lives on a version that ended, and none was decided on an owner that it had no more.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { asOwner, ownerConnection } from '#db/testing/owner.ts';
import type { Person } from '#domain/access/actor.ts';
import { acceptHandover } from '../handovers/answer.ts';
import { offerHandover } from '../handovers/offer.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { ledgerFaults, tokenFaults } from '../testing/ledger-check.ts';
import { hire, type Organisation, organise } from '../testing/organisation.ts';
import { approve, ask, register, shownDigest } from '../testing/release.ts';
import { retireModel } from './end-model.ts';
import { retireVersion, revokeVersion } from './end-version.ts';

const ROUNDS = 40;
const production = { environment: 'production' };
const reason = 'Race';

let deployment: Deployment;
let org: Organisation;
/** a reviewer who belongs to the receiving team */
let insider: Person;

beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
  insider = await hire(deployment, org.admin, 'insider', { roles: ['reviewer'], teams: ['support'] });
});
afterAll(() => deployment.close());

/** Actions of the log about a version or its model, in order. */
async function story(ref: string): Promise<string[]> {
  const rows = await asOwner<{ action: string }>(
    deployment,
    `select action from ledger_entry where subject in ($1, $2) order by index`,
    [ref, ref.slice(0, ref.indexOf('@'))],
  );
  return rows.map(({ action }) => action);
}

/** Registered, asked for and approved by these for production. */
async function ready(model: string, by: Person): Promise<string> {
  await register(deployment, org.pipeline, { model, version: '1' });
  const { reviewId } = await ask(deployment, org.pipeline, '1', { model, ...production });
  await approve(deployment, by, reviewId ?? '');
  return reviewId ?? '';
}

const codeOf = (settled: PromiseSettledResult<unknown>) =>
  settled.status === 'rejected' ? (settled.reason as { code?: string }).code : null;

test.each([
  ['retired', (model: string) => retireVersion(deployment.as(org.owner), { ref: `${model}@1`, reason })],
  ['revoked', (model: string) => revokeVersion(deployment.as(org.security), { ref: `${model}@1`, reason })],
  [
    'retired with its model',
    (model: string) => {
      const [namespace, name] = model.split('/');
      return retireModel(deployment.as(org.owner), { namespace, name, reason });
    },
  ],
] as const)('%s while it is issued: no token of it lives, and none is in the log behind its end', async (how, end) => {
  const orders = { before: 0, after: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const model = `credit/${how.replaceAll(' ', '-')}-${round}`;
    await ready(model, org.reviewer);
    const [asked, ended] = await Promise.allSettled([
      ask(deployment, org.pipeline, '1', { model, ...production }),
      end(model),
    ]);
    expect(ended.status, String(codeOf(ended))).toBe('fulfilled');
    if (asked.status === 'rejected') expect(codeOf(asked)).toBe('unavailable');
    const issued = asked.status === 'fulfilled' && asked.value.token !== null;
    orders[issued ? 'before' : 'after'] += 1;
    const actions = await story(`${model}@1`);
    const over = actions.findIndex((action) => /^(version|model)\.(retired|revoked)$/.test(action));
    expect(actions.slice(over)).not.toContain('token.issued');
    if (issued) expect(actions.slice(over)).toContain('token.revoked');
  }
  expect(orders.before + orders.after).toBe(ROUNDS);
  const alive = await asOwner(
    deployment,
    `select t.jti from token t join version v on v.id = t.version_id where v.state <> 'active' and t.revoked_at is null`,
  );
  expect(alive).toEqual([]);
});

test('handed over while it is issued: the old team’s pipeline has no token in the log behind the handover', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const name = `issued-${round}`;
    const model = `credit/${name}`;
    // Every other round by somebody outside both teams, whose approval outlives the handover.
    const approver = round % 2 === 0 ? insider : org.reviewer;
    await ready(model, approver);
    const { id } = await offerHandover(deployment.as(org.owner), { namespace: 'credit', name, to: 'support', reason });
    const [asked, accepted] = await Promise.allSettled([
      ask(deployment, org.pipeline, '1', { model, ...production }),
      acceptHandover(deployment.as(org.stranger), { id }),
    ]);
    expect(accepted.status, String(codeOf(accepted))).toBe('fulfilled');
    if (asked.status === 'rejected') expect(codeOf(asked)).toMatch(/^(unavailable|forbidden)$/);
    const actions = await story(`${model}@1`);
    expect(actions.slice(actions.indexOf('model.handover-accepted')), `round ${round}`).not.toContain('token.issued');
    const next = await ask(deployment, org.stranger, '1', { model, ...production });
    expect([next.decision.outcome, next.token !== null]).toEqual(
      approver === insider ? ['pending', false] : ['allow', true],
    );
  }
});

test('who asked while they owned it, and waited for the lock while it was handed over, is refused', async () => {
  const model = 'credit/waited';
  await ready(model, org.reviewer);
  const owner = await ownerConnection(deployment.ownerUrl);
  try {
    // What accepting does, held at its middle: the versions locked, the model not yet the other team's.
    await owner.query('begin');
    await owner.query(
      `select 1 from version v join model m on m.id = v.model_id where m.name = 'waited' for no key update of v`,
    );
    const asked = ask(deployment, org.pipeline, '1', { model, ...production });
    const settled = asked.then(
      () => 'answered',
      (error: { detail?: string }) => error.detail,
    );
    await waiting(owner);
    await owner.query(
      `update model set team_id = (select id from team where slug = 'support') where name = 'waited' and namespace = 'credit'`,
    );
    await owner.query('commit');
    expect(await settled).toBe('handed-over');
  } finally {
    await owner.end();
  }
});

/** Until somebody waits for a lock. */
async function waiting(owner: Awaited<ReturnType<typeof ownerConnection>>): Promise<void> {
  for (;;) {
    const { rows } = await owner.query(
      `select 1 from pg_locks where not granted and pid in (select pid from pg_stat_activity where datname = current_database())`,
    );
    if (rows.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test('handed over while a member of the new team approves: the approval is refused or void, and never counts', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const name = `approved-${round}`;
    const model = `credit/${name}`;
    await register(deployment, org.pipeline, { model, version: '1' });
    const { reviewId } = await ask(deployment, org.pipeline, '1', { model, ...production });
    const shown = await shownDigest(deployment, insider, reviewId ?? '');
    const { id } = await offerHandover(deployment.as(org.owner), { namespace: 'credit', name, to: 'support', reason });
    const [approved, accepted] = await Promise.allSettled([
      approve(deployment, insider, reviewId ?? '', shown),
      acceptHandover(deployment.as(org.stranger), { id }),
    ]);
    expect(accepted.status, String(codeOf(accepted))).toBe('fulfilled');
    if (approved.status === 'rejected') expect(codeOf(approved)).toMatch(/^(unavailable|forbidden)$/);
    const next = await ask(deployment, org.stranger, '1', { model, ...production });
    expect([next.decision.outcome, next.token, next.decision.approvals]).toEqual(['pending', null, []]);
  }
});

test('the log and every token are whole', async () => {
  expect(await ledgerFaults(deployment)).toEqual([]);
  expect(await tokenFaults(deployment)).toEqual([]);
});
