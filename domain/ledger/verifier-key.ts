/**
 * Verifier keys of the C2SP signed note: `name+keyid+base64(type ‖ public key)`, where the key id is the first four bytes
 * of SHA-256(name ‖ 0x0A ‖ type ‖ public key). Only type 0x01, Ed25519, is ours.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { decodeBase64, encodeBase64 } from '#domain/canonical/base64.ts';

const ED25519 = 0x01;

export interface VerifierKey {
  readonly name: string;
  /** 8 lower-case hex digits */
  readonly keyId: string;
  /** 32 bytes */
  readonly publicKey: Uint8Array;
}

/** A key name: not empty, no Unicode space, no plus sign, no control character. */
export function isKeyName(name: string): boolean {
  return name !== '' && name.isWellFormed() && !/[\s+\p{Cc}]/u.test(name);
}

function keyIdOf(name: string, typed: Uint8Array): string {
  const digest = sha256
    .create()
    .update(utf8ToBytes(`${name}\n`))
    .update(typed)
    .digest();
  return bytesToHex(digest.subarray(0, 4));
}

/** The verifier key of a 32-byte Ed25519 public key. Throws RangeError on a name or key that cannot be one. */
export function verifierKey(name: string, publicKey: Uint8Array): VerifierKey {
  if (!isKeyName(name)) throw new RangeError('not a key name');
  if (publicKey.length !== 32) throw new RangeError('an Ed25519 public key is 32 bytes');
  return { name, keyId: keyIdOf(name, Uint8Array.of(ED25519, ...publicKey)), publicKey };
}

/** The one text of a verifier key (`vkey`), as trust files and `/.well-known/countersign` carry it. */
export function formatVerifierKey({ name, keyId, publicKey }: VerifierKey): string {
  return `${name}+${keyId}+${encodeBase64(Uint8Array.of(ED25519, ...publicKey))}`;
}

/** The key that `text` spells, or null: another type, a key id that does not match, any other text. */
export function parseVerifierKey(text: string): VerifierKey | null {
  // the base64 part may hold plus signs, so the first two separate
  const match = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/u.exec(text);
  const [, name = '', keyId, encoded = ''] = match ?? [];
  const typed = decodeBase64(encoded);
  if (!match || !isKeyName(name) || !typed || typed.length !== 33 || typed[0] !== ED25519) return null;
  return keyIdOf(name, typed) === keyId ? { name, keyId, publicKey: typed.subarray(1) } : null;
}
