/** Turns what the schema found into faults that a person can act on: which field, what is wrong, what would be right. */
import type { z } from 'zod';
import { type Fault, pointer, shown } from './problem.ts';
import { suggestion } from './suggestion.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** A fault, the path of the value it is about, and the key when it is about a key. */
export interface SchemaFault extends Fault {
  readonly at: Path;
  readonly key?: string;
}

/** What each required field wants, for the message that it is missing or empty. */
const WANTS: Readonly<Record<string, string>> = {
  apiVersion: 'write countersign/v1',
  model: 'write namespace/name',
  version: 'write the version, such as 1.0.0',
  owner: 'write team:<slug> or user:<email>',
  useCase: 'write the name of the approved use case',
  classification: 'list the tags, such as [internal] or [customer-data]',
  artifact: 'write { path: ./model }',
  data: 'list the datasets, or write { none: "reason" }',
  lineage: 'list { relation, parent }, or write from-scratch',
};

/** How the text of a plain scalar reads, where the input is YAML: `1.10` for the number 1.1. */
export type PlainTextAt = (path: Path) => string | null;

export function schemaFaults(issues: readonly Issue[], value: unknown, plainTextAt: PlainTextAt): SchemaFault[] {
  return issues.flatMap((issue) => faultsOf(issue, [], value, plainTextAt));
}

function faultsOf(issue: Issue, base: Path, root: unknown, plainTextAt: PlainTextAt): SchemaFault[] {
  const path = [...base, ...issue.path];
  const value = valueAt(root, path);
  const fault = (code: string, message: string): SchemaFault => ({
    at: path,
    path: pointer(path),
    code,
    message: `${label(path)}${message}`,
  });
  const last = String(path.at(-1) ?? '');
  const wants = WANTS[last] ? `: ${WANTS[last]}` : '';

  if (value === undefined && path.length > 0)
    return [{ ...fault('missing', `is missing${wants}`), at: path.slice(0, -1) }];
  if (value === null || value === '') return [fault('empty', `is empty${wants}`)];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const near = suggestion(key);
      const message = `${shown(key)} is not a key ${path.length === 0 ? 'of a manifest' : 'here'}${near ? `; did you mean ${near}?` : ''}`;
      return { at: path, key, path: pointer([...path, key]), code: 'unknown-key', message: `${label(path)}${message}` };
    });
  }
  if (issue.code === 'invalid_union') {
    const branch = issue.errors.find((errors) => errors.every((error) => !rejectsKind(error)));
    if (branch) return branch.flatMap((error) => faultsOf(error, path, root, plainTextAt));
  }
  const plain = plainTextAt(path);
  if ((typeof value === 'number' || typeof value === 'boolean') && plain !== null && wantsText(issue)) {
    return [
      fault(
        'quote-it',
        `must be text, and ${plain} is read as the ${typeof value} ${String(value)}: quote it, '${plain}'`,
      ),
    ];
  }
  if (issue.code === 'invalid_type') return [fault('type', `must be ${article(issue.expected)}, not ${kindOf(value)}`)];
  if (issue.code === 'invalid_value') {
    const given = typeof value === 'string' ? `, not ${shown(value)}` : '';
    return [fault('format', `must be ${list(issue.values.map(String))}${given}`)];
  }
  if (issue.code === 'custom' && typeof issue.params?.code === 'string')
    return [fault(issue.params.code, issue.message)];
  return [fault(issue.code === 'too_small' || issue.code === 'too_big' ? 'length' : 'format', issue.message)];
}

/** True when a union's branch was never meant: the value is of another kind altogether. */
function rejectsKind(issue: Issue): boolean {
  return issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value');
}

function wantsText(issue: Issue): boolean {
  if (issue.code === 'invalid_union') return issue.errors.every((errors) => errors.some(wantsText));
  return issue.code === 'invalid_type' && issue.expected === 'string';
}

function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const part of path) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}

/** `lineage[0].parent ` */
function label(path: Path): string {
  if (path.length === 0) return '';
  return `${path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${String(part)}`)).join('')} `;
}

function list(values: readonly string[]): string {
  return values.length === 1 ? `${values[0]}` : `one of ${values.join(', ')}`;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
};

function article(expected: string): string {
  return KINDS[expected] ?? expected;
}

function kindOf(value: unknown): string {
  return KINDS[Array.isArray(value) ? 'array' : typeof value] ?? typeof value;
}
