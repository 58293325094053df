// The ledger under load, rollbacks, faults and a clock that is wrong (DESIGN.md §2 "Ledger"; THREATS.md T46, T50, P4).

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reader } from '#db/read.ts';
import { asOwner, ownerConnection } from '#db/testing/owner.ts';
import { consistencyNodes, consistencyProof } from '#domain/ledger/proof.ts';
import { verifyConsistency } from '#domain/ledger/verify-proof.ts';
import { thing } from '../access/subjects.ts';
import { createTeam } from '../teams/create-team.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { leaves, ledgerFaults, tokenFaults } from '../testing/ledger-check.ts';
import { type Organisation, organise } from '../testing/organisation.ts';
import { approvedVersion, ask } from '../testing/release.ts';
import { changed, mutate, unchanged } from '../transact.ts';
import { signedHead } from './checkpoint.ts';
import { readNodes } from './nodes.ts';

let deployment: Deployment;
let org: Organisation;

beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
  await approvedVersion(deployment, org.pipeline, [org.reviewer], { version: '1.0.0' });
});
afterAll(() => deployment.close());

const WRITERS = 16;
const ROUNDS = 25;

/** One transaction: several events, and now and then an end without any, before or after the head is locked. */
function write(writer: number, round: number): Promise<unknown> {
  const fate = Math.random();
  const event = {
    action: 'team.created' as const,
    subject: `team:w${writer}-${round}`,
    data: { slug: `w${writer}-${round}` },
  };
  return mutate(deployment.as(org.admin), 'team.manage', thing('team:race'), async (tx) => {
    if (fate < 0.4) await tx.ledger.lock();
    if (fate < 0.15) throw new Error('rolled back');
    if (fate < 0.3) return unchanged(undefined);
    return fate < 0.6 ? changed(undefined, event) : changed(undefined, event, event, event);
  });
}

test('sixteen writers with random rollbacks leave no gap, and the stored tree is that of the leaves', async () => {
  const before = await signedHead(deployment.runtime);
  const outcomes = await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      const ended: string[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        ended.push(
          await write(writer, round).then(
            () => 'done',
            (error: Error) => error.message,
          ),
        );
      }
      return ended;
    }),
  );
  const all = outcomes.flat();
  expect(new Set(all)).toEqual(new Set(['done', 'rolled back']));
  expect(await ledgerFaults(deployment)).toEqual([]);

  const after = await signedHead(deployment.runtime);
  expect(after.size).toBeGreaterThan(before.size + 100);
  const hashes = await readNodes(reader(deployment.runtime.store.pool), consistencyNodes(before.size, after.size));
  const proof = consistencyProof(before.size, after.size, hashes);
  const claim = { oldSize: before.size, newSize: after.size, oldRoot: before.root, newRoot: after.root, proof };
  expect(verifyConsistency(claim), 'the older checkpoint is a prefix of the newer').toBe(true);
});

describe('when the ledger cannot be written', () => {
  const faults: { name: string; breakIt: string; mendIt: string }[] = [
    {
      name: 'the app may not insert entries',
      breakIt: 'revoke insert on ledger_entry from countersign_test_app',
      mendIt: 'grant insert on ledger_entry to countersign_test_app',
    },
    {
      name: 'the app may not insert nodes',
      breakIt: 'revoke insert on ledger_node from countersign_test_app',
      mendIt: 'grant insert on ledger_node to countersign_test_app',
    },
    {
      name: 'the app may not move the head',
      breakIt: 'revoke update on ledger_head from countersign_test_app',
      mendIt: 'grant update on ledger_head to countersign_test_app',
    },
    {
      name: 'there is no head',
      breakIt:
        'alter table ledger_head rename to ledger_head_gone; create table ledger_head (like ledger_head_gone); grant select, update on ledger_head to countersign_test_app',
      mendIt: 'drop table ledger_head; alter table ledger_head_gone rename to ledger_head',
    },
  ];
  test.each(faults)(
    '$name: nothing is issued or changed, and the answer is `unavailable`',
    async ({ breakIt, mendIt }) => {
      const before = await leaves(deployment);
      await asOwner(deployment, breakIt);
      try {
        await expect(ask(deployment, org.pipeline, '1.0.0', { key: breakIt.slice(0, 200) })).rejects.toMatchObject({
          code: 'unavailable',
        });
        await expect(createTeam(deployment.as(org.admin), { slug: 'unwritten', name: 'x' })).rejects.toMatchObject({
          code: 'unavailable',
        });
      } finally {
        await asOwner(deployment, mendIt);
      }
      expect(await leaves(deployment)).toEqual(before);
      expect(await tokenFaults(deployment)).toEqual([]);
      expect(await asOwner(deployment, `select 1 from team where slug = 'unwritten'`)).toEqual([]);
    },
  );

  test('the head locked by somebody else: `unavailable`, and the same key works afterwards', async () => {
    const holder = await ownerConnection(deployment.ownerUrl);
    await holder.query('begin; select 1 from ledger_head for update');
    const waiting = Array.from({ length: 6 }, () => ask(deployment, org.pipeline, '1.0.0', { key: 'locked' }));
    const refused = await Promise.allSettled(waiting);
    await holder.query('rollback');
    await holder.end();
    for (const one of refused) expect(one).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
    expect((await ask(deployment, org.pipeline, '1.0.0', { key: 'locked' })).token).not.toBeNull();
    expect(await tokenFaults(deployment)).toEqual([]);
  });
});

test('a clock set back refuses to issue and to record; set right, it works, and times never go down', async () => {
  const hour = 3_600_000;
  const before = await leaves(deployment);
  deployment.advance(-hour);
  await expect(ask(deployment, org.pipeline, '1.0.0')).rejects.toMatchObject({
    code: 'unavailable',
    detail: 'clock-behind',
  });
  await expect(createTeam(deployment.as(org.admin), { slug: 'early', name: 'x' })).rejects.toMatchObject({
    detail: 'clock-behind',
  });
  expect(await leaves(deployment)).toEqual(before);
  deployment.advance(hour);
  expect((await ask(deployment, org.pipeline, '1.0.0')).token).not.toBeNull();
  const times = (await leaves(deployment)).map(({ at }) => at);
  expect(times).toEqual([...times].sort());
});
