/**
 * Roles a person can hold (DESIGN.md, opening). Owning a model is membership of its team, not a role; filling the
 * `use-case-owner` slot is a relation to the use case, not a role.
 */
export const APPROVING_ROLES = [
  'reviewer',
  'risk-reviewer',
  'security-reviewer',
  'privacy-reviewer',
  'legal-reviewer',
] as const;
export const ROLES = [...APPROVING_ROLES, 'auditor', 'administrator'] as const;

export type ApprovingRole = (typeof APPROVING_ROLES)[number];
export type Role = (typeof ROLES)[number];

/** In what capacity an approval is given. */
export type Capacity = ApprovingRole | 'use-case-owner';

export const ROLE_LABELS: Readonly<Record<Role | 'use-case-owner', string>> = {
  reviewer: 'Reviewer',
  'risk-reviewer': 'Risk reviewer',
  'security-reviewer': 'Security reviewer',
  'privacy-reviewer': 'Privacy reviewer',
  'legal-reviewer': 'Legal reviewer',
  auditor: 'Auditor',
  administrator: 'Administrator',
  'use-case-owner': 'Use-case owner',
};

export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}

export function isApprovingRole(role: string): role is ApprovingRole {
  return (APPROVING_ROLES as readonly string[]).includes(role);
}
