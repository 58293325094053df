/**
 * How a model, a version and an external base are named (CONTRACT.md §2): `namespace/name`, `namespace/name@version`,
 * `hf:org/name@revision`. A ref has one spelling, is safe in a URL path, a file name and a command line, and looks like
 * what it is: no spaces, no control characters, nothing that changes the direction of text.
 */
import { hiddenCharacter } from './text.ts';

declare const modelRefBrand: unique symbol;
declare const versionRefBrand: unique symbol;
declare const externalRefBrand: unique symbol;

/** `namespace/name`, each 1 to 64 of `a-z 0-9 -`, not starting or ending with `-`. */
export type ModelRef = string & { readonly [modelRefBrand]: true };
/** `namespace/name@version` */
export type VersionRef = string & { readonly [versionRefBrand]: true };
/** `hf:org/name@revision` */
export type ExternalRef = string & { readonly [externalRefBrand]: true };

export interface ExternalBase {
  readonly ref: ExternalRef;
  /** the hub it lives on; Hugging Face is the only one known */
  readonly host: 'hf';
  readonly org: string;
  readonly name: string;
  /** a commit, or a branch or tag that can move */
  readonly revision: string;
  /** true when the revision is a full commit id, so that the name means the same bytes tomorrow */
  readonly pinned: boolean;
}

const SLUG_SOURCE = '[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?';
export const SLUG = new RegExp(`^${SLUG_SOURCE}$`);
export const MODEL = new RegExp(`^${SLUG_SOURCE}/${SLUG_SOURCE}$`);
/** Kept apart from `versionFault` so that editors can check it from the JSON Schema: no spaces, slashes, `@` or controls. */
export const VERSION = /^[^\s/\\@\u0000-\u001f\u007f-\u009f]{1,128}$/;
export const EXTERNAL_BASE =
  /^hf:([A-Za-z0-9][A-Za-z0-9._-]{0,95})\/([A-Za-z0-9][A-Za-z0-9._-]{0,95})@([A-Za-z0-9](?:[A-Za-z0-9._/-]{0,126}[A-Za-z0-9])?)$/;

const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** Why `text` cannot be a version, or null when it can. */
export function versionFault(text: string): string | null {
  if (text === '') return 'a version cannot be empty';
  if (text.length > 128) return 'a version has at most 128 characters';
  if (/[/\\@]/.test(text))
    return "a version cannot hold '/', '\\' or '@': they separate the parts of namespace/name@version";
  if (/\s/.test(text)) return 'a version cannot hold spaces';
  if (!VERSION.test(text) || hiddenCharacter(text, 'line')) return 'a version cannot hold characters that do not show';
  if (text === '.' || text === '..') return `'${text}' cannot be a version: in a path it means a folder`;
  if (text !== text.normalize('NFC'))
    return 'a version must be written in Unicode NFC, so that equal looks are equal bytes';
  return null;
}

export function parseModelRef(text: string): ModelRef | null {
  return MODEL.test(text) ? (text as ModelRef) : null;
}

/** The parts of `namespace/name@version`, or null when it is anything else. */
export function parseVersionRef(text: string): { ref: VersionRef; model: ModelRef; version: string } | null {
  const at = text.indexOf('@');
  if (at < 0) return null;
  const model = parseModelRef(text.slice(0, at));
  const version = text.slice(at + 1);
  if (!model || versionFault(version) !== null) return null;
  return { ref: text as VersionRef, model, version };
}

export function versionRef(model: ModelRef, version: string): VersionRef | null {
  return parseVersionRef(`${model}@${version}`)?.ref ?? null;
}

/** The parts of `hf:org/name@revision`, or null when it is anything else. */
export function parseExternalBase(text: string): ExternalBase | null {
  const match = EXTERNAL_BASE.exec(text);
  if (!match) return null;
  const [, org = '', name = '', revision = ''] = match;
  if (/\.\.|\/\//.test(revision)) return null;
  return { ref: text as ExternalRef, host: 'hf', org, name, revision, pinned: COMMIT.test(revision) };
}

/** True for a full commit id (SHA-1 or SHA-256, lower-case hex). */
export function isCommit(text: string): boolean {
  return COMMIT.test(text);
}
