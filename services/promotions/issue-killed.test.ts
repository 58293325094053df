// The issue path with the connection lost at every statement (DESIGN.md §2 "Issuing"; THREATS.md P1, P3, T48).

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cutPool, type Moment, sever } from '#db/testing/cut-pool.ts';
import { asOwner } from '#db/testing/owner.ts';
import { digestOf } from '#domain/canonical/json.ts';
import { readPromotionToken } from '#domain/token/read-token.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { leaves, ledgerFaults, tokenFaults } from '../testing/ledger-check.ts';
import { type Organisation, organise } from '../testing/organisation.ts';
import { approvedVersion, ask, withKey } from '../testing/release.ts';
import { type PromotionAnswer, requestPromotion } from './request.ts';

let deployment: Deployment;
let org: Organisation;

beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
  await approvedVersion(deployment, org.pipeline, [org.reviewer], { version: '1.0.0' });
});
afterAll(() => deployment.close());

const request = { model: 'credit/scorer', version: '1.0.0', environment: 'staging' };

/** Asks once with the connection cut. */
async function attempt(at: number, moment: Moment, key: string) {
  const { runtime } = deployment;
  const { pool, hit } = cutPool(runtime.store.gatePool, { at, moment });
  const ctx = { ...deployment.as(org.pipeline), runtime: { ...runtime, store: { ...runtime.store, gatePool: pool } } };
  const outcome = await requestPromotion(withKey(ctx, key, request), request).then(
    (answer) => ({ answer, error: null }),
    (error: unknown) => ({ answer: null, error }),
  );
  return { ...outcome, hit: hit() };
}

async function jtiOf(key: string): Promise<string[]> {
  const rows = await asOwner<{ subject: string }>(deployment, 'select subject from idempotency where key = $1', [key]);
  return rows.map(({ subject }) => subject);
}

/** What a caller holds is signed by us over exactly what the committed leaf commits to. */
async function expectCommitted({ token }: PromotionAnswer): Promise<void> {
  if (!token) throw new Error('no token was issued');
  const read = await readPromotionToken(token.text, [deployment.runtime.signer.keys.promotion]);
  if (!read.ok) throw new Error(`the token does not verify: ${read.code}`);
  const leaf = (await leaves(deployment))[read.claims.log.index];
  expect(leaf).toMatchObject({ action: 'token.issued', data: { jti: read.claims.jti, claims: digestOf(read.claims) } });
}

describe.each<Moment>(['before', 'in-flight', 'after'])('the connection lost %s', (moment) => {
  test('each statement: a leaf for every token, one token a key, and the retry answers with it', async () => {
    const statements: string[] = [];
    let committedThenLost = 0;
    for (let at = 1; ; at++) {
      const key = `${moment}-${at}`;
      const { answer, error, hit } = await attempt(at, moment, key);
      if (hit === null) {
        expect(answer?.token, 'with no statement left to cut, it succeeds').not.toBeNull();
        break;
      }
      statements.push(hit);
      expect(error, `cut ${moment} statement ${at}`).toMatchObject({ code: 'unavailable' });
      const before = await jtiOf(key);
      const retry = await ask(deployment, org.pipeline, '1.0.0', { key });
      const again = await ask(deployment, org.pipeline, '1.0.0', { key });
      await expectCommitted(retry);
      expect(again.token?.claims).toEqual(retry.token?.claims);
      if (before.length > 0) {
        committedThenLost += 1;
        expect(before, 'an unknown outcome is answered with the token that it made').toEqual([retry.token?.claims.jti]);
      }
      expect(await jtiOf(key)).toEqual([retry.token?.claims.jti]);
    }
    expect(statements[0]).toBe('begin');
    expect(statements.at(-1)).toBe('commit');
    expect(statements.length).toBeGreaterThan(10);
    // Only a lost answer to COMMIT may have committed.
    if (moment === 'after') expect(committedThenLost).toBe(1);
    if (moment === 'before') expect(committedThenLost).toBe(0);
    expect(await tokenFaults(deployment)).toEqual([]);
    expect(await ledgerFaults(deployment)).toEqual([]);
  });
});

test('a signer that fails after the commit leaves a token that the retry signs', async () => {
  const { runtime } = deployment;
  const broken = { ...runtime, signer: { ...runtime.signer, signJwt: () => Promise.reject(new Error('no signer')) } };
  const ctx = { ...deployment.as(org.pipeline), runtime: broken };
  await expect(requestPromotion(withKey(ctx, 'signer', request), request)).rejects.toThrow('no signer');
  const committed = await jtiOf('signer');
  expect(committed).toHaveLength(1);
  const retry = await ask(deployment, org.pipeline, '1.0.0', { key: 'signer' });
  expect(retry.token?.claims.jti).toBe(committed[0]);
  await expectCommitted(retry);
});

test('a connection lost between two statements ends its request, not the process', async () => {
  const client = await deployment.runtime.store.gatePool.connect();
  await client.query('BEGIN');
  // Nothing is running on it: without a listener of ours, the client's `error` would be nobody's, and end the process.
  sever(client);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await expect(client.query('COMMIT')).rejects.toThrow(/connection/i);
  client.release(true);
  const answer = await ask(deployment, org.pipeline, '1.0.0', { key: 'after-loss' });
  expect(answer.token).not.toBeNull();
});

test('sixteen requests with one key at the same moment make one token', async () => {
  const answers = await Promise.all(
    Array.from({ length: 16 }, () => ask(deployment, org.pipeline, '1.0.0', { key: 'together' })),
  );
  expect(new Set(answers.map(({ token }) => token?.claims.jti)).size).toBe(1);
  expect(await jtiOf('together')).toHaveLength(1);
  expect(await tokenFaults(deployment)).toEqual([]);
});
