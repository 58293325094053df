/**
 * A manifest as somebody fills it in: every field a text or a list of texts, whole or not, right or wrong. Nothing typed
 * is ever refused here; what it amounts to is judged by the one schema, and written by the one writer (write.ts), so that
 * a form, `init` and `check` say the same of the same content.
 */
import type { DataRole, Relation } from './schema.ts';

export interface FormDataset {
  readonly name: string;
  readonly role: string;
  readonly uri: string;
  readonly digest: string;
  readonly classification: readonly string[];
  readonly license: string;
}

export interface FormParent {
  readonly relation: string;
  readonly parent: string;
}

export interface FormMeasurement {
  readonly suite: string;
  readonly metric: string;
  /** as typed; a number once it is one */
  readonly value: string;
  readonly report: string;
}

/** A question that a file left open. */
export interface AskedQuestion {
  /** JSON pointer of the field that the answer goes into */
  readonly field: string;
  readonly why: string;
  /** `value`: filling in the field answers it; `person`: somebody has to say that it is settled */
  readonly answeredBy: 'value' | 'person';
}

/** Who declared the value that a field was prefilled with. Holds while the value is the one that they declared. */
export interface Origin {
  readonly from: string;
  /** canonical enough to compare with: JSON of the draft's value */
  readonly value: string;
}

export interface ManifestForm {
  readonly model: string;
  readonly version: string;
  readonly owner: string;
  readonly description: string;
  readonly useCase: string;
  readonly classification: readonly string[];
  readonly license: string;
  readonly source: { readonly repository: string; readonly commit: string };
  readonly artifact: { readonly path: string; readonly digest: string };
  /** `none`: there is none, for the reason in `dataNone` */
  readonly dataKind: 'list' | 'none';
  readonly dataNone: string;
  readonly data: readonly FormDataset[];
  readonly lineageKind: 'list' | 'from-scratch';
  readonly lineage: readonly FormParent[];
  readonly evaluation: readonly FormMeasurement[];
  readonly runtime: {
    readonly environments: readonly string[];
    readonly regions: readonly string[];
    readonly exposure: string;
    readonly dataClasses: readonly string[];
  };
  /** by the manifest's top-level field */
  readonly origins: Readonly<Record<string, Origin>>;
  readonly questions: readonly AskedQuestion[];
}

export const BLANK_DATASET: FormDataset = { name: '', role: '', uri: '', digest: '', classification: [], license: '' };
export const BLANK_PARENT: FormParent = { relation: '', parent: '' };
export const BLANK_MEASUREMENT: FormMeasurement = { suite: '', metric: '', value: '', report: '' };

export const BLANK_FORM: ManifestForm = {
  model: '',
  version: '',
  owner: '',
  description: '',
  useCase: '',
  classification: [],
  license: '',
  source: { repository: '', commit: '' },
  artifact: { path: '', digest: '' },
  dataKind: 'list',
  dataNone: '',
  data: [],
  lineageKind: 'list',
  lineage: [],
  evaluation: [],
  runtime: { environments: [], regions: [], exposure: '', dataClasses: [] },
  origins: {},
  questions: [],
};

/** Data roles and relations in words that an owner knows, in the order of a list to choose from. */
export const ROLE_WORDS: Readonly<Record<DataRole, string>> = {
  pretraining: 'pretraining',
  training: 'training',
  validation: 'validation while training',
  test: 'test: a held-out part of the same data',
  evaluation: 'evaluation: data of its own',
  calibration: 'calibration, as for quantising',
  retrieval: 'retrieval: read when the model runs',
};

export const RELATION_WORDS: Readonly<Record<Relation, string>> = {
  finetune: 'fine-tuned from it',
  adapter: 'an adapter (LoRA and the like) for it',
  merge: 'merged from it and others',
  quantized: 'quantised from it',
  distilled: 'distilled from it',
  retrain: 'trained again after it, the same way',
  export: 'exported from it to another format',
};
