// The clock driven across the end of an exemption, to the millisecond, on every path that asks the services (THREATS.md
// T24, T35): decisions, promotions over HTTP, introspection of a token minted under it, the register, lists and pages.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reader } from '#db/read.ts';
import { type Ctx, system } from '#services/context.ts';
import { noteExpired } from '#services/exemptions/expire.ts';
import { listExemptions } from '#services/exemptions/list.ts';
import { readExemption } from '#services/exemptions/read.ts';
import { evaluate } from '#services/gate/evaluate.ts';
import type { Runtime } from '#services/runtime.ts';
import { type Deployment, ORIGIN, openDeployment } from '#services/testing/deployment.ts';
import { exemptedVersion, mediumUseCase } from '#services/testing/exempting.ts';
import { leaves, ledgerFaults, tokenFaults } from '#services/testing/ledger-check.ts';
import { type Organisation, organise } from '#services/testing/organisation.ts';
import { ask } from '#services/testing/release.ts';
import { versionId } from '#services/versions/find-version.ts';
import { readVersion } from '#services/versions/read-version.ts';
import { createApi } from './create-api.ts';

const NAME = { namespace: 'credit', name: 'scorer', version: '1' };

let deployment: Deployment;
let org: Organisation;
let exemptionId: string;
/** the exemption's end, in ms: a whole second */
let end: number;
/** minted under it, when it had a minute left */
let minted: { text: string; exp: number };

beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
  await mediumUseCase(deployment, org);
  end = (Math.floor((await deployment.runtime.now()).getTime() / 1_000) + 60) * 1_000;
  exemptionId = await exemptedVersion(deployment, org, '1', new Date(end).toISOString());
  const { token } = await ask(deployment, org.maker, '1', { environment: 'production' });
  if (!token) throw new Error('no token was issued');
  minted = { text: token.text, exp: token.claims.exp };
});
afterAll(() => deployment.close());

/** The deployment with its clock held at one moment. */
function at(ms: number): Runtime {
  const moment = () => new Date(ms);
  return { ...deployment.runtime, clock: moment, now: async () => moment() };
}
const ctx = (ms: number, actor: Ctx['actor'] = org.auditor): Ctx => ({ runtime: at(ms), actor, requestId: 'edge' });

function call(ms: number, method: string, path: string, body?: object, type = 'application/json') {
  return createApi(at(ms)).request(`${ORIGIN}${path}`, {
    method,
    headers: { authorization: `Bearer ${org.secret}`, ...(body ? { 'content-type': type } : {}) },
    ...(body
      ? { body: type === 'application/json' ? JSON.stringify(body) : new URLSearchParams({ ...body }).toString() }
      : {}),
  });
}

test('a token minted under it ends with it, though its tier would let it live longer', () => {
  expect(minted.exp * 1_000).toBe(end);
});

describe.each([
  ['a millisecond before its end', -1, true],
  ['at its end', 0, false],
  ['a millisecond after', 1, false],
])('%s', (_, offset, holds) => {
  const ms = () => end + offset;
  const status = holds ? 'waived' : 'unmet';
  const reportOf = (requirements: readonly { id: string; status: string; reason: string }[]) =>
    requirements.find(({ id }) => id === 'evaluation-report');

  test(`decide: ${status}`, async () => {
    const db = reader(deployment.runtime.store.pool);
    const id = await versionId(db, NAME);
    const { decision } = await evaluate(db, id, 'production', true, new Date(ms()));
    expect(reportOf(decision.requirements)?.status).toBe(status);
    expect(decision.outcome).toBe(holds ? 'allow' : 'deny');
    expect(decision.tokenUntil).toBe(holds ? new Date(end).toISOString() : null);
    if (!holds) expect(reportOf(decision.requirements)?.reason).toContain(`ended at ${new Date(end).toISOString()}`);
  });

  test(`POST /promotions: ${holds ? 'a token that ends with it' : 'denied'}`, async () => {
    const body = { model: 'credit/scorer', version: '1', environment: 'production' };
    const answer = await call(ms(), 'POST', '/api/v1/promotions', body);
    const json = (await answer.json()) as { outcome?: string; code?: string; expiresAt?: string };
    expect([answer.status, json.outcome ?? json.code]).toEqual(holds ? [200, 'allow'] : [403, 'gate-denied']);
    if (holds) expect(json.expiresAt).toBe(new Date(end).toISOString());
  });

  test(`introspection of the token: ${holds ? 'active' : 'expired'}`, async () => {
    const form = 'application/x-www-form-urlencoded';
    const answer = await call(ms(), 'POST', '/api/v1/tokens/introspect', { token: minted.text }, form);
    const json = await answer.json();
    if (holds) expect(json).toMatchObject({ active: true, exemptions: [exemptionId] });
    else expect(json).toEqual({ active: false, reason: 'expired' });
  });

  test(`GET of the version, which \`status\` shows: ${status}`, async () => {
    const answer = await call(ms(), 'GET', '/api/v1/models/credit/scorer/versions/1');
    const { environments } = (await answer.json()) as {
      environments: { name: string; decision: { requirements: { id: string; status: string; reason: string }[] } }[];
    };
    const production = environments.find(({ name }) => name === 'production');
    expect(reportOf(production?.decision.requirements ?? [])).toMatchObject({
      status,
      exemptionLink: holds ? `${ORIGIN}/exemptions/${exemptionId}` : expect.stringContaining('/exemptions/new?'),
    });
  });

  test(`the pages: ${holds ? 'live' : 'expired, and still there'}`, async () => {
    const version = await readVersion(ctx(ms()), NAME);
    const production = version.environments.find(({ name }) => name === 'production');
    expect(reportOf(production?.decision.requirements ?? [])?.status).toBe(status);
    const page = await readExemption(ctx(ms()), exemptionId);
    expect([page.state, page.counts === null]).toEqual(holds ? ['live', false] : ['expired', true]);
    const listed = async (state: 'live' | 'ending' | 'expired') =>
      (await listExemptions(ctx(ms()), { state })).rows.map(({ id }) => id);
    expect([await listed('live'), await listed('ending'), await listed('expired')]).toEqual(
      holds ? [[exemptionId], [exemptionId], []] : [[], [], [exemptionId]],
    );
  });
});

test('its end is written down once, however many replicas look at once and again', async () => {
  expect(await noteExpired(ctx(end - 1, system))).toBe(0);
  const noted = await Promise.all([1, 2, 3, 4].map(() => noteExpired(ctx(end, system))));
  expect(noted.toSorted()).toEqual([0, 0, 0, 1]);
  expect(await noteExpired(ctx(end + 1, system))).toBe(0);
  const expired = (await leaves(deployment)).filter(({ action }) => action === 'exemption.expired');
  expect(expired.map(({ actor, data }) => [actor, data.exemption])).toEqual([['system', exemptionId]]);
  expect(await ledgerFaults(deployment)).toEqual([]);
  expect(await tokenFaults(deployment)).toEqual([]);
});
