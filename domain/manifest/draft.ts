/**
 * A manifest in the making: what files and git declare, where each value came from, and a question for everything that
 * nobody has said. Nothing is proven by it and nothing is invented for it (CONTRACT.md §2: "they prefill; they prove nothing").
 */
import { pointer } from './problem.ts';
import type { DataRole, Manifest, Measurement, NoData, Relation, Runtime } from './schema.ts';

export interface DraftDataset {
  readonly name: string;
  readonly role?: DataRole | undefined;
  readonly uri?: string | undefined;
  readonly digest?: string | undefined;
  readonly classification?: readonly string[] | undefined;
  readonly license?: string | undefined;
}

export interface DraftParent {
  readonly relation?: Relation | undefined;
  /** may lack its revision, `hf:org/name@`: then it comes with a question */
  readonly parent: string;
}

/** The fields of a manifest, each as far as it is known. */
export interface DraftFields {
  readonly model: string;
  readonly version: string;
  readonly owner: string;
  readonly description: string;
  readonly useCase: string;
  readonly classification: readonly string[];
  readonly license: string;
  readonly source: { readonly repository?: string | undefined; readonly commit?: string | undefined };
  readonly artifact: { readonly path: string; readonly digest?: string | undefined };
  readonly data: readonly DraftDataset[] | NoData;
  readonly lineage: readonly DraftParent[] | 'from-scratch';
  readonly evaluation: readonly Measurement[];
  readonly runtime: Runtime;
}

/** A value and who says so, such as `README.md (base_model)`. */
export interface Declared<T> {
  readonly value: T;
  readonly from: string;
}

export type Fields = { readonly [K in keyof DraftFields]?: Declared<DraftFields[K]> };

export interface Question {
  /** JSON pointer of the field that the answer goes into */
  readonly field: string;
  readonly why: string;
}

/** Two sources that do not agree. */
export interface Contradiction {
  readonly field: string;
  readonly says: readonly Declared<string>[];
}

/** What one source declares. */
export interface Prefill {
  /** such as `Hugging Face model card README.md` */
  readonly source: string;
  readonly fields: Fields;
  readonly questions: readonly Question[];
}

export interface Draft {
  readonly fields: Fields;
  readonly questions: readonly Question[];
  readonly contradictions: readonly Contradiction[];
}

/** The question for each required field that nothing answers. */
const REQUIRED: Readonly<Record<string, string>> = {
  model: "What is it called? namespace/name, each of a-z, 0-9 and '-'. The namespace belongs to your team.",
  version: 'Which version is this? SemVer sorts as SemVer. Quote what looks like a number.',
  owner: 'Who answers for it? team:<slug> or user:<email>.',
  useCase: 'Which approved use case does it serve?',
  classification:
    'Which tags apply? Such as internal, experimental, customer-data, regulated-decision, production-tooling.',
  artifact: "Where are the model's files, relative to this manifest?",
  data: 'Which data went into it? Or write { none: "reason" }.',
  lineage: 'Which models was it made from? Or write from-scratch.',
};

/**
 * One draft from several sources, the earlier before the later. Lists are joined; where two sources give one field different
 * values the first stands, with a question. Required fields that nobody declares become questions.
 */
export function combine(prefills: readonly Prefill[]): Draft {
  const fields: { [K in keyof DraftFields]?: Declared<DraftFields[K]> } = {};
  const questions: Question[] = [];
  const contradictions: Contradiction[] = [];

  for (const prefill of prefills) {
    const shift = { data: lengthOf(fields.data?.value), lineage: lengthOf(fields.lineage?.value) };
    for (const name of Object.keys(prefill.fields) as (keyof DraftFields)[]) {
      const next = prefill.fields[name];
      const earlier = fields[name];
      if (!next) continue;
      if (!earlier) Object.assign(fields, { [name]: next });
      else if (Array.isArray(earlier.value) && Array.isArray(next.value)) {
        Object.assign(fields, {
          [name]: { value: [...earlier.value, ...next.value], from: joined(earlier.from, next.from) },
        });
      } else if (JSON.stringify(earlier.value) !== JSON.stringify(next.value)) {
        const says = [earlier, next].map(({ value, from }) => ({ value: JSON.stringify(value), from }));
        contradictions.push({ field: `/${name}`, says });
        const why = `${earlier.from} says ${says[0]?.value}, ${next.from} says ${says[1]?.value}. Which is right?`;
        questions.push({ field: `/${name}`, why });
      }
    }
    questions.push(...prefill.questions.map((question) => shifted(question, shift)));
  }

  for (const [name, why] of Object.entries(REQUIRED)) {
    const asked = questions.some(({ field }) => field === `/${name}`);
    if (!asked && !fields[name as keyof DraftFields]) questions.push({ field: pointer([name]), why });
  }
  return { fields, questions, contradictions };
}

/** Whether a question is one that every draft asks until its field is filled in. */
export function isStanding({ field, why }: Question): boolean {
  return REQUIRED[field.slice(1)] === why;
}

/** A draft that says what a manifest says, without questions. */
export function draftOf(manifest: Manifest, from: string): Draft {
  const { apiVersion: _, ...rest } = manifest;
  const fields = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, { value, from }]));
  return { fields: fields as Fields, questions: [], contradictions: [] };
}

function joined(a: string, b: string): string {
  return a === b ? a : `${a}; ${b}`;
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

/** A question about an item follows it to its place in the joined list. */
function shifted(question: Question, by: Readonly<Record<'data' | 'lineage', number>>): Question {
  const match = /^\/(data|lineage)\/(\d+)(.*)$/.exec(question.field);
  if (!match) return question;
  const [, list, index, rest] = match;
  return { ...question, field: `/${list}/${Number(index) + by[list as 'data' | 'lineage']}${rest}` };
}
