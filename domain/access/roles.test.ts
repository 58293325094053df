import { describe, expect, it } from 'vitest';
import { APPROVING_ROLES, isApprovingRole, isRole, ROLE_LABELS, ROLES } from './roles.ts';

describe('roles', () => {
  it('administrators and auditors hold no approving role', () => {
    expect(ROLES.filter((role) => !isApprovingRole(role))).toEqual(['auditor', 'administrator']);
  });

  it('every role has a label, and only roles are roles', () => {
    for (const role of ROLES) expect(ROLE_LABELS[role], role).toMatch(/^[A-Z]/);
    expect(ROLES.every(isRole)).toBe(true);
    expect(APPROVING_ROLES.every(isApprovingRole)).toBe(true);
  });

  it.each(['', 'Reviewer', 'use-case-owner', 'constructor', '__proto__', 'reviewer '])('%j is no role', (text) => {
    expect(isRole(text)).toBe(false);
    expect(isApprovingRole(text)).toBe(false);
  });
});
