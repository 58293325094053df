/** What the wizard holds: the manifest's form, who committed, and the artifact as it was measured. All of it is the draft. */
import type { FileEntry } from '#domain/artifact/tree.ts';
import {
  BLANK_DATASET,
  BLANK_FORM,
  BLANK_MEASUREMENT,
  BLANK_PARENT,
  type ManifestForm,
} from '#domain/manifest/form.ts';

export interface MeasuredArtifact {
  readonly name: string;
  readonly digest: string;
  readonly bytes: number;
  readonly files: readonly FileEntry[];
  readonly measuredBy: 'browser' | 'cli';
  /** RFC 3339 */
  readonly at: string;
  readonly hints: readonly string[];
}

export interface WizardContent extends ManifestForm {
  /** e-mail addresses as typed */
  readonly committers: string;
  readonly measured: MeasuredArtifact | null;
}

export const BLANK_CONTENT: WizardContent = { ...BLANK_FORM, committers: '', measured: null };

type Loose = Readonly<Record<string, unknown>>;

const loose = (value: unknown): Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : {};
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

/** The members of `blank`, each of its kind, whatever `value` is. */
function shaped<T extends object>(value: unknown, blank: T): T {
  const from = loose(value);
  const members = Object.entries(blank).map(([name, empty]) => [
    name,
    Array.isArray(empty) ? texts(from[name]) : text(from[name]),
  ]);
  return Object.fromEntries(members) as T;
}

const rows = <T extends object>(value: unknown, blank: T): T[] =>
  Array.isArray(value) ? value.map((row) => shaped(row, blank)) : [];

/** A draft's content as it was stored, by this version of the page or an older one. Total: what does not fit is left out. */
export function readContent(value: unknown): WizardContent {
  const from = loose(value);
  const origins = Object.entries(loose(from.origins)).map(
    ([name, origin]) => [name, shaped(origin, { from: '', value: '' })] as const,
  );
  const questions = Array.isArray(from.questions) ? from.questions : [];
  return {
    ...shaped(from, {
      model: '',
      version: '',
      owner: '',
      description: '',
      useCase: '',
      classification: [] as string[],
      license: '',
      dataNone: '',
      committers: '',
    }),
    source: shaped(from.source, BLANK_FORM.source),
    artifact: shaped(from.artifact, BLANK_FORM.artifact),
    dataKind: from.dataKind === 'none' ? 'none' : 'list',
    data: rows(from.data, BLANK_DATASET),
    lineageKind: from.lineageKind === 'from-scratch' ? 'from-scratch' : 'list',
    lineage: rows(from.lineage, BLANK_PARENT),
    evaluation: rows(from.evaluation, BLANK_MEASUREMENT),
    runtime: shaped(from.runtime, BLANK_FORM.runtime),
    origins: Object.fromEntries(origins),
    questions: questions.map((question) => ({
      ...shaped(question, { field: '', why: '' }),
      answeredBy: loose(question).answeredBy === 'value' ? 'value' : 'person',
    })),
    measured: readMeasured(from.measured),
  };
}

function readMeasured(value: unknown): MeasuredArtifact | null {
  const from = loose(value);
  const files = Array.isArray(from.files) ? from.files.map(loose) : [];
  if (typeof from.digest !== 'string' || files.length === 0) return null;
  return {
    ...shaped(from, { name: '', digest: '', at: '', hints: [] as string[] }),
    bytes: typeof from.bytes === 'number' ? from.bytes : 0,
    measuredBy: from.measuredBy === 'cli' ? 'cli' : 'browser',
    files: files.map((file) => ({
      path: text(file.path),
      size: typeof file.size === 'number' ? file.size : 0,
      sha256: text(file.sha256),
    })),
  };
}

/** A file list larger than this is not kept with the draft: the draft would grow past what is kept of one. */
const LARGEST_LIST = 160 * 1024;

/** What is stored; a huge file list stays with the page alone. */
export function storedContent(content: WizardContent): WizardContent {
  const { measured } = content;
  if (!measured || isKept(measured)) return content;
  return { ...content, measured: null };
}

export function isKept({ files }: Pick<MeasuredArtifact, 'files'>): boolean {
  return files.reduce((bytes, { path }) => bytes + path.length * 2 + 110, 0) <= LARGEST_LIST;
}

/** What a draft is called in a list. */
export function titleOf({ model, version, description }: WizardContent): string {
  if (model !== '') return version === '' ? model : `${model}@${version}`;
  return description.slice(0, 80) || 'A model without a name yet';
}
