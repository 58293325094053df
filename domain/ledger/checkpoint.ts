/**
 * A checkpoint (C2SP tlog-checkpoint) says what a log held: the body of a signed note with the log's origin, its size and
 * its root, one a line. Extension lines are allowed by the format, kept, and mean nothing here.
 */
import { decodeBase64, encodeBase64 } from '#domain/canonical/base64.ts';
import { verifyNote } from './note.ts';
import type { Hash } from './tree.ts';
import type { VerifierKey } from './verifier-key.ts';

export interface Checkpoint {
  /** names the log: `example.com/log` */
  readonly origin: string;
  /** leaves */
  readonly size: number;
  readonly root: Hash;
  readonly extensions?: readonly string[];
}

/** A size or index in its one decimal spelling, or null; beyond 2^53 is no log of ours. */
export function parseCount(text: string): number | null {
  const count = Number(text);
  return /^(0|[1-9][0-9]{0,15})$/.test(text) && Number.isSafeInteger(count) ? count : null;
}

/** The text to sign. Throws RangeError on what a checkpoint cannot hold. */
export function formatCheckpoint({ origin, size, root, extensions = [] }: Checkpoint): string {
  const lines = [origin, String(size), encodeBase64(root), ...extensions];
  if (parseCount(String(size)) === null || root.length !== 32) throw new RangeError('not a tree head');
  if (lines.some((line) => line === '' || line.includes('\n'))) throw new RangeError('a checkpoint line is one line');
  return `${lines.join('\n')}\n`;
}

/** The checkpoint that a note's text is, or null. */
export function parseCheckpoint(text: string): Checkpoint | null {
  if (!text.endsWith('\n')) return null;
  const [origin = '', sizeText = '', rootText = '', ...extensions] = text.slice(0, -1).split('\n');
  const size = parseCount(sizeText);
  const root = decodeBase64(rootText);
  if (origin === '' || size === null || root?.length !== 32 || extensions.includes('')) return null;
  return extensions.length > 0 ? { origin, size, root, extensions } : { origin, size, root };
}

export type VerifiedCheckpoint =
  | { readonly verified: true; readonly checkpoint: Checkpoint }
  | { readonly verified: false; readonly message: string };

/** Verifies a signed checkpoint of one log: its origin, signed by that log's own key. */
export async function verifyCheckpoint(
  source: string,
  log: { readonly origin: string; readonly key: VerifierKey },
): Promise<VerifiedCheckpoint> {
  const note = await verifyNote(source, [log.key]);
  if (!note.verified) return note;
  const checkpoint = parseCheckpoint(note.text);
  if (!checkpoint) return { verified: false, message: 'not a checkpoint' };
  return checkpoint.origin === log.origin
    ? { verified: true, checkpoint }
    : { verified: false, message: 'a checkpoint of another log' };
}
