/** Where the wizard is: the step and the draft in the address, and the field that has the focus. */
import { fieldIdsOf, type StepId } from './steps.ts';

const PATH = '/models/register';

export function hrefOf(step: StepId | null, draft: string | null): string {
  const query = new URLSearchParams();
  if (step) query.set('step', step);
  if (draft) query.set('draft', draft);
  return query.size === 0 ? PATH : `${PATH}?${query}`;
}

/** The field at a pointer, or the nearest part of the form around it; without one, the step's heading. */
export function focusOn(pointer: string | null): void {
  const ids = pointer === null ? [] : fieldIdsOf(pointer);
  const target = [...ids, 'step-title'].map((id) => document.getElementById(id)).find((element) => element !== null);
  target?.focus();
  target?.scrollIntoView({ block: 'nearest' });
}
