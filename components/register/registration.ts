/** What the wizard sends: the manifest as it stands beside the form, and the artifact as it was measured. */

import { draftOfForm } from '#domain/manifest/form-draft.ts';
import { writeManifest } from '#domain/manifest/write.ts';
import type { WizardContent } from './content.ts';

export const yamlOf = (content: WizardContent): string => writeManifest(draftOfForm(content));

const committersOf = ({ committers }: WizardContent): string[] =>
  committers.split(/[\s,]+/).filter((part) => part !== '');

/** Body of the rehearsal. */
export function previewBody(content: WizardContent): object {
  const { measured } = content;
  const committers = committersOf(content);
  return {
    manifest: yamlOf(content),
    ...(committers.length === 0 ? {} : { committers }),
    ...(measured ? { digest: measured.digest, files: measured.files, measuredBy: measured.measuredBy } : {}),
  };
}

/** The form that `registerAction` reads. */
export function registrationForm(content: WizardContent, draft: string | null): FormData {
  const form = new FormData();
  const { measured } = content;
  form.set('manifest', yamlOf(content));
  form.set('committers', content.committers);
  form.set('files', measured ? JSON.stringify({ digest: measured.digest, files: measured.files }) : '');
  form.set('measuredBy', measured?.measuredBy ?? 'browser');
  if (draft !== null) form.set('draft', draft);
  return form;
}
