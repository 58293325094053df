/**
 * The offline receipt (C2SP tlog-proof): a leaf's index, its inclusion proof and the signed checkpoint, in one text. The
 * format leaves the leaf's bytes to the application; ours travel in its `extra` line, which proves nothing by itself: the
 * verifier hashes them, and the proof binds the hash.
 */
import { decodeBase64, encodeBase64 } from '#domain/canonical/base64.ts';
import { parseCount, verifyCheckpoint } from './checkpoint.ts';
import { type Hash, recordHash } from './tree.ts';
import type { VerifierKey } from './verifier-key.ts';
import { verifyInclusion } from './verify-proof.ts';

const HEADER = 'c2sp.org/tlog-proof@v1';
const MAX_PROOF = 64;

export interface TlogProof {
  readonly index: number;
  readonly proof: readonly Hash[];
  /** the signed note, verbatim */
  readonly checkpoint: string;
  /** the leaf's bytes */
  readonly extra?: Uint8Array;
}

/** The text of a receipt; store it as `.tlog-proof`. */
export function formatTlogProof({ index, proof, checkpoint, extra }: TlogProof): string {
  const lines = [
    HEADER,
    ...(extra ? [`extra ${encodeBase64(extra)}`] : []),
    `index ${index}`,
    ...proof.map(encodeBase64),
    '',
    checkpoint,
  ];
  return lines.join('\n');
}

/** The receipt that `text` is, or null. Proves nothing: see `verifyTlogProof`. */
export function parseTlogProof(text: string): TlogProof | null {
  const split = text.indexOf('\n\n');
  if (split < 0) return null;
  const [header, ...lines] = text.slice(0, split).split('\n');
  if (header !== HEADER) return null;
  const extraLine = lines[0]?.startsWith('extra ') ? lines.shift() : undefined;
  const extra = extraLine === undefined ? undefined : decodeBase64(extraLine.slice('extra '.length));
  const indexLine = lines.shift() ?? '';
  const index = indexLine.startsWith('index ') ? parseCount(indexLine.slice('index '.length)) : null;
  const proof = lines.map(decodeBase64);
  if (extra === null || index === null || proof.length > MAX_PROOF) return null;
  if (!proof.every((hash): hash is Hash => hash?.length === 32)) return null;
  const checkpoint = text.slice(split + 2);
  return extra ? { index, proof, checkpoint, extra } : { index, proof, checkpoint };
}

export type VerifiedTlogProof =
  | { readonly verified: true; readonly index: number; readonly leaf: Uint8Array; readonly size: number }
  | { readonly verified: false; readonly message: string };

/** Verifies that the leaf in the receipt's `extra` line is in the log that the pinned key signs for. */
export async function verifyTlogProof(
  text: string,
  log: { readonly origin: string; readonly key: VerifierKey },
): Promise<VerifiedTlogProof> {
  const receipt = parseTlogProof(text);
  if (!receipt) return { verified: false, message: 'not a tlog proof' };
  if (!receipt.extra) return { verified: false, message: 'the leaf does not travel with the proof' };
  const head = await verifyCheckpoint(receipt.checkpoint, log);
  if (!head.verified) return head;
  const { size, root } = head.checkpoint;
  const { index, proof, extra: leaf } = receipt;
  return verifyInclusion({ index, size, leafHash: recordHash(leaf), root, proof })
    ? { verified: true, index, leaf, size }
    : { verified: false, message: 'the leaf is not in the log at that index' };
}
