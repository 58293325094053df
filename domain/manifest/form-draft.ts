/**
 * Between a form and a draft, both ways, without loss: what `init` drafts can be gone on with in a form, and what a form
 * holds is written exactly as `init` would write it. What is open in a form is asked as `init` asks it.
 */
import {
  combine,
  type Declared,
  type Draft,
  type DraftFields,
  type Fields,
  isStanding,
  type Prefill,
} from './draft.ts';
import {
  type AskedQuestion,
  BLANK_FORM,
  type FormDataset,
  type FormMeasurement,
  type FormParent,
  type ManifestForm,
  type Origin,
} from './form.ts';
import { parseExternalBase, parseVersionRef } from './refs.ts';
import type { Measurement } from './schema.ts';

/** A form that holds what a draft holds. */
export function formOf(draft: Draft): ManifestForm {
  const { fields } = draft;
  const data = fields.data?.value;
  const lineage = fields.lineage?.value;
  const none = data !== undefined && 'none' in data;
  const form: ManifestForm = {
    ...BLANK_FORM,
    model: fields.model?.value ?? '',
    version: fields.version?.value ?? '',
    owner: fields.owner?.value ?? '',
    description: fields.description?.value ?? '',
    useCase: fields.useCase?.value ?? '',
    classification: fields.classification?.value ?? [],
    license: fields.license?.value ?? '',
    source: { repository: fields.source?.value.repository ?? '', commit: fields.source?.value.commit ?? '' },
    artifact: { path: fields.artifact?.value.path ?? '', digest: fields.artifact?.value.digest ?? '' },
    dataKind: none ? 'none' : 'list',
    dataNone: none ? data.none : '',
    data:
      data === undefined || 'none' in data
        ? []
        : data.map(({ name, role, uri, digest, classification, license }) => ({
            name,
            role: role ?? '',
            uri: uri ?? '',
            digest: digest ?? '',
            classification: classification ?? [],
            license: license ?? '',
          })),
    lineageKind: lineage === 'from-scratch' ? 'from-scratch' : 'list',
    lineage:
      lineage === undefined || lineage === 'from-scratch'
        ? []
        : lineage.map(({ relation, parent }) => ({ relation: relation ?? '', parent })),
    evaluation: (fields.evaluation?.value ?? []).map(({ suite, metric, value, report }) => ({
      suite,
      metric,
      value: String(value),
      report: report ?? '',
    })),
    runtime: {
      environments: fields.runtime?.value.environments ?? [],
      regions: fields.runtime?.value.regions ?? [],
      exposure: fields.runtime?.value.exposure ?? '',
      dataClasses: fields.runtime?.value.dataClasses ?? [],
    },
  };
  return { ...form, origins: originsOf(fields), questions: questionsOf(draft, form) };
}

function originsOf(fields: Fields): Record<string, Origin> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, declared]) =>
      declared && declared.from !== '' ? [[name, { from: declared.from, value: JSON.stringify(declared.value) }]] : [],
    ),
  );
}

/** Beside a value that is there, or as the second about one, a question is more than the field: somebody has to settle it. */
function questionsOf({ questions }: Draft, form: ManifestForm): AskedQuestion[] {
  const seen = new Set<string>();
  return questions.flatMap((question): AskedQuestion[] => {
    const first = !seen.has(question.field);
    seen.add(question.field);
    if (isStanding(question)) return [];
    const byValue = first && ANSWERABLE.test(question.field) && !isAnswered(form, question.field);
    return [{ field: question.field, why: question.why, answeredBy: byValue ? 'value' : 'person' }];
  });
}

/** Pointers whose value is the answer. That a path is given does not answer whether a pickle has to be. */
const ANSWERABLE =
  /^\/(?:model|version|owner|description|useCase|classification|license|source|data|lineage|data\/\d+\/(?:name|role)|lineage\/\d+\/(?:relation|parent))$/;

