/**
 * What an unquoted YAML scalar means: the YAML 1.2 core schema, less everything that another reader would take for
 * something else. Norway's `NO`, `2026-01-01`, `0777` and `1_000` are values in YAML 1.1 and text in 1.2; a manifest is read
 * by both, so they are ambiguous and must be quoted.
 */

export type Plain = null | boolean | number | string;

export interface Resolved {
  readonly value: Plain;
  /** why the text is not the same to every YAML reader; absent when it is */
  readonly ambiguous?: string;
}

const NULL = /^(?:~|null|Null|NULL)?$/;
const TRUE = /^(?:true|True|TRUE)$/;
const FALSE = /^(?:false|False|FALSE)$/;
const DECIMAL = /^[-+]?[0-9]+$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

/** Read one way by some and another way by others. */
const AMBIGUOUS: readonly (readonly [RegExp, string])[] = [
  [/^(?:y|Y|yes|Yes|YES|on|On|ON)$/, 'other YAML readers take it for true'],
  [/^(?:n|N|no|No|NO|off|Off|OFF)$/, 'other YAML readers take it for false'],
  [/^[-+]?0[0-9_]+$/, 'other YAML readers take it for an octal number'],
  [/^[-+]?0(?:o[0-7]+|x[0-9a-fA-F_]+|b[01_]+)$/, 'it is a number in another base'],
  [/^[-+]?[0-9][0-9_]*_[0-9_]*(?:\.[0-9_]*)?$/, 'other YAML readers take it for a number'],
  [/^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/, 'other YAML readers take it for a number to base 60'],
  [/^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \t][0-9:.Zz+\- \t]*)?$/, 'other YAML readers take it for a date'],
  [/^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/, 'it is not a finite number'],
  [/^=$/, 'it has a special meaning in YAML 1.1'],
];

/** Longer than any number, date or keyword is text, and is not matched against anything. */
const LONGEST_TOKEN = 400;

export function resolvePlain(text: string): Resolved {
  if (text.length > LONGEST_TOKEN) return { value: text };
  if (NULL.test(text)) return { value: null };
  if (TRUE.test(text)) return { value: true };
  if (FALSE.test(text)) return { value: false };
  const ambiguous = AMBIGUOUS.find(([pattern]) => pattern.test(text))?.[1];
  if (ambiguous) return { value: text, ambiguous };
  if (!FLOAT.test(text)) return { value: text };
  const value = Number(text);
  if (!Number.isFinite(value)) return { value: text, ambiguous: 'it is not a finite number' };
  if (DECIMAL.test(text) && !Number.isSafeInteger(value))
    return { value: text, ambiguous: 'it is too large to be kept exactly' };
  return { value };
}
