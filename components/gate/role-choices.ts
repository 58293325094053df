import type { Choice } from '#components/form/choice-fields.tsx';
import { ROLE_LABELS, ROLES } from '#domain/access/roles.ts';

/** Roles that can still be given, in the order of the domain. */
export function roleChoices(held: ReadonlySet<string>): Choice[] {
  return ROLES.filter((role) => !held.has(role)).map((role) => ({ value: role, label: ROLE_LABELS[role] }));
}
