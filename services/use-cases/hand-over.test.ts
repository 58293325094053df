// Handing a use case to another member of its team (STYLE.md, four cases a verb).

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#domain/access/actor.ts';
import { setDisabled } from '../people/disable-person.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { exemptedVersion, mediumUseCase } from '../testing/exempting.ts';
import { leaves, ledgerFaults, tokenFaults } from '../testing/ledger-check.ts';
import { approvedUseCase, HARMLESS, hire, type Organisation, organise } from '../testing/organisation.ts';
import { approve, ask } from '../testing/release.ts';
import { tryVerbs, type Verb } from '../testing/verbs.ts';
import { handOverUseCase } from './hand-over.ts';

let deployment: Deployment;
let org: Organisation;
const ctx = (actor: Actor) => deployment.as(actor);
const handOver = (actor: Actor, slug: string, personId: string) =>
  handOverUseCase(ctx(actor), { slug, personId, reason: 'Works on something else now' });

beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
  for (const slug of ['by-owner', 'by-accountable', 'by-admin']) await approvedUseCase(deployment, org, slug, HARMLESS);
});
afterAll(() => deployment.close());

const events = ['use-case.handed-over'];
const verbs: Record<string, Verb> = {
  'handing over what one owns': {
    run: (actor) => handOver(actor, 'by-owner', org.maker.id),
    by: 'owner',
    events,
    refused: ['stranger', 'reviewer', 'risk', 'security', 'auditor', 'pipeline'],
  },
  'handing over what somebody of the team owned that one answers for': {
    run: (actor) => handOver(actor, 'by-accountable', org.maker.id),
    by: 'maker',
    events,
    refused: ['stranger', 'pipeline'],
    again: null,
  },
  'handing over as an administrator': {
    run: (actor) => handOver(actor, 'by-admin', org.maker.id),
    by: 'admin',
    events,
    refused: ['stranger', 'reviewer', 'pipeline'],
    again: null,
  },
  'handing over to somebody of another team': {
    run: (actor) => handOver(actor, 'search', org.stranger.id),
    by: 'owner',
    events: [],
    refused: ['stranger'],
    never: 'invalid',
  },
};

tryVerbs(verbs, () => ({ deployment, org }));

test('it is never handed to somebody who left, nor without a reason', async () => {
  const left = await hire(deployment, org.admin, 'left', { teams: ['credit'] });
  await setDisabled(ctx(org.admin), { personId: left.id, disabled: true });
  await expect(handOver(org.owner, 'search', left.id)).rejects.toMatchObject({ code: 'invalid', detail: 'member' });
  const silent = handOverUseCase(ctx(org.owner), { slug: 'search', personId: org.maker.id, reason: ' ' });
  await expect(silent).rejects.toMatchObject({ code: 'invalid' });
});

test('what the former owner approved as owner of the use case is void, and the new owner approves', async () => {
  await mediumUseCase(deployment, org);
  await exemptedVersion(deployment, org, '1');
  const asked = () => ask(deployment, org.pipeline, '1', { environment: 'production' });
  expect((await asked()).decision.outcome).toBe('allow');
  const heir = await hire(deployment, org.admin, 'heir', { teams: ['credit'] });
  await handOver(org.owner, 'outside', heir.id);
  const { decision, reviewId } = await asked();
  expect(decision.outcome).toBe('pending');
  expect(decision.voidApprovals).toEqual([
    expect.objectContaining({ personId: org.owner.id, code: 'not-use-case-owner' }),
  ]);
  await approve(deployment, heir, reviewId ?? '');
  expect((await asked()).decision.outcome).toBe('allow');
});

test('the reason is in no leaf, and the log is whole', async () => {
  const all = await leaves(deployment);
  expect(all.filter(({ action }) => action === 'use-case.handed-over')).toHaveLength(4);
  expect(JSON.stringify(all)).not.toContain('Works on something else');
  expect(await ledgerFaults(deployment)).toEqual([]);
  expect(await tokenFaults(deployment)).toEqual([]);
});
