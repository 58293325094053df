// What people, teams and keys let whom do, and what it leaves in the ledger (STYLE.md, four cases a verb).

import { afterAll, beforeAll, expect, test } from 'vitest';
import { asOwner } from '#db/testing/owner.ts';
import type { Actor } from '#domain/access/actor.ts';
import { createKey } from '../keys/create-key.ts';
import { listKeys } from '../keys/list-keys.ts';
import { revokeKey } from '../keys/revoke-key.ts';
import { changePassword } from '../people/change-password.ts';
import { createPerson } from '../people/create-person.ts';
import { setDisabled } from '../people/disable-person.ts';
import { endSession } from '../people/end-session.ts';
import { grantRole, revokeRole } from '../people/grant-role.ts';
import { listPeople } from '../people/list-people.ts';
import { createTeam, setAccountable } from '../teams/create-team.ts';
import { listTeams } from '../teams/list-teams.ts';
import { addMember, removeMember } from '../teams/membership.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { ADMIN_PASSWORD, hire, issueKey, type Organisation, organise } from '../testing/organisation.ts';
import { tryVerbs, type Verb } from '../testing/verbs.ts';

let deployment: Deployment;
let org: Organisation;
/** what the verbs are tried on */
let at: { key: string; spare: string };

beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
  const spare = await hire(deployment, org.admin, 'spare');
  const { pipeline } = await issueKey(deployment, deployment.as(org.owner), 'credit', ['credit/*']);
  at = { key: pipeline.id, spare: spare.id };
});
afterAll(() => deployment.close());

const ctx = (actor: Actor) => deployment.as(actor);

const verbs: Record<string, Verb> = {
  'making a key': {
    run: (actor) =>
      createKey(ctx(actor), { name: 'ci', team: 'credit', models: ['credit/*'], environments: ['staging'], days: 90 }),
    by: 'owner',
    events: ['key.created'],
    refused: ['stranger', 'admin', 'reviewer', 'pipeline'],
  },
  'ending a key': {
    run: (actor) => revokeKey(ctx(actor), at.key),
    by: 'security',
    events: ['key.revoked'],
    refused: ['stranger', 'reviewer', 'auditor', 'pipeline'],
    again: null,
  },
  'making an account': {
    run: (actor) => createPerson(ctx(actor), { name: 'New', email: 'new@canary.test' }),
    by: 'admin',
    events: ['person.created'],
    refused: ['owner', 'risk', 'auditor', 'pipeline'],
    again: 'conflict',
  },
  'granting a role': {
    run: (actor) => grantRole(ctx(actor), { personId: at.spare, role: 'reviewer' }),
    by: 'admin',
    events: ['role.granted'],
    refused: ['owner', 'risk', 'auditor', 'pipeline'],
    again: null,
  },
  'taking a role': {
    run: (actor) => revokeRole(ctx(actor), { personId: at.spare, role: 'reviewer' }),
    by: 'admin',
    events: ['role.revoked'],
    refused: ['owner', 'risk', 'pipeline'],
    again: null,
  },
  'taking the last administrator': {
    run: (actor) => revokeRole(ctx(actor), { personId: org.admin.id, role: 'administrator' }),
    by: 'admin',
    events: [],
    refused: ['owner'],
    never: 'precondition',
  },
  'making a team': {
    run: (actor) => createTeam(ctx(actor), { slug: 'fresh-team', name: 'x' }),
    by: 'admin',
    events: ['team.created'],
    refused: ['owner', 'security', 'pipeline'],
    again: 'conflict',
  },
  'naming who answers for a team': {
    run: (actor) => setAccountable(ctx(actor), { slug: 'fresh-team', personId: at.spare }),
    by: 'admin',
    events: ['team.accountable-set', 'team.member-added'],
    refused: ['owner', 'pipeline'],
  },
  'joining a team': {
    run: (actor) => addMember(ctx(actor), { slug: 'fresh-team', personId: org.auditor.id }),
    by: 'admin',
    events: ['team.member-added'],
    refused: ['owner', 'stranger', 'pipeline'],
    again: null,
  },
  'leaving a team': {
    run: (actor) => removeMember(ctx(actor), { slug: 'fresh-team', personId: at.spare }),
    by: 'admin',
    events: ['team.member-removed', 'team.accountable-set'],
    refused: ['owner', 'stranger', 'pipeline'],
    again: null,
  },
  'disabling a person': {
    run: (actor) => setDisabled(ctx(actor), { personId: at.spare, disabled: true }),
    by: 'admin',
    events: ['person.disabled'],
    refused: ['owner', 'security', 'pipeline'],
    again: null,
  },
  'changing a password': {
    run: (actor) => changePassword(ctx(actor), { current: ADMIN_PASSWORD, next: `${ADMIN_PASSWORD}!` }),
    by: 'admin',
    events: ['password.changed'],
    refused: [],
    again: 'invalid',
  },
  'reading lists of people': {
    run: async (actor) => [await listPeople(ctx(actor)), await listTeams(ctx(actor)), await listKeys(ctx(actor))],
    by: 'stranger',
    events: null,
    refused: ['pipeline'],
  },
};

tryVerbs(verbs, () => ({ deployment, org }));

test('an ended session signs nobody in', async () => {
  await endSession(ctx(org.stranger));
  const [row] = await asOwner<{ revoked_at: Date | null }>(deployment, 'select revoked_at from session where id = $1', [
    org.stranger.session.id,
  ]);
  expect(row?.revoked_at).not.toBeNull();
});
