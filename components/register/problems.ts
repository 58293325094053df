/** What is wrong with the form as it stands, and what taking over a file came to, in words. */
import { checkManifestObject } from '#domain/manifest/check-object.ts';
import { manifestValue } from '#domain/manifest/form-draft.ts';
import type { WizardContent } from './content.ts';
import type { Found } from './import-box.tsx';
import type { PlacedProblem } from './wizard-context.ts';

/** What keeps the content from being registered, as far as a page can know. */
export function problemsOf(content: WizardContent): PlacedProblem[] {
  const checked = checkManifestObject(manifestValue(content));
  const problems = checked.ok ? [] : checked.problems.map(({ path, message }) => ({ pointer: path, message }));
  if (content.measured === null)
    problems.push({ pointer: '/files', message: 'The artifact is not measured: choose its folder' });
  else if (content.artifact.digest !== '' && content.artifact.digest !== content.measured.digest) {
    problems.push({
      pointer: '/artifact/digest',
      message: `The manifest says ${content.artifact.digest}, the files are ${content.measured.digest}`,
    });
  }
  return problems;
}

export function merged(a: readonly PlacedProblem[], b: readonly PlacedProblem[]): PlacedProblem[] {
  const known = new Set(a.map(({ pointer }) => pointer));
  return [...a, ...b.filter(({ pointer }) => !known.has(pointer))];
}

export function saidOf(all: readonly Found[], questions: number): string {
  const from = all.map(({ source }) => source).join(', ');
  const left = all.flatMap(({ leftOut }) => leftOut.map(({ line, message }) => `line ${line}: ${message}`));
  const asks = questions === 1 ? '1 question is left' : `${questions} questions are left`;
  return `Filled in from ${from}; ${asks}.${left.length > 0 ? ` Not taken over: ${left.join('; ')}.` : ''}`;
}
