/**
 * The C2SP signed note: a text, an empty line, and signature lines `— name base64(key id ‖ signature)`. A signature by an
 * unknown key is ignored; one by a known key that fails refuses the whole note. The signature covers the text with its
 * last newline. Parsing is strict, so a note has one text.
 */
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { decodeBase64, encodeBase64 } from '#domain/canonical/base64.ts';
import { type SignEd25519, verifyEd25519 } from './ed25519.ts';
import { isKeyName, type VerifierKey } from './verifier-key.ts';

const MAX_SIGNATURES = 100;

export interface NoteSignature {
  readonly name: string;
  /** 8 lower-case hex digits */
  readonly keyId: string;
  readonly signature: Uint8Array;
}

export interface Note {
  /** ends in a newline */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** True for what a note's text may be: well-formed, no control characters but newlines, the last one being one. */
function isNoteText(text: string): boolean {
  return text.endsWith('\n') && text.isWellFormed() && !/[\u0000-\u0009\u000b-\u001f]/.test(text);
}

function parseSignature(line: string): NoteSignature | null {
  const [, name = '', encoded = ''] = /^— ([^ ]+) ([^ ]+)$/u.exec(line) ?? [];
  const blob = decodeBase64(encoded);
  if (!isKeyName(name) || !blob || blob.length < 5) return null;
  return { name, keyId: bytesToHex(blob.subarray(0, 4)), signature: blob.subarray(4) };
}

/** The note that `source` is, or null. Proves nothing: see `verifyNote`. */
export function parseNote(source: string): Note | null {
  const split = source.lastIndexOf('\n\n');
  if (split < 0 || !source.endsWith('\n')) return null;
  const text = source.slice(0, split + 1);
  const lines = source.slice(split + 2, -1).split('\n');
  if (!isNoteText(text) || lines.length > MAX_SIGNATURES) return null;
  const signatures = lines.map(parseSignature);
  return signatures.every((signature) => signature !== null) ? { text, signatures } : null;
}

/** The one text of a note. Throws RangeError on a text or name that a note cannot hold, or without signatures. */
export function formatNote({ text, signatures }: Note): string {
  if (!isNoteText(text)) throw new RangeError('not the text of a note');
  if (signatures.length === 0) throw new RangeError('a note has a signature');
  const lines = signatures.map(({ name, keyId, signature }) => {
    if (!isKeyName(name)) throw new RangeError('not a key name');
    return `— ${name} ${encodeBase64(Uint8Array.of(...hexToBytes(keyId), ...signature))}\n`;
  });
  return `${text}\n${lines.join('')}`;
}

/** Signs `text` (which ends in a newline) as `key`. */
export async function signNote(text: string, key: VerifierKey, sign: SignEd25519): Promise<string> {
  const signature = await sign(utf8ToBytes(text));
  return formatNote({ text, signatures: [{ name: key.name, keyId: key.keyId, signature }] });
}

export type VerifiedNote =
  | { readonly verified: true; readonly text: string; readonly by: readonly VerifierKey[] }
  | { readonly verified: false; readonly message: string };

/** Verifies a note against pinned keys: at least one signed it, and no signature in the name of one of them fails. */
export async function verifyNote(source: string, keys: readonly VerifierKey[]): Promise<VerifiedNote> {
  const note = parseNote(source);
  if (!note) return { verified: false, message: 'not a signed note' };
  const message = utf8ToBytes(note.text);
  const by: VerifierKey[] = [];
  for (const { name, keyId, signature } of note.signatures) {
    const key = keys.find((candidate) => candidate.name === name && candidate.keyId === keyId);
    if (!key) continue;
    if (by.includes(key)) return { verified: false, message: `${name} signed twice` };
    if (!(await verifyEd25519(key.publicKey, message, signature))) {
      return { verified: false, message: `the signature of ${name} is wrong` };
    }
    by.push(key);
  }
  return by.length > 0
    ? { verified: true, text: note.text, by }
    : { verified: false, message: 'no signature by a known key' };
}