/** Whether the field at a pointer holds an answer, be it a right one or not. */
export function isAnswered(form: ManifestForm, field: string): boolean {
  const [, top = '', index, member] = field.split('/');
  if (top === 'source') return form.source.repository !== '' && form.source.commit !== '';
  if (top === 'data' && index === undefined) return form.dataKind === 'none' || form.data.length > 0;
  if (top === 'lineage' && index === undefined) return form.lineageKind === 'from-scratch' || form.lineage.length > 0;
  if (top === 'data' && (member === 'name' || member === 'role'))
    return (form.data[Number(index)]?.[member] ?? '') !== '';
  if (top === 'lineage' && member === 'relation') return (form.lineage[Number(index)]?.relation ?? '') !== '';
  if (top === 'lineage' && member === 'parent') return isWhole(form.lineage[Number(index)]?.parent ?? '');
  const value = form[top as 'model' | 'classification'];
  return value !== undefined && value.length > 0;
}

/** `hf:org/name@` still lacks its revision. */
function isWhole(parent: string): boolean {
  return parseExternalBase(parent) !== null || parseVersionRef(parent) !== null;
}

/** The questions of a form that are open now, what its rows lack included; required fields are asked for by `combine`. */
function openQuestions(form: ManifestForm): { field: string; why: string }[] {
  const asked = form.questions
    .filter(({ field, answeredBy }) => isThere(form, field) && (answeredBy === 'person' || !isAnswered(form, field)))
    .map(({ field, why }) => ({ field, why }));
  const missing: { field: string; why: string }[] = [];
  const ask = (field: string, value: string, why: string) => {
    if (value === '' && !asked.some((question) => question.field === field)) missing.push({ field, why });
  };
  if (form.dataKind === 'none') ask('/data/none', form.dataNone, 'Why is there no data to declare?');
  else {
    for (const [index, { name, role }] of form.data.entries()) {
      ask(`/data/${index}/name`, name, 'What is the dataset called?');
      ask(`/data/${index}/role`, role, `What was ${name || 'it'} used for?`);
    }
  }
  if (form.lineageKind === 'list') {
    for (const [index, { relation, parent }] of form.lineage.entries()) {
      ask(`/lineage/${index}/relation`, relation, `How was it made from ${parent || 'it'}?`);
      ask(`/lineage/${index}/parent`, parent, 'Which model was it made from?');
    }
  }
  return [...asked, ...missing];
}

/** A question about a row that was taken out, or about a list that is not one any more, has nothing to be about. */
function isThere(form: ManifestForm, field: string): boolean {
  const [, list, index] = field.split('/');
  if (index === undefined) return true;
  if (list === 'data') return form.dataKind === 'list' && Number(index) < form.data.length;
  if (list === 'lineage') return form.lineageKind === 'list' && Number(index) < form.lineage.length;
  return true;
}

const optional = (text: string): string | undefined => (text === '' ? undefined : text);
const optionalList = (list: readonly string[]): readonly string[] | undefined => (list.length === 0 ? undefined : list);

/** Only what JSON keeps: `undefined` members are not there. */
function dense<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}

/** The values of a form in a draft's words; what is empty is not there. */
function valuesOf(form: ManifestForm): Partial<Record<keyof DraftFields, unknown>> {
  const { source, artifact, runtime } = form;
  const scope = dense({
    environments: optionalList(runtime.environments),
    regions: optionalList(runtime.regions),
    exposure: optional(runtime.exposure),
    dataClasses: optionalList(runtime.dataClasses),
  });
  const code = dense({ repository: optional(source.repository), commit: optional(source.commit) });
  return dense({
    model: optional(form.model),
    version: optional(form.version),
    owner: optional(form.owner),
    description: optional(form.description),
    useCase: optional(form.useCase),
    classification: optionalList(form.classification),
    license: optional(form.license),
    source: Object.keys(code).length > 0 ? code : undefined,
    artifact:
      artifact.path === '' && artifact.digest === ''
        ? undefined
        : dense({ path: artifact.path, digest: optional(artifact.digest) }),
    data: form.dataKind === 'none' ? { none: form.dataNone } : optionalRows(form.data, datasetOf),
    lineage: form.lineageKind === 'from-scratch' ? 'from-scratch' : optionalRows(form.lineage, parentOf),
    evaluation: optionalRows(form.evaluation, measurementOf),
    runtime: Object.keys(scope).length > 0 ? scope : undefined,
  });
}

