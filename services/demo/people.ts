/** Who works in the demo organisation (CONTRACT.md §1), and three more, so that nobody approves what they made. */
import type { Role } from '#domain/access/roles.ts';

export interface Member {
  readonly email: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly teams: readonly string[];
  /** said beside the sign-in */
  readonly does: string;
}

const person = (
  name: string,
  email: string,
  does: string,
  part: { readonly roles?: readonly Role[]; readonly teams?: readonly string[] } = {},
): Member => ({ name, email: `${email}@demo.test`, does, roles: part.roles ?? [], teams: part.teams ?? [] });

export const ADMINISTRATOR = person('Adele Moreau', 'adm', 'administrator', { roles: ['administrator'] });

export const STAFF = {
  ada: person('Ada Lindqvist', 'ada', 'owner, credit', { teams: ['credit'] }),
  sam: person('Sam Okafor', 'sam', 'owner, support', { teams: ['support'] }),
  rui: person('Rui Tavares', 'rui', 'risk reviewer', { roles: ['risk-reviewer'] }),
  sec: person('Sena Coskun', 'sec', 'security reviewer', { roles: ['security-reviewer'] }),
  pri: person('Priya Raman', 'pri', 'privacy reviewer', { roles: ['privacy-reviewer'] }),
  aud: person('August Weber', 'aud', 'auditor', { roles: ['auditor'] }),
  kim: person('Kim Novak', 'kim', 'engineer, makes the pipeline keys', { teams: ['credit', 'support', 'research'] }),
  lea: person('Lea Fontaine', 'lea', 'answers for the three teams', { teams: ['credit', 'support', 'research'] }),
  noa: person('Noa Brandt', 'noa', 'owner, research', { teams: ['research'] }),
} as const satisfies Record<string, Member>;

export type Nickname = keyof typeof STAFF;

export const TEAMS = [
  { slug: 'credit', name: 'Credit decisions' },
  { slug: 'support', name: 'Customer support' },
  { slug: 'research', name: 'Research' },
] as const;
export type TeamSlug = (typeof TEAMS)[number]['slug'];
