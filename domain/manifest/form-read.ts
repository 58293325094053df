/**
 * YAML of a manifest, whole or half done, read into a form. What is not YAML of one manifest is refused with its place;
 * what is merely wrong or missing is taken as it stands, because the form shows it and asks for it.
 */
import type { Prefill } from './draft.ts';
import {
  BLANK_DATASET,
  BLANK_FORM,
  BLANK_MEASUREMENT,
  BLANK_PARENT,
  type FormDataset,
  type FormMeasurement,
  type FormParent,
  type ManifestForm,
} from './form.ts';
import { prefillOf } from './form-draft.ts';
import { parseManifest } from './parse.ts';
import type { Problem } from './problem.ts';
import { readYaml } from './yaml.ts';
import type { YamlNode } from './yaml-node.ts';

export type ReadForm =
  | {
      readonly ok: true;
      readonly form: ManifestForm;
      /** what the form has no place for, so that it was left out */
      readonly leftOut: readonly Problem[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** A form can hold these faults and show them at their fields. */
const HELD: ReadonlySet<string> = new Set(['missing', 'empty', 'format', 'length', 'quote-it', 'ambiguous', 'secret']);

/** A fault at one of these is that it is no list or mapping, so the form has no place for it. */
const SHAPED: ReadonlySet<string> = new Set(['/data', '/lineage', '/evaluation', '/source', '/artifact', '/runtime']);

/** Never throws. */
export function readManifestForm(text: string): ReadForm {
  const parsed = parseManifest(text);
  const problems = parsed.ok ? [] : parsed.problems;
  const structural = problems.filter(({ code }) => !HELD.has(code) && code !== 'unknown-key' && code !== 'type');
  if (structural.length > 0) return { ok: false, problems: structural };
  const { node } = readYaml(text.replace(/^\ufeff/, ''));
  if (node?.kind !== 'mapping') return { ok: false, problems };
  const leftOut = problems.filter(
    ({ code, path }) => code === 'unknown-key' || code === 'type' || (code === 'format' && SHAPED.has(path)),
  );
  return { ok: true, form: formOfNode(node), leftOut };
}

/** A manifest as a source beside others. Its values are taken for typed: the manifest is what is being filled in. */
export function prefillFromManifest(form: ManifestForm, name: string): Prefill {
  return { ...prefillOf(form), source: `manifest ${name}` };
}

function formOfNode(root: YamlNode): ManifestForm {
  const field = (name: string) => text(member(root, name));
  const [data, lineage] = [member(root, 'data'), member(root, 'lineage')];
  const [source, artifact, runtime] = [member(root, 'source'), member(root, 'artifact'), member(root, 'runtime')];
  return {
    ...BLANK_FORM,
    model: field('model'),
    version: field('version'),
    owner: field('owner'),
    description: field('description'),
    useCase: field('useCase'),
    classification: texts(member(root, 'classification')),
    license: field('license'),
    source: { repository: text(member(source, 'repository')), commit: text(member(source, 'commit')) },
    artifact: { path: text(member(artifact, 'path')), digest: text(member(artifact, 'digest')) },
    dataKind: member(data, 'none') ? 'none' : 'list',
    dataNone: text(member(data, 'none')),
    data: rows<FormDataset>(data, BLANK_DATASET),
    lineageKind: text(lineage) === 'from-scratch' ? 'from-scratch' : 'list',
    lineage: rows<FormParent>(lineage, BLANK_PARENT),
    evaluation: rows<FormMeasurement>(member(root, 'evaluation'), BLANK_MEASUREMENT),
    runtime: {
      environments: texts(member(runtime, 'environments')),
      regions: texts(member(runtime, 'regions')),
      exposure: text(member(runtime, 'exposure')),
      dataClasses: texts(member(runtime, 'dataClasses')),
    },
  };
}

function member(node: YamlNode | undefined, name: string): YamlNode | undefined {
  return node?.kind === 'mapping' ? node.entries.get(name)?.value : undefined;
}

/** A scalar as it is written, so that `1.10` stays `1.10`; nothing for nothing. */
function text(node: YamlNode | undefined): string {
  if (node?.kind !== 'scalar') return '';
  return node.plain && /^(?:~|null|Null|NULL)$/.test(node.text) ? '' : node.text;
}

function texts(node: YamlNode | undefined): string[] {
  return node?.kind === 'sequence' ? node.items.map(text).filter((item) => item !== '') : [];
}

/** The rows of a list, each with the members of `blank`, texts and lists of texts. */
function rows<T extends object>(node: YamlNode | undefined, blank: T): T[] {
  if (node?.kind !== 'sequence') return [];
  return node.items.map((item) => {
    const members = Object.entries(blank).map(([name, empty]) => {
      const value = member(item, name);
      return [name, Array.isArray(empty) ? texts(value) : text(value)];
    });
    return Object.fromEntries(members) as T;
  });
}
