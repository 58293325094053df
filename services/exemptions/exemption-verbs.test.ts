// What exemptions let whom do, and what it leaves in the ledger (STYLE.md, four cases a verb).

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#domain/access/actor.ts';
import { system } from '../context.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { askExemption, confirmed, exemptionBody, inDays, mediumUseCase } from '../testing/exempting.ts';
import { leaves, ledgerFaults, tokenFaults } from '../testing/ledger-check.ts';
import { type Organisation, organise } from '../testing/organisation.ts';
import { register } from '../testing/release.ts';
import { tryVerbs, type Verb } from '../testing/verbs.ts';
import { decideExemption } from './decide.ts';
import { noteExpired } from './expire.ts';
import { listExemptions } from './list.ts';
import { readProspect } from './prospect.ts';
import { readExemption } from './read.ts';
import { requestExemption } from './request.ts';
import { listExemptionUses } from './uses.ts';
import { withdrawExemption } from './withdraw.ts';

let deployment: Deployment;
let org: Organisation;
let until: string;
/** exemptions that the verbs are tried on */
let at: { approved: string; refused: string; withdrawn: string };

beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
  await mediumUseCase(deployment, org);
  until = await inDays(deployment, 10);
  const asked = async (version: string) => {
    await register(deployment, org.pipeline, { version, useCase: 'outside' });
    return askExemption(deployment, org.owner, { version });
  };
  await register(deployment, org.pipeline, { version: '1', useCase: 'outside' });
  at = { approved: await asked('2'), refused: await asked('3'), withdrawn: await asked('4') };
  org = { ...org, reviewer: await confirmed(deployment, org.reviewer) };
});
afterAll(() => deployment.close());

const ctx = (actor: Actor) => deployment.as(actor);

const verbs: Record<string, Verb> = {
  'seeing what could be asked for': {
    run: (actor) =>
      readProspect(ctx(actor), {
        ref: 'credit/scorer@1',
        environment: 'production',
        requirement: 'evaluation-report',
      }),
    by: 'owner',
    events: null,
    refused: ['stranger', 'admin', 'risk', 'auditor', 'pipeline'],
  },
  'asking for an exemption': {
    run: (actor) => requestExemption(ctx(actor), exemptionBody({ version: '1', until })),
    by: 'owner',
    events: ['exemption.requested'],
    refused: ['stranger', 'admin', 'risk', 'auditor', 'pipeline'],
    again: 'conflict',
  },
  'approving it': {
    run: (actor) => decideExemption(ctx(actor), { exemptionId: at.approved, verdict: 'approve' }),
    by: 'reviewer',
    events: ['exemption.approved', 'exemption.granted'],
    refused: ['stranger', 'admin', 'owner', 'maker', 'auditor', 'pipeline'],
    again: 'precondition',
  },
  'refusing it': {
    run: (actor) => decideExemption(ctx(actor), { exemptionId: at.refused, verdict: 'refuse', comment: 'Wait' }),
    by: 'reviewer',
    events: ['exemption.refused'],
    refused: ['stranger', 'admin', 'owner', 'maker', 'auditor', 'pipeline'],
    again: 'precondition',
  },
  'withdrawing it': {
    run: (actor) => withdrawExemption(ctx(actor), { exemptionId: at.withdrawn, reason: 'The report is there' }),
    by: 'security',
    events: ['exemption.withdrawn'],
    refused: ['stranger', 'risk', 'reviewer', 'auditor', 'pipeline'],
    again: 'precondition',
  },
  'withdrawing a granted one, as who approved it': {
    run: (actor) => withdrawExemption(ctx(actor), { exemptionId: at.approved, reason: 'I was wrong' }),
    by: 'reviewer',
    events: ['exemption.withdrawn'],
    refused: ['stranger', 'risk', 'auditor', 'pipeline'],
    again: 'precondition',
  },
  'reading the list': {
    run: (actor) => listExemptions(ctx(actor), { state: 'waiting' }),
    by: 'auditor',
    events: null,
    refused: [],
  },
  'reading one': {
    run: (actor) => readExemption(ctx(actor), at.approved),
    by: 'pipeline',
    events: null,
    refused: [],
  },
  'reading what used it': {
    run: (actor) => listExemptionUses(ctx(actor), at.approved),
    by: 'stranger',
    events: null,
    refused: [],
  },
};
tryVerbs(verbs, () => ({ deployment, org }));

test('only the deployment itself writes down that some ended, and nothing is written where none did', async () => {
  for (const who of ['owner', 'security', 'pipeline', 'admin'] as const) {
    await expect(noteExpired(ctx(org[who]))).rejects.toMatchObject({ code: 'forbidden' });
  }
  const before = (await leaves(deployment)).length;
  expect(await noteExpired(deployment.as(system))).toBe(0);
  expect(await leaves(deployment)).toHaveLength(before);
});

test('what the page of a request shows: the terms of the tier, or why none can be asked for', async () => {
  const about = { ref: 'credit/scorer@1', environment: 'production', requirement: 'evaluation-report' };
  const lastDay = new Date((await deployment.runtime.now()).getTime() + 60 * 86_400_000).toISOString().slice(0, 10);
  const waiting = await readProspect(ctx(org.owner), about);
  expect(waiting).toMatchObject({ terms: { days: 60, approvers: 1 }, lastDay, refusal: null, tier: 'medium' });
  expect(waiting.waiting, 'one was asked for above').not.toBeNull();
  const never = await readProspect(ctx(org.owner), { ...about, requirement: 'owner-known' });
  expect(never.refusal).toContain('No exemption can waive this');
  const nowhere = await readProspect(ctx(org.owner), { ...about, environment: 'the moon' });
  expect([nowhere.asked, nowhere.refusal]).toEqual([null, expect.stringContaining('not asked')]);
});

test('no leaf holds a word of what people wrote', async () => {
  const text = JSON.stringify(await leaves(deployment));
  const {
    ref: _ref,
    environment: _env,
    requirement: _requirement,
    until: _until,
    ...words
  } = exemptionBody({ version: '1' });
  for (const word of [...Object.values(words), 'I was wrong', 'The report is there']) expect(text).not.toContain(word);
});

test('after all of it, the log and the tokens are sound', async () => {
  expect(await ledgerFaults(deployment)).toEqual([]);
  expect(await tokenFaults(deployment)).toEqual([]);
});
