/** Actors of each kind for tests. */
import type { Anonymous, Grant, Person, Pipeline, System } from '../actor.ts';
import type { Role } from '../roles.ts';

export const anonymous: Anonymous = { kind: 'anonymous' };
export const system: System = { kind: 'system' };

export function grantOf(role: Role, parts: Partial<Grant> = {}): Grant {
  return {
    id: `grant-${role}`,
    role,
    grantedAt: new Date('2026-01-01T00:00:00Z'),
    grantedBy: 'administrator',
    expiresAt: new Date('2027-01-01T00:00:00Z'),
    atSetup: false,
    sourceGroup: null,
    ...parts,
  };
}

export function personWith(roles: readonly Role[], parts: Partial<Person> = {}): Person {
  return {
    kind: 'person',
    id: 'ada',
    issuer: 'https://idp.test',
    subject: 'ada',
    name: 'Ada',
    email: 'ada@demo.test',
    mustChangePassword: false,
    grants: roles.map((role) => grantOf(role)),
    teams: ['credit'],
    session: { id: 'session', authenticatedAt: new Date('2026-06-01T11:59:00Z'), method: 'oidc' },
    ...parts,
  };
}

export const pipeline: Pipeline = {
  kind: 'pipeline',
  id: 'key-1',
  name: 'ci',
  team: 'credit',
  makerId: 'ada',
  accountableId: null,
  actorId: null,
  models: ['credit/*'],
  environments: ['staging', 'production'],
};
