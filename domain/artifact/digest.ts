/**
 * A digest names bytes: `sha256:` and 64 lower-case hex digits, nothing else (CONTRACT.md §6, THREATS.md T8).
 * One algorithm, one spelling: two strings that differ are two digests, so `===` compares them.
 */
import { sha256 as sha256Bytes } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

declare const digestBrand: unique symbol;

/** `sha256:` + 64 lower-case hex digits; made only by `parseDigest` and the functions that hash. */
export type Digest = string & { readonly [digestBrand]: true };

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** The digest that `text` spells, or null when it is anything but the one accepted spelling. */
export function parseDigest(text: string): Digest | null {
  return DIGEST.test(text) ? (text as Digest) : null;
}

/** SHA-256 of bytes, or of the UTF-8 of a string. */
export function sha256(data: Uint8Array | string): Digest {
  const bytes = typeof data === 'string' ? utf8ToBytes(data) : data;
  return `sha256:${bytesToHex(sha256Bytes(bytes))}` as Digest;
}
