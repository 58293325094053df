/**
 * Who acts. Only a signed-in person approves, exempts or publishes; a pipeline registers and asks; the system installs
 * and expires (DESIGN.md §2). An actor carries what the rules need to know of it and no secret.
 */
import type { Role } from './roles.ts';

export interface Grant {
  readonly id: string;
  readonly role: Role;
  readonly grantedAt: Date;
  readonly grantedBy: string | null;
  readonly expiresAt: Date;
  /** given while the deployment was being set up: exempt from cooling-off for 24 h, and shown on the approval */
  readonly atSetup: boolean;
  /** the sign-in provider's group that carries it; null when an administrator gave it */
  readonly sourceGroup: string | null;
}

export interface Person {
  readonly kind: 'person';
  readonly id: string;
  readonly issuer: string;
  readonly subject: string;
  /** for screens; never written to the ledger */
  readonly name: string;
  readonly email: string;
  /** grants in force now */
  readonly grants: readonly Grant[];
  /** somebody else chose the password: until it is changed, the account does nothing else */
  readonly mustChangePassword: boolean;
  /** slugs of teams the person belongs to now */
  readonly teams: readonly string[];
  readonly session: { readonly id: string; readonly authenticatedAt: Date; readonly method: 'local' | 'oidc' };
}

export interface Pipeline {
  readonly kind: 'pipeline';
  /** id of the key or identity */
  readonly id: string;
  readonly name: string;
  /** the team it works for */
  readonly team: string;
  /** who made the key: the pipeline's acts count as theirs */
  readonly makerId: string;
  /** who answers for the team, if anybody does */
  readonly accountableId: string | null;
  /** the person that its OIDC token names as actor, if any */
  readonly actorId: string | null;
  /** `namespace/name`, or `namespace/*` */
  readonly models: readonly string[];
  readonly environments: readonly string[];
}

export interface System {
  readonly kind: 'system';
}

export interface Anonymous {
  readonly kind: 'anonymous';
}

export type Actor = Person | Pipeline | System | Anonymous;

/** The pseudonymous name of an actor in the ledger: `person:<id>`, `pipeline:<id>`, `system`. */
export function actorId(actor: Actor): string {
  return actor.kind === 'person' || actor.kind === 'pipeline' ? `${actor.kind}:${actor.id}` : actor.kind;
}

export function hasRole(actor: Actor, role: Role): boolean {
  return actor.kind === 'person' && actor.grants.some((grant) => grant.role === role);
}

/** True when a pipeline's model scope covers `namespace/name`. */
export function coversModel(patterns: readonly string[], model: string): boolean {
  const [namespace, name] = model.split('/');
  return name !== undefined && patterns.some((pattern) => pattern === model || pattern === `${namespace}/*`);
}
