/**
 * The public keys that tokens are verified with: P-256 JWKs (RFC 7517) whose `kid` is their RFC 7638 thumbprint, always
 * recomputed, so that a name cannot be put on another key.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { decodeBase64Url, encodeBase64Url } from '#domain/canonical/base64.ts';
import { canonicalJson } from '#domain/canonical/json.ts';
import { isObject } from '#domain/canonical/strict-json.ts';

export interface PublicKey {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
  /** RFC 7638 thumbprint, base64url of SHA-256 */
  readonly kid: string;
}

/** The RFC 7638 thumbprint: SHA-256 of the required members in canonical JSON. */
export function thumbprintOf({ crv, kty, x, y }: Omit<PublicKey, 'kid'>): string {
  return encodeBase64Url(sha256(utf8ToBytes(canonicalJson({ crv, kty, x, y }))));
}

const isCoordinate = (value: unknown): value is string =>
  typeof value === 'string' && decodeBase64Url(value)?.length === 32;

/** The key that a JWK is, or what is wrong with it. Private and unknown members are refused. */
export function readPublicKey(
  jwk: unknown,
): { readonly ok: true; readonly key: PublicKey } | { readonly ok: false; readonly message: string } {
  if (!isObject(jwk)) return { ok: false, message: 'a key is not an object' };
  if ('d' in jwk) return { ok: false, message: 'a PRIVATE key; it must not be here and is to be replaced' };
  const { kty, crv, x, y, kid, alg = 'ES256', use = 'sig', ...unknown } = jwk;
  if (Object.keys(unknown).length > 0) return { ok: false, message: 'a key has a member that is not understood' };
  if (kty !== 'EC' || crv !== 'P-256' || alg !== 'ES256' || use !== 'sig') {
    return { ok: false, message: 'a key is not an ES256 signature key' };
  }
  if (!isCoordinate(x) || !isCoordinate(y)) return { ok: false, message: 'a key has broken coordinates' };
  const thumbprint = thumbprintOf({ kty, crv, x, y });
  if (kid !== thumbprint) return { ok: false, message: `a key's kid is not its thumbprint ${thumbprint}` };
  return { ok: true, key: { kty, crv, x, y, kid: thumbprint } };
}
