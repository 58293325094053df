import { isRole, ROLE_LABELS } from '#domain/access/roles.ts';

/** What a requirement is called for people, on a screen and in a mail. An id that a newer policy brings is shown as it is. */
const LABELS: Readonly<Record<string, string>> = {
  registered: 'Registered',
  'digest-bound': 'Bound to its bytes',
  'not-forbidden': 'Not retired or revoked',
  'owner-known': 'Owner known',
  'facts-answered': 'Facts answered',
  'use-case-approved': 'Use case approved',
  'within-scope': 'Within its declared scope',
  'not-rejected': 'Not rejected',
  'lineage-sound': 'Lineage sound',
  'evaluation-report': 'Evaluation report',
  'evaluation-threshold': 'Evaluation above threshold',
  'dataset-provenance': 'Provenance of every dataset',
  'artifact-scan': 'Artifact scan',
  'committers-known': 'Committers known',
  'base-models-approved': 'Base models approved',
};

/** `approval:legal-reviewer|privacy-reviewer` in words. */
function approvalLabel(slot: string): string {
  const capacities = slot.replace(/#\d+$/, '').split('|');
  if (capacities.includes('reviewer') && capacities.length > 2) return 'Approval by any reviewer';
  const names = capacities.map((name) =>
    (name === 'use-case-owner' || isRole(name) ? ROLE_LABELS[name] : name).toLowerCase(),
  );
  return `Approval by ${names.join(' or ')}`;
}

export function requirementName(id: string): string {
  if (id.startsWith('approval:')) return approvalLabel(id.slice('approval:'.length));
  return Object.hasOwn(LABELS, id) ? (LABELS[id] ?? id) : id;
}
