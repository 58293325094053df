/** What is wrong with a manifest and where: one line for a person, a stable code for a machine. */

import { revealed } from './text.ts';

export interface Position {
  /** 1-based */
  readonly line: number;
  /** 1-based, in Unicode characters */
  readonly column: number;
}

export interface Problem extends Position {
  /** JSON pointer (RFC 6901) of the value, or of the mapping that misses one; `''` is the document */
  readonly path: string;
  /** stable: `duplicate-key`, `unknown-key`, `missing`, `format`, … */
  readonly code: string;
  readonly message: string;
}

/** A problem whose place in the text is not known, or that has no text. */
export type Fault = Omit<Problem, 'line' | 'column'>;

/** More than anybody reads; the rest is counted in one last problem. */
export const MAX_PROBLEMS = 200;

/** RFC 6901 pointer of a path. A key too long for any manifest is cut: it is named, not found again. */
export function pointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).slice(0, 200).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Cuts a flood of problems, saying so. */
export function limited<T extends Fault>(problems: readonly T[]): T[] {
  const last = problems[MAX_PROBLEMS];
  if (!last) return [...problems];
  const rest = problems.length - MAX_PROBLEMS;
  return [
    ...problems.slice(0, MAX_PROBLEMS),
    { ...last, code: 'too-many-problems', message: `and ${rest} more problem${rest === 1 ? '' : 's'} from here on` },
  ];
}

/** Quotes hostile text in a message: short, on one line, nothing hidden. */
export function shown(text: string): string {
  const head = revealed(text.slice(0, 200).toWellFormed().replace(/\s+/g, ' '));
  return head.length > 60 ? `'${head.slice(0, 57)}…'` : `'${head}'`;
}
