/** The sign-in provider's part of the configuration: where it is, who we are to it, and what its groups mean here. */
import { isRole, ROLES, type Role } from '#domain/access/roles.ts';

export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  readonly groupsClaim: string;
  readonly roles: readonly { readonly group: string; readonly role: Role }[];
}

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether what is fetched there cannot be changed on the way: https, or this machine. */
export function isSafeAddress(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));
}

/** `model-risk=risk-reviewer, Model Admins=administrator`; a group's name may hold `=`, a role's does not. */
export function readRoleMapping(text: string): OidcConfig['roles'] | string {
  const roles: { group: string; role: Role }[] = [];
  for (const entry of text.split(',').map((part) => part.trim())) {
    if (entry === '') continue;
    const at = entry.lastIndexOf('=');
    const [group, role] = [entry.slice(0, Math.max(at, 0)).trim(), entry.slice(at + 1).trim()];
    if (group === '' || !isRole(role)) return `each entry is group=role, with a role of: ${ROLES.join(', ')}`;
    roles.push({ group, role });
  }
  return roles;
}
