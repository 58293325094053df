/**
 * The Merkle tree of RFC 6962 §2.1: a leaf hashes as SHA-256(0x00 ‖ data), a node as SHA-256(0x01 ‖ left ‖ right), and
 * the left subtree is the largest full one. A log is appended to from its right edge alone (`Frontier`), so that a
 * database needs one small row, whatever the log's size; each append says which full subtrees it completed, and a table
 * of those is all that proofs are ever read from.
 */
import { sha256 } from '@noble/hashes/sha2.js';

/** 32 bytes of SHA-256. */
export type Hash = Uint8Array;

/** A full subtree: `index` counts subtrees of 2^level leaves from the left. Level 0 is a leaf. */
export interface NodeId {
  readonly level: number;
  readonly index: number;
}

export interface StoredNode extends NodeId {
  readonly hash: Hash;
}

/** The right edge: the roots of the full subtrees that a tree of `size` leaves splits into, largest first. */
export interface Frontier {
  readonly size: number;
  readonly peaks: readonly Hash[];
}

export const EMPTY_FRONTIER: Frontier = { size: 0, peaks: [] };

const LEAF_PREFIX = Uint8Array.of(0);
const NODE_PREFIX = Uint8Array.of(1);

/** The leaf hash of a record. */
export function recordHash(data: Uint8Array): Hash {
  return sha256.create().update(LEAF_PREFIX).update(data).digest();
}

/** The hash of an inner node. Throws RangeError unless both are 32 bytes: 0x01 ‖ l ‖ r must split in one way only. */
export function nodeHash(left: Hash, right: Hash): Hash {
  if (left.length !== 32 || right.length !== 32) throw new RangeError('a tree hash is 32 bytes');
  return sha256.create().update(NODE_PREFIX).update(left).update(right).digest();
}

/** The root of a tree without leaves: SHA-256 of nothing. */
export function emptyRoot(): Hash {
  return sha256(new Uint8Array());
}

/** How many full subtrees `size` leaves split into: the one bits of `size`. */
function peakCount(size: number): number {
  let count = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2;
  return count;
}

function checkFrontier({ size, peaks }: Frontier): void {
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError(`${size} is not a tree size`);
  if (peaks.length !== peakCount(size)) throw new RangeError(`a tree of ${size} leaves has ${peakCount(size)} peaks`);
}

/**
 * Appends leaf hashes, in order. `nodes` are the full subtrees that became complete, leaves included, children before
 * parents: exactly the rows to store. Costs under two hashes a leaf, amortised. Throws RangeError on a broken frontier.
 */
export function append(frontier: Frontier, leafHashes: readonly Hash[]): { frontier: Frontier; nodes: StoredNode[] } {
  checkFrontier(frontier);
  const peaks = [...frontier.peaks];
  const nodes: StoredNode[] = [];
  let size = frontier.size;
  for (const leaf of leafHashes) {
    if (leaf.length !== 32) throw new RangeError('a tree hash is 32 bytes');
    let node: StoredNode = { level: 0, index: size, hash: leaf };
    nodes.push(node);
    // a set bit of the old size is a full left neighbour of the same level
    for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
      const left = peaks.pop() as Hash;
      node = { level: node.level + 1, index: Math.floor(node.index / 2), hash: nodeHash(left, node.hash) };
      nodes.push(node);
    }
    peaks.push(node.hash);
    size += 1;
  }
  if (!Number.isSafeInteger(size)) throw new RangeError('the log is full');
  return { frontier: { size, peaks }, nodes };
}

/** The root hash. Throws RangeError on a broken frontier. */
export function rootOf(frontier: Frontier): Hash {
  checkFrontier(frontier);
  return frontier.size === 0 ? emptyRoot() : bagPeaks(frontier.peaks);
}

/** Joins the roots of adjacent full subtrees, largest first, into the root over all of them. */
export function bagPeaks(peaks: readonly Hash[]): Hash {
  const last = peaks.at(-1);
  if (!last) throw new RangeError('no peaks to join');
  return peaks.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
}

/** True when two hashes are the same bytes. Not constant time: hashes of a public log are no secrets. */
export function sameHash(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
