/**
 * Writes a draft as YAML that a person goes on with: every value with who declared it, every unknown as a `# QUESTION:` beside
 * a value that `countersign check` refuses until it is answered. Values come from hostile files: they are quoted whenever
 * they could be read as anything but the text they are, and comments never leave their line.
 */
import type { Draft, DraftFields } from './draft.ts';
import { pointer } from './problem.ts';
import { resolvePlain } from './scalar.ts';
import { revealed } from './text.ts';

/** The order of the contract's example. */
const ORDER: readonly (keyof DraftFields)[] = [
  'model',
  'version',
  'owner',
  'description',
  'useCase',
  'classification',
  'license',
  'source',
  'artifact',
  'data',
  'lineage',
  'evaluation',
  'runtime',
];

/** What stands where nothing is known. Each is refused by the schema, so that a draft cannot pass as a manifest. */
const UNANSWERED: Readonly<Partial<Record<keyof DraftFields, unknown>>> = {
  model: '',
  version: '',
  owner: '',
  useCase: '',
  classification: [],
  artifact: { path: '' },
  data: [],
  lineage: [],
};

const WIDTH = 110;

export function writeManifest(draft: Draft): string {
  const lines = ['apiVersion: countersign/v1'];
  for (const name of ORDER) {
    const declared = draft.fields[name];
    const questions = questionsAt(draft, pointer([name]), 0);
    lines.push(...questions);
    if (declared)
      lines.push(...writeMember(name, completed(name, declared.value), pointer([name]), 0, draft, declared.from));
    else if (name in UNANSWERED) lines.push(...writeMember(name, UNANSWERED[name], pointer([name]), 0, draft, ''));
    else if (questions.length > 0) lines.push(`# ${name}:`);
  }
  return `${lines.join('\n')}\n`;
}

/** Fields that an item must have are shown even where they are not known. */
function completed(name: keyof DraftFields, value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  if (name === 'data')
    return value.map(({ name: dataset, role, ...rest }) => ({ name: dataset, role: role ?? '', ...rest }));
  if (name === 'lineage') return value.map(({ relation, parent }) => ({ relation: relation ?? '', parent }));
  return value;
}

function writeMember(key: string, value: unknown, path: string, indent: number, draft: Draft, from: string): string[] {
  const pad = ' '.repeat(indent);
  const origin = from === '' ? '' : `  # declared: ${comment(from)}`;
  if (Array.isArray(value) && value.some((item) => typeof item === 'object')) {
    return [
      `${pad}${key}:${origin}`,
      ...value.flatMap((item, index) => writeItem(item, `${path}/${index}`, indent + 2, draft)),
    ];
  }
  if (Array.isArray(value)) return [`${pad}${key}: [${value.map((item) => scalar(item, true)).join(', ')}]${origin}`];
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    if (members.length === 0) return [`${pad}${key}: {}${origin}`];
    return [
      `${pad}${key}:${origin}`,
      ...members.flatMap(([name, member]) => withQuestions(name, member, path, indent + 2, draft)),
    ];
  }
  return [`${pad}${key}: ${scalar(value, false)}${origin}`];
}

/** `- ` and the first member on one line, the others below it. */
function writeItem(item: unknown, path: string, indent: number, draft: Draft): string[] {
  const members = Object.entries(item as object).filter(([, member]) => member !== undefined);
  const lines = members.flatMap(([name, member]) =>
    writeMember(name, member, `${path}/${name}`, indent + 2, draft, ''),
  );
  const questions = draft.questions.filter(({ field }) => field === path || field.startsWith(`${path}/`));
  const [first = '', ...rest] = lines;
  return [
    ...questions.flatMap(({ why }) => questionLines(why, indent)),
    `${' '.repeat(indent)}- ${first.trimStart()}`,
    ...rest,
  ];
}

function withQuestions(name: string, value: unknown, path: string, indent: number, draft: Draft): string[] {
  const member = `${path}${pointer([name])}`;
  return [...questionsAt(draft, member, indent), ...writeMember(name, value, member, indent, draft, '')];
}

function questionsAt(draft: Draft, path: string, indent: number): string[] {
  return draft.questions.filter(({ field }) => field === path).flatMap(({ why }) => questionLines(why, indent));
}

function questionLines(why: string, indent: number): string[] {
  const pad = ' '.repeat(indent);
  const lines: string[] = [];
  let line = `${pad}# QUESTION:`;
  for (const word of comment(why).split(' ')) {
    if (line.length + word.length >= WIDTH && !line.endsWith(':')) {
      lines.push(line);
      line = `${pad}#  `;
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}

/** Text that stays on its line and shows all that it holds. */
function comment(text: string): string {
  return revealed(text.replace(/\s+/g, ' ').trim().slice(0, 1000).toWellFormed());
}

/** Plain where every YAML reader takes it for this text, else in double quotes, whose escapes are those of JSON. */
function scalar(value: unknown, inFlow: boolean): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  const { value: read, ambiguous } = resolvePlain(value);
  const plain = inFlow
    ? /^[A-Za-z0-9.][A-Za-z0-9._/-]*$/
    : /^[A-Za-z0-9.][A-Za-z0-9._/@+()-]*(?::[A-Za-z0-9._/@+-]+|[ ,;]+[A-Za-z0-9._/@+()-]+)*\.?$/;
  const marker = value.startsWith('...') || value.startsWith('---');
  if (value.length < 200 && typeof read === 'string' && ambiguous === undefined && !marker && plain.test(value))
    return value;
  return JSON.stringify(value);
}
