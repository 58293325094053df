/**
 * Canonical JSON (RFC 8785): one text for one value, so that a digest of it names the value.
 * Everything that is signed, hashed or approved goes through here.
 */
import { type Digest, sha256 } from '#domain/artifact/digest.ts';

/** What can be written canonically: no undefined, no NaN, no dates, no class instances. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * The RFC 8785 text of a value.
 * Throws TypeError on what has no canonical text: non-finite numbers, lone surrogates, undefined, functions.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('canonical JSON has no non-finite numbers');
    return JSON.stringify(value);
  }
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new TypeError('canonical JSON has no lone surrogates');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) {
    let text = '';
    for (const item of value) text += `${text === '' ? '' : ','}${canonicalJson(item)}`;
    return `[${text}]`;
  }
  if (typeof value !== 'object') throw new TypeError(`canonical JSON has no ${typeof value}`);
  const object = value as { readonly [key: string]: Json };
  // RFC 8785 §3.2.3 sorts by UTF-16 code units, which is what `<` on strings does.
  let text = '';
  for (const key of Object.keys(object).sort())
    text += `${text === '' ? '' : ','}${canonicalJson(key)}:${canonicalJson(object[key] as Json)}`;
  return `{${text}}`;
}

/** SHA-256 of the canonical JSON of a value. */
export function digestOf(value: Json): Digest {
  return sha256(canonicalJson(value));
}
