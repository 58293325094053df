// Withdrawn means dead at the very next look (DESIGN.md §2; THREATS.md T23, T24, P9), and a token never outlives what it
// rests on.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { asOwner } from '#db/testing/owner.ts';
import { decodeStatusList, statusAt } from '#domain/token/status-list.ts';
import { withdrawApproval } from '../reviews/withdraw.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { type Organisation, organise } from '../testing/organisation.ts';
import { approve, approvedVersion, ask } from '../testing/release.ts';
import { introspect } from './introspect.ts';
import { revokeToken } from './revoke.ts';
import { statusList } from './status-list.ts';

let deployment: Deployment;
let org: Organisation;
beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
});
afterAll(() => deployment.close());

/** The bit of a token in the list that is served now. */
async function bitOf(index: number): Promise<number | null> {
  const [, payload = ''] = (await statusList(deployment.runtime, 0)).split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as {
    status_list: { bits: 1; lst: string };
  };
  const list = decodeStatusList(claims.status_list);
  return list && statusAt(list, index);
}

async function issued(version: string) {
  const { token, decision } = await ask(deployment, org.pipeline, version, { environment: 'production' });
  if (!token) throw new Error(`no token was issued: ${JSON.stringify(decision.voidApprovals)}`);
  return token;
}

test('withdrawing the approval ends the token at once, in introspection and in the status list', async () => {
  const { reviewId } = await approvedVersion(deployment, org.pipeline, [org.reviewer], { version: '1' }, 'production');
  const { text, claims } = await issued('1');
  const other = await issued('1');
  const idx = claims.status.status_list.idx;
  expect(await introspect(deployment.as(org.auditor), text)).toMatchObject({ active: true, jti: claims.jti });
  expect(await bitOf(idx)).toBe(0);

  expect(await withdrawApproval(deployment.as(org.reviewer), reviewId)).toEqual({ revoked: 2 });
  expect(await introspect(deployment.as(org.auditor), text)).toEqual({ active: false, reason: 'revoked' });
  expect([await bitOf(idx), await bitOf(other.claims.status.status_list.idx)]).toEqual([1, 1]);
  const { token, decision } = await ask(deployment, org.pipeline, '1', { environment: 'production' });
  expect([token, decision.outcome]).toEqual([null, 'pending']);

  await approve(deployment, org.reviewer, reviewId);
  const fresh = await issued('1');
  expect(await introspect(deployment.as(org.auditor), fresh.text)).toMatchObject({ active: true });
  expect(await bitOf(idx), 'what is dead stays dead').toBe(1);
});

test('revoking names one token; another of the same version lives on', async () => {
  await approvedVersion(deployment, org.pipeline, [org.reviewer], { version: '2' }, 'production');
  const [one, two] = [await issued('2'), await issued('2')];
  await revokeToken(deployment.as(org.pipeline), { jti: one.claims.jti.toUpperCase(), reason: 'lost' });
  expect(await introspect(deployment.as(org.auditor), one.text)).toMatchObject({ active: false });
  expect(await introspect(deployment.as(org.auditor), two.text)).toMatchObject({ active: true });
  const [leaf] = await asOwner<{ leaf: string }>(
    deployment,
    `select leaf from ledger_entry where action = 'token.revoked' order by index desc limit 1`,
  );
  expect(JSON.parse(leaf?.leaf ?? '{}')).toMatchObject({ data: { jti: one.claims.jti } });
});

test('expired is inactive, and its reason is for those who may know', async () => {
  await approvedVersion(deployment, org.pipeline, [org.reviewer], { version: '4' }, 'production');
  const { text, claims } = await issued('4');
  deployment.advance((claims.exp - claims.iat) * 1_000 + 1_000);
  expect(await introspect(deployment.as(org.auditor), text)).toEqual({ active: false, reason: 'expired' });
  expect(await introspect(deployment.as({ kind: 'anonymous' }), text)).toEqual({ active: false });
});

// Last, because the clock goes a year on and stays there.
test('a token ends with what it rests on, here the role of the approver, to the second', async () => {
  await approvedVersion(deployment, org.pipeline, [org.reviewer], { version: '3' }, 'production');
  const end = org.reviewer.grants[0]?.expiresAt.getTime() ?? 0;
  const now = async () => (await deployment.runtime.now()).getTime();
  for (const secondsLeft of [3_599, 1_800, 61, 3]) {
    deployment.advance(end - secondsLeft * 1_000 - (await now()));
    const { claims } = await issued('3');
    expect(claims.exp * 1_000).toBeLessThanOrEqual(end);
    expect(claims.exp * 1_000).toBeGreaterThan(end - 1_001);
  }
  deployment.advance(end + 1_000 - (await now()));
  expect((await ask(deployment, org.pipeline, '3', { environment: 'production' })).token).toBeNull();
});
