/**
 * A Hugging Face model card: YAML front matter and Markdown (hub-docs, model-cards.md). Every statement in it is its
 * author's claim; `base_model` names no revision, so a base that the text does not pin stays a question.
 */
import type { DraftDataset, DraftParent, Fields, Prefill, Question } from '../draft.ts';
import { LIMITS } from '../limits.ts';
import { positionsIn } from '../lines.ts';
import { RELATIONS, type Relation } from '../schema.ts';
import { plainValue } from '../tree.ts';
import { readYaml } from '../yaml.ts';
import { hubName, line, lines, member } from './declared.ts';
import { measurements } from './model-index.ts';

const SCANNED = 1024 * 1024;

/** `text` is the card, `name` how it is called in messages. */
export function prefillFromCard(text: string, name = 'README.md'): Prefill {
  const source = `Hugging Face model card ${name}`;
  const { front, body, fault } = split(text.slice(0, SCANNED).replace(/^\ufeff/, ''));
  const questions: Question[] = [];
  if (fault)
    questions.push({
      field: '/description',
      why: `The front matter of ${name} could not be read: ${fault}. What does it say?`,
    });

  const description = heading(body);
  const license = licenseOf(front, name, questions);
  const licenseKey = license === line(member(front, 'license_name')) ? 'license_name' : 'license';
  const lineage = parents(front, body, name, questions);
  const data = datasets(front, name, questions);
  const evaluation = measurements(member(front, 'model-index'));
  const replacement = line(member(front, 'new_version'));
  if (replacement)
    questions.push({
      field: '/version',
      why: `${name} says that ${replacement} replaces this model. Which version is this, and why use it?`,
    });
  const tags = lines(member(front, 'tags'), LIMITS.tags);
  if (tags.length > 0) {
    const why = `Which tags apply? Such as internal, customer-data, regulated-decision. The card's own tags: ${tags.join(', ')}.`;
    questions.push({ field: '/classification', why });
  }
  const fields: Fields = {
    ...(description && { description: { value: description, from: `${name} (heading)` } }),
    ...(license && { license: { value: license, from: `${name} (${licenseKey})` } }),
    ...(lineage.length > 0 && { lineage: { value: lineage, from: `${name} (base_model)` } }),
    ...(data.length > 0 && { data: { value: data, from: `${name} (datasets)` } }),
    ...(evaluation.length > 0 && { evaluation: { value: evaluation, from: `${name} (model-index)` } }),
  };
  return { source, fields, questions };
}

/** The front matter as a value, the text below it, and why the former could not be read, if so. */
function split(text: string): { front: unknown; body: string; fault: string | null } {
  const match = /^---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(text);
  if (!match) return { front: {}, body: text, fault: null };
  const [whole, yaml = ''] = match;
  const { node, faults } = readYaml(yaml);
  const first = faults[0];
  const { line: at } = positionsIn(yaml)(first?.offset ?? 0);
  return {
    front: node ? plainValue(node).value : {},
    body: text.slice(whole.length),
    fault: first ? `line ${at + 1}: ${first.message}` : null,
  };
}

function heading(body: string): string | undefined {
  const match = /^#[ \t]+([^\r\n]{1,500})/m.exec(body);
  return line(match?.[1]?.replace(/[*_`]/g, ''));
}

function licenseOf(front: unknown, name: string, questions: Question[]): string | undefined {
  const declared = lines(member(front, 'license'), 8);
  const [license] = declared;
  const link = line(member(front, 'license_link'));
  if (declared.length > 1) {
    questions.push({
      field: '/license',
      why: `${name} names several licences: ${declared.join(', ')}. Which one holds?`,
    });
    return undefined;
  }
  if (license !== 'other') {
    if (!license) questions.push({ field: '/license', why: `${name} names no licence. Which one holds?` });
    return license;
  }
  const own = line(member(front, 'license_name'));
  const where = link ? ` Its text: ${link}.` : '';
  questions.push({
    field: '/license',
    why: `The licence is not a standard one. Who has read its terms, and do they allow the use case?${where}`,
  });
  return own ?? license;
}

function parents(front: unknown, body: string, name: string, questions: Question[]): DraftParent[] {
  const bases = lines(member(front, 'base_model'), LIMITS.parents);
  if (bases.length === 0) {
    const why = `${name} names no base model. Which models was it made from? Write from-scratch only if there is none.`;
    questions.push({ field: '/lineage', why });
    return [];
  }
  const relation = relationOf(member(front, 'base_model_relation'));
  const pin = bases.length === 1 ? pinnedRevision(body) : null;
  const found: DraftParent[] = [];
  for (const base of bases) {
    const at = `/lineage/${found.length}`;
    const hub = hubName(base);
    if (!hub) {
      questions.push({
        field: '/lineage',
        why: `${name} names the base '${base}', which is no name on the Hub. Which model is it?`,
      });
      continue;
    }
    found.push({ relation, parent: `hf:${hub}@${pin?.revision ?? ''}` });
    if (!relation)
      questions.push({ field: `${at}/relation`, why: `How was it made from ${hub}? One of ${RELATIONS.join(', ')}.` });
    if (pin)
      questions.push({
        field: `${at}/parent`,
        why: `The revision of ${hub} is from the card's text ('${pin.label}'). Is it the one that was used?`,
      });
    else
      questions.push({
        field: `${at}/parent`,
        why: `Which revision of ${hub}? ${name} does not pin it: write the commit id after the @.`,
      });
  }
  if (bases.length > 1) {
    questions.push({
      field: '/license',
      why: `It was made from ${bases.length} bases. Do the licences of all of them allow this one?`,
    });
  }
  return found;
}

function relationOf(value: unknown): Relation | undefined {
  return RELATIONS.find((relation) => relation === value);
}

/** A full commit id on a line about a base and its revision, when the text has exactly one. */
function pinnedRevision(body: string): { revision: string; label: string } | null {
  const found = new Map<string, string>();
  for (const [text] of body.matchAll(/[^\r\n]+/g)) {
    if (text.length > 2000 || !/base/i.test(text) || !/revision|commit/i.test(text)) continue;
    for (const [revision] of text.matchAll(/(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])/g)) {
      if (!found.has(revision))
        found.set(revision, line(text.split(revision)[0]?.replace(/[|`*_:]/g, ' '), 80) ?? 'base revision');
    }
  }
  const [only] = found;
  return found.size === 1 && only ? { revision: only[0], label: only[1] } : null;
}

function datasets(front: unknown, name: string, questions: Question[]): DraftDataset[] {
  const names = lines(member(front, 'datasets'), LIMITS.datasets);
  if (names.length === 0) {
    questions.push({
      field: '/data',
      why: `${name} names no dataset. Which data went into it? Or write { none: "reason" }.`,
    });
  }
  return names.map((dataset, index) => {
    questions.push({
      field: `/data/${index}/role`,
      why: `What was ${dataset} used for, and at which revision? ${name} only names it.`,
    });
    const onHub = /^[A-Za-z0-9][A-Za-z0-9._/-]*$/.test(dataset) && !dataset.includes('..');
    return { name: dataset, ...(onHub && { uri: `https://huggingface.co/datasets/${dataset}` }) };
  });
}