function optionalRows<T, R>(rows: readonly T[], of: (row: T) => R): R[] | undefined {
  return rows.length === 0 ? undefined : rows.map(of);
}

function datasetOf({ name, role, uri, digest, classification, license }: FormDataset) {
  return dense({
    name,
    role: optional(role),
    uri: optional(uri),
    digest: optional(digest),
    classification: optionalList(classification),
    license: optional(license),
  });
}

const parentOf = ({ relation, parent }: FormParent) => dense({ relation: optional(relation), parent });

/** A value that is no number stays what was typed, and the schema says so. */
function measurementOf({ suite, metric, value, report }: FormMeasurement): Measurement {
  const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(value) ? Number(value) : value;
  return dense({ suite, metric, value: number as number, report: optional(report) });
}

/** What a form declares, as one source among others. `typed` names the values that nobody but the person declared. */
export function prefillOf(form: ManifestForm, typed = ''): Prefill {
  const fields = Object.entries(valuesOf(form)).map(([name, value]): [string, Declared<unknown>] => {
    const origin = Object.hasOwn(form.origins, name) ? form.origins[name] : undefined;
    return [name, { value, from: origin && origin.value === JSON.stringify(value) ? origin.from : typed }];
  });
  return { source: 'the form', fields: Object.fromEntries(fields) as Fields, questions: openQuestions(form) };
}

/** The draft that a form stands for, for `writeManifest`: with every question that is open. */
export function draftOfForm(form: ManifestForm): Draft {
  return combine([prefillOf(form)]);
}

/** The manifest that a form would be, for `checkManifestObject`; it need not be a right one. */
export function manifestValue(form: ManifestForm): Record<string, unknown> {
  const values = valuesOf(form);
  return {
    apiVersion: 'countersign/v1',
    ...values,
    ...(Array.isArray(values.data) ? { data: form.data.map((row) => ({ ...datasetOf(row), role: row.role })) } : {}),
    ...(Array.isArray(values.lineage) ? { lineage: form.lineage.map((row) => ({ ...row })) } : {}),
  };
}

const TYPED = 'the form';

/**
 * A form with what another source declares: lists are joined, empty fields filled in, and where both say something the
 * form's stands, with a question.
 */
export function withPrefill(form: ManifestForm, ...prefills: readonly Prefill[]): ManifestForm {
  const next = formOf(combine([prefillOf(form, TYPED), ...prefills]));
  const kept = new Map(form.questions.map((question) => [`${question.field} ${question.why}`, question]));
  return {
    ...next,
    origins: Object.fromEntries(Object.entries(next.origins).filter(([, { from }]) => from !== TYPED)),
    questions: next.questions.map((question) => kept.get(`${question.field} ${question.why}`) ?? question),
  };
}

/** The questions without those about a row that is taken out; those about later rows follow them. */
export function questionsWithoutRow(
  questions: readonly AskedQuestion[],
  list: 'data' | 'lineage',
  index: number,
): AskedQuestion[] {
  return questions.flatMap((question) => {
    const [, name, at, ...rest] = question.field.split('/');
    if (name !== list || at === undefined || Number.isNaN(Number(at))) return [question];
    if (Number(at) === index) return [];
    if (Number(at) < index) return [question];
    return [{ ...question, field: ['', name, Number(at) - 1, ...rest].join('/') }];
  });
}
