/** What `check` found, before it is put into one of its output formats. */
import type { Problem } from '#domain/manifest/problem.ts';

export interface FileReport {
  /** as given on the command line */
  readonly file: string;
  readonly outcome: 'valid' | 'invalid' | 'unreadable';
  /** `namespace/name@version` and the manifest's digest, when it is valid */
  readonly ref?: string;
  readonly digest?: string;
  readonly summary?: string;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

export type Format = (reports: readonly FileReport[]) => string;

/** `file:line:col message`, the form that editors and terminals make clickable. */
export const textFormat: Format = (reports) =>
  reports
    .flatMap(({ file, problems, warnings }) => [
      ...problems.map((problem) => `${place(file, problem)} ${problem.message}\n`),
      ...warnings.map((warning) => `${place(file, warning)} warning: ${warning.message}\n`),
    ])
    .join('');

export const jsonFormat: Format = (reports) =>
  `${JSON.stringify({ valid: reports.every(({ outcome }) => outcome === 'valid'), files: reports }, null, 2)}\n`;

/** The one line that a run ends with. */
export function verdict(reports: readonly FileReport[]): string {
  const [only] = reports;
  if (reports.length === 1 && only) return verdictOf(only);
  const count = (outcome: FileReport['outcome']) => reports.filter((report) => report.outcome === outcome).length;
  const parts = [`${count('valid')} valid`, `${count('invalid')} invalid`, `${count('unreadable')} unreadable`];
  return `${reports.length} manifests: ${parts.join(', ')}`;
}

function verdictOf({ file, outcome, ref, summary, problems, warnings }: FileReport): string {
  const aside = warnings.length > 0 ? `; ${counted(warnings.length, 'warning')}` : '';
  if (outcome === 'valid') return `${file}: valid: ${ref} (${summary})${aside}`;
  if (outcome === 'unreadable') return `${file}: could not be checked: ${problems[0]?.message}`;
  return `${file}: invalid: ${counted(problems.length, 'problem')}`;
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function place(file: string, { line, column }: Problem): string {
  return `${file}:${line}:${column}`;
}
