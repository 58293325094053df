import type { Person } from '#domain/access/actor.ts';
import type { Role } from '#domain/access/roles.ts';

/** Whether to offer what only this role may do. The service decides; this keeps the screen honest. */
export function holds(actor: Person, role: Role): boolean {
  return actor.grants.some((grant) => grant.role === role);
}
