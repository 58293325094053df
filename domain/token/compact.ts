/**
 * The compact form of a JWS (RFC 7515 §7.1), hostile from its first byte: three parts, each the one base64url text of its
 * bytes, a header that is exactly `{alg, typ, kid}` with the one algorithm we use, and a payload that is a JSON object
 * without double names (THREATS.md T16, T17). Nothing here is believed until the signature is checked.
 */
import { decodeBase64Url } from '#domain/canonical/base64.ts';
import { isObject, parseStrictJson } from '#domain/canonical/strict-json.ts';
import { decodeUtf8 } from '#domain/canonical/utf8.ts';

export type Problem = {
  readonly ok: false;
  readonly code: 'size' | 'encoding' | 'header' | 'alg' | 'typ' | 'claims' | 'signature';
  readonly message: string;
};

export interface Compact {
  readonly ok: true;
  readonly kid: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** An ES256 signature is r ‖ s (RFC 7518 §3.4); DER is longer. */
const SIGNATURE_BYTES = 64;

/** RFC 7638 thumbprints of SHA-256 are 43 characters; a header has no business being longer than this. */
const MAX_HEADER = 512;

function problem(code: Problem['code'], message: string): Problem {
  return { ok: false, code, message };
}

function readJson(part: string): ReturnType<typeof parseStrictJson> | null {
  const bytes = decodeBase64Url(part);
  const text = bytes && decodeUtf8(bytes);
  return text === null ? null : parseStrictJson(text);
}

function readHeader(part: string, typ: string): { readonly ok: true; readonly kid: string } | Problem {
  if (part.length > MAX_HEADER) return problem('size', 'The header is too long');
  const json = readJson(part);
  if (!json) return problem('encoding', 'The header is not canonical base64url of UTF-8');
  if (!json.ok) return problem('header', `The header is refused: ${json.message}`);
  if (!isObject(json.value)) return problem('header', 'The header is not an object');
  const { alg, typ: found, kid, ...unknown } = json.value;
  if (alg !== 'ES256') return problem('alg', 'The algorithm is not ES256');
  if (found !== typ) return problem('typ', `The type is not ${typ}`);
  if (typeof kid !== 'string' || kid === '') return problem('header', 'The header names no key');
  const [name] = Object.keys(unknown);
  // crit, jwk, jku, x5u, b64 and whatever comes: a field that is not understood may change what is signed
  if (name !== undefined) return problem('header', 'The header has a field that is not understood');
  return { ok: true, kid };
}

/** Reads a token of one type. `maxLength` is in characters, and is looked at first. */
export function parseCompact(token: string, typ: string, maxLength: number): Compact | Problem {
  if (token.length > maxLength) return problem('size', `The token is longer than ${maxLength} characters`);
  const parts = token.split('.');
  if (parts.length !== 3) return problem('encoding', 'The token does not have three parts');
  const [header, payload, signature] = parts as [string, string, string];
  const read = readHeader(header, typ);
  if (!read.ok) return read;
  const signatureBytes = decodeBase64Url(signature);
  if (!signatureBytes) return problem('encoding', 'The signature is not canonical base64url');
  if (signatureBytes.length !== SIGNATURE_BYTES) return problem('signature', 'The signature is not one of ES256');
  const json = readJson(payload);
  if (!json) return problem('encoding', 'The claims are not canonical base64url of UTF-8');
  if (!json.ok) return problem('claims', `The claims are refused: ${json.message}`);
  if (!isObject(json.value)) return problem('claims', 'The claims are not an object');
  return { ok: true, kid: read.kid, payload: json.value };
}
