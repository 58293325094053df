/** The steps of the wizard, and which of them a place in the manifest belongs to. */

export const STEPS = [
  { id: 'identity', label: 'Identity and owner' },
  { id: 'use-case', label: 'Use case' },
  { id: 'data', label: 'Data' },
  { id: 'lineage', label: 'Lineage' },
  { id: 'artifact', label: 'Artifact' },
  { id: 'review', label: 'Review' },
] as const;

export type StepId = (typeof STEPS)[number]['id'];

export function stepOf(text: string | null): StepId | null {
  return STEPS.find(({ id }) => id === text)?.id ?? null;
}

const HOMES: Readonly<Record<string, StepId>> = {
  model: 'identity',
  version: 'identity',
  owner: 'identity',
  description: 'identity',
  license: 'identity',
  useCase: 'use-case',
  classification: 'use-case',
  runtime: 'use-case',
  data: 'data',
  evaluation: 'data',
  lineage: 'lineage',
  artifact: 'artifact',
  source: 'artifact',
  committers: 'artifact',
  files: 'artifact',
  digest: 'artifact',
};

/** The step that holds the field at a JSON pointer into the manifest; null for the manifest as a whole. */
export function homeOf(pointer: string): StepId | null {
  const top = pointer.split('/')[1] ?? '';
  return Object.hasOwn(HOMES, top) ? (HOMES[top] ?? null) : null;
}

/** `/data/0/name` → `field-data-0-name` */
export function fieldIdOf(pointer: string): string {
  return `field${pointer.replaceAll(/[^\w-]/g, '-')}`;
}

/** The ids to look for, from the field itself to the part of the form that it is in. */
export function fieldIdsOf(pointer: string): string[] {
  const parts = pointer.split('/');
  return parts.slice(1).map((_, index) => fieldIdOf(parts.slice(0, parts.length - index).join('/')));
}

/** Problems of a registration as the form knows places: `manifest.data.0.name` → `/data/0/name`. */
export function pointerOfField(field: string): string {
  return `/${field.replace(/^manifest\.?/, '').replaceAll('.', '/')}`;
}
