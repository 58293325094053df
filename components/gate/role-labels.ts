import { isRole, ROLE_LABELS } from '#domain/access/roles.ts';

/** Roles as people call them; a name that is no role is shown as it is. */
export function roleLabel(role: string): string {
  return role === 'use-case-owner' || isRole(role) ? ROLE_LABELS[role] : role;
}

export function roleLabels(roles: readonly string[]): string[] {
  return roles.map(roleLabel);
}
