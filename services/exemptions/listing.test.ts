// Who sees which exemptions, in what order, page by page (DESIGN.md §4; THREATS.md T63).

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Pipeline } from '#domain/access/actor.ts';
import { writeCursor } from '../paging.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { approveExemption, askExemption, confirmed, inDays, mediumUseCase } from '../testing/exempting.ts';
import { issueKey, type Organisation, organise } from '../testing/organisation.ts';
import { register } from '../testing/release.ts';
import { decideExemption } from './decide.ts';
import { type ExemptionFilter, listExemptions } from './list.ts';
import { readExemption } from './read.ts';
import { listExemptionUses } from './uses.ts';
import { withdrawExemption } from './withdraw.ts';

let deployment: Deployment;
let org: Organisation;
/** by version */
const ids: Record<string, string> = {};
const versions = ['1', '2', '3', '4', '5', '6', '7'];

beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
  await mediumUseCase(deployment, org);
  const reviewer = deployment.as(await confirmed(deployment, org.reviewer));
  for (const version of versions) {
    await register(deployment, org.maker, { version, useCase: 'outside' });
    // Later versions end sooner.
    const until = await inDays(deployment, 40 - 5 * Number(version));
    ids[version] = await askExemption(deployment, org.owner, { version, until });
  }
  for (const version of ['1', '2', '3', '4', '5']) await approveExemption(reviewer, ids[version] ?? '');
  await withdrawExemption(reviewer, { exemptionId: ids['5'] ?? '', reason: 'Over' });
  await decideExemption(reviewer, { exemptionId: ids['6'] ?? '', verdict: 'refuse', comment: 'No' });
});
afterAll(() => deployment.close());

async function listed(filter: ExemptionFilter, actor: Actor = org.auditor): Promise<string[]> {
  const { rows } = await listExemptions(deployment.as(actor), filter);
  return rows.map(({ ref }) => ref.split('@')[1] ?? '');
}

describe('each state', () => {
  test.each<[ExemptionFilter['state'], string[]]>([
    ['waiting', ['7']],
    // what ends next comes first
    ['live', ['4', '3', '2', '1']],
    ['ending', []],
    ['expired', []],
    ['refused', ['6']],
    ['withdrawn', ['5']],
    [undefined, ['7', '6', '5', '4', '3', '2', '1']],
  ])('%s', async (state, expected) => {
    expect(await listed({ state })).toEqual(expected);
  });

  test('ending is what has 14 days at most, and expired is what had its time, once that is over', async () => {
    // 20 days before the end of 4, 25 before that of 3
    deployment.advance(11 * 86_400_000);
    expect(await listed({ state: 'ending' })).toEqual(['4', '3']);
    deployment.advance(11 * 86_400_000);
    expect([await listed({ state: 'live' }), await listed({ state: 'expired' })]).toEqual([['3', '2', '1'], ['4']]);
    deployment.advance(-22 * 86_400_000);
  });
});

test('filters narrow together', async () => {
  expect(
    await listed({ tier: 'medium', team: 'credit', requirement: 'evaluation-report', state: 'live' }),
  ).toHaveLength(4);
  for (const filter of [
    { tier: 'high' },
    { team: 'support' },
    { requirement: 'artifact-scan' },
    { environment: 'staging' },
  ] as const) {
    expect(await listed(filter)).toEqual([]);
  }
  expect(await listed({ model: 'credit/scorer', version: '3' })).toEqual(['3']);
  expect(await listed({ model: 'credit/other' })).toEqual([]);
});

test.each(['live', undefined] as const)('pages of %s follow one another without gap or repeat', async (state) => {
  const whole = await listed({ state });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listExemptions(deployment.as(org.auditor), { state, limit: 2, cursor });
    seen.push(...page.rows.map(({ ref }) => ref.split('@')[1] ?? ''));
    cursor = writeCursor(page.next) ?? undefined;
  } while (cursor !== undefined);
  expect(seen).toEqual(whole);
});

test('waiting for me: for who may decide, and for nobody else', async () => {
  for (const who of ['reviewer', 'risk', 'security'] as const)
    expect(await listed({ mine: true }, org[who]), who).toEqual(['7']);
  for (const who of ['owner', 'maker', 'admin', 'auditor', 'stranger'] as const) {
    expect(await listed({ mine: true }, org[who]), who).toEqual([]);
  }
});

describe('a pipeline sees what its scope covers, and nothing else is there', () => {
  const keyFor = async (models: string[], environments: string[], team: 'credit' | 'support' = 'credit') => {
    const maker = team === 'credit' ? org.owner : org.stranger;
    return (await issueKey(deployment, deployment.as(maker), team, models, environments)).pipeline;
  };
  async function sees(pipeline: Pipeline): Promise<boolean> {
    const list = await listed({}, pipeline);
    const one = ids['1'] ?? '';
    const read = await readExemption(deployment.as(pipeline), one).then(
      () => true,
      ({ code }: { code: string }) => (code === 'not-found' ? false : code),
    );
    const uses = await listExemptionUses(deployment.as(pipeline), one).then(
      () => true,
      ({ code }: { code: string }) => (code === 'not-found' ? false : code),
    );
    expect([read, uses]).toEqual([list.length === 7, list.length === 7]);
    expect([0, 7]).toContain(list.length);
    return list.length === 7;
  }

  test.each([
    ['its namespace', ['credit/*'], ['production'], true],
    ['its model', ['credit/scorer'], ['staging', 'production'], true],
    ['another model', ['credit/other'], ['production'], false],
    ['another environment', ['credit/*'], ['staging'], false],
  ])('%s: %j for %j', async (_, models, environments, expected) => {
    expect(await sees(await keyFor(models, environments))).toBe(expected);
  });

  test("another team's key, whatever its patterns say", async () => {
    expect(await sees(await keyFor(['support/*', 'credit/*'], ['production'], 'support'))).toBe(false);
  });
});
