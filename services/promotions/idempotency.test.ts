// Asking again with the same Idempotency-Key (DESIGN.md §2 "Idempotency"; THREATS.md P3).

import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { tokenFaults } from '../testing/ledger-check.ts';
import { type Organisation, organise } from '../testing/organisation.ts';
import { approve, approvedVersion, ask, register } from '../testing/release.ts';
import { revokeToken } from '../tokens/revoke.ts';

let deployment: Deployment;
let org: Organisation;
beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
  await approvedVersion(deployment, org.pipeline, [org.reviewer], { version: '1' }, 'production');
});
afterAll(() => deployment.close());

const asking = (key: string, version = '1', environment = 'production') =>
  ask(deployment, org.pipeline, version, { environment, key });

test('the same key and body is the same token, and another key is another', async () => {
  const [first, again, other] = [await asking('k1'), await asking('k1'), await asking('k2')];
  expect(again.token?.claims).toEqual(first.token?.claims);
  expect(again.id).toBe(first.id);
  expect(other.token?.claims.jti).not.toBe(first.token?.claims.jti);
});

test('the same key with another body is refused, by each field', async () => {
  await asking('k3');
  for (const again of [() => asking('k3', '2'), () => asking('k3', '1', 'sandbox')]) {
    await expect(again()).rejects.toMatchObject({ code: 'invalid', detail: 'idempotency-mismatch' });
  }
});

test("a key is its actor's own: somebody else's is theirs", async () => {
  const mine = await asking('shared');
  const theirs = await ask(deployment, org.maker, '1', { environment: 'sandbox', key: 'shared' });
  expect(theirs.token?.claims.jti).not.toBe(mine.token?.claims.jti);
});

test('a token that was revoked or ran out is a conflict, never another token', async () => {
  const { token } = await asking('revoked');
  await revokeToken(deployment.as(org.pipeline), { jti: token?.claims.jti, reason: 'x' });
  await expect(asking('revoked')).rejects.toMatchObject({ code: 'conflict', detail: 'token-ended' });

  await asking('expires');
  deployment.advance(3_601_000);
  await expect(asking('expires')).rejects.toMatchObject({ code: 'conflict', detail: 'token-ended' });
  await expect(asking('expires'), 'and stays one').rejects.toMatchObject({ detail: 'token-ended' });
});

test('pending and deny are asked anew each time, so that an approval counts', async () => {
  await register(deployment, org.pipeline, { version: '2' });
  const pending = await asking('later', '2');
  expect(pending.decision.outcome).toBe('pending');
  expect((await asking('later', '2')).reviewId).toBe(pending.reviewId);
  await approve(deployment, org.reviewer, pending.reviewId ?? '');
  const allowed = await asking('later', '2');
  expect(allowed.token).not.toBeNull();
  expect((await asking('later', '2')).token?.claims.jti).toBe(allowed.token?.claims.jti);
  expect(await tokenFaults(deployment)).toEqual([]);
});
