// Exemptions: who is told that one waits, is decided, and ends (14, 3 and 0 days), with the clock driven past each edge.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { system } from '../context.ts';
import { decideExemption } from '../exemptions/decide.ts';
import { noteExpired } from '../exemptions/expire.ts';
import { withdrawExemption } from '../exemptions/withdraw.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { approveExemption, askExemption, confirmed, inDays, mediumUseCase } from '../testing/exempting.ts';
import { noticesSoFar, toldBy } from '../testing/notices.ts';
import { type Organisation, organise } from '../testing/organisation.ts';
import { register } from '../testing/release.ts';
import { tellOfEndings } from './ending-soon.ts';
import { noticesJob } from './make-notices.ts';

const DAY = 86_400_000;

let deployment: Deployment;
let org: Organisation;

beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
  await mediumUseCase(deployment, org);
  await noticesJob()(deployment.runtime);
});
afterAll(() => deployment.close());

const told = (act: () => Promise<unknown>) => toldBy(deployment, org, act);

async function asked(version: string, days: number): Promise<string> {
  await register(deployment, org.owner, { version, useCase: 'outside' });
  return askExemption(deployment, org.owner, { version, until: await inDays(deployment, days) });
}
const fresh = async (who: 'reviewer' | 'risk') => deployment.as(await confirmed(deployment, org[who]));

test('asked for: those who could decide it, and not who asked', async () => {
  const who = await told(() => asked('1.0.0', 30));
  expect(who.length).toBeGreaterThan(0);
  expect(who.every((line) => line.endsWith(': exemption.requested'))).toBe(true);
  expect(who).toContain('reviewer: exemption.requested');
  expect(who.join()).not.toMatch(/owner|maker|stranger|auditor|admin/);
});

test('granted, refused and withdrawn: who asked and who answers for the team', async () => {
  const everybody = ['maker: exemption.decided', 'owner: exemption.decided'];
  const granted = await asked('2.0.0', 30);
  const refused = await asked('2.0.1', 30);
  await told(async () => {});
  expect(await told(async () => approveExemption(await fresh('reviewer'), granted))).toEqual(everybody);
  const verdict = { exemptionId: refused, verdict: 'refuse', comment: 'Canary: not this one' };
  expect(await told(async () => decideExemption(await fresh('reviewer'), verdict))).toEqual(everybody);
  const withdrawal = { exemptionId: granted, reason: 'No longer needed' };
  expect(await told(async () => withdrawExemption(await fresh('reviewer'), withdrawal))).toEqual(everybody);
});

test('its end: at 14 and 3 days and when it has come, once each, however often the clock is asked', async () => {
  const id = await asked('3.0.0', 30);
  await approveExemption(await fresh('reviewer'), id);
  const look = async () => {
    await tellOfEndings(deployment.runtime);
    await Promise.all([tellOfEndings(deployment.runtime), tellOfEndings(deployment.runtime)]);
    await noteExpired({ runtime: deployment.runtime, actor: system, requestId: 'test' });
  };
  await told(async () => {});
  const both = ['maker: exemption.ending', 'owner: exemption.ending'];
  expect(await told(look), '30 days before').toEqual([]);
  for (const [days, expected] of [
    [15.9, []],
    [0.2, both],
    [5, []],
    [6, both],
    [2, []],
    [1, both],
    [30, []],
  ] as const) {
    deployment.advance(days * DAY);
    const who = await told(look);
    expect(who, `${days} days on`).toEqual(expected);
  }
  const said = (await noticesSoFar(deployment, org)).filter(
    ({ kind, data, who }) => kind === 'exemption.ending' && data.exemption === id && who === 'owner',
  );
  expect(said.map(({ data }) => data.days)).toEqual([14, 3, 0]);
});
