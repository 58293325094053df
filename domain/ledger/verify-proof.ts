/**
 * Verifying proofs (RFC 9162 §2.1.3.2 and §2.1.4.2, the same tree as RFC 6962). Indices and sizes are numbers or, up to
 * 2^64, bigints; the proof, the hashes and the numbers are all hostile, and anything that is not exactly a proof is false.
 */
import { type Hash, nodeHash, sameHash } from './tree.ts';

type Count = number | bigint;

const LIMIT = 1n << 64n;

/** A count as bigint, or null when it is not a whole number in 0 ≤ n < 2^64. */
function countOf(n: Count): bigint | null {
  if (typeof n === 'number' && !Number.isSafeInteger(n)) return null;
  const count = BigInt(n);
  return count >= 0n && count < LIMIT ? count : null;
}

function allHashes(hashes: readonly Uint8Array[]): boolean {
  return hashes.every((hash) => hash.length === 32);
}

/** True when the leaf with `leafHash` is at `index` in the tree of `size` leaves with `root`. */
export function verifyInclusion(input: {
  readonly index: Count;
  readonly size: Count;
  readonly leafHash: Hash;
  readonly root: Hash;
  readonly proof: readonly Hash[];
}): boolean {
  const index = countOf(input.index);
  const size = countOf(input.size);
  if (index === null || size === null || index >= size) return false;
  if (!allHashes([input.leafHash, input.root, ...input.proof])) return false;
  let fn = index;
  let sn = size - 1n;
  let hash = input.leafHash;
  for (const sibling of input.proof) {
    if (sn === 0n) return false;
    if ((fn & 1n) === 1n || fn === sn) {
      hash = nodeHash(sibling, hash);
      while ((fn & 1n) === 0n && fn !== 0n) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n && sameHash(hash, input.root);
}

/**
 * True when the tree of `newSize` leaves with `newRoot` is the tree of `oldSize` with `oldRoot` and leaves after it.
 * Nothing can be proven from an empty tree, so `oldSize` 0 is false, whatever stands beside it.
 */
export function verifyConsistency(input: {
  readonly oldSize: Count;
  readonly newSize: Count;
  readonly oldRoot: Hash;
  readonly newRoot: Hash;
  readonly proof: readonly Hash[];
}): boolean {
  const { oldRoot, newRoot, proof } = input;
  const oldSize = countOf(input.oldSize);
  const newSize = countOf(input.newSize);
  if (oldSize === null || newSize === null || oldSize === 0n || oldSize > newSize) return false;
  if (oldSize === newSize) return proof.length === 0 && sameHash(oldRoot, newRoot);
  if (proof.length === 0 || !allHashes([oldRoot, newRoot, ...proof])) return false;
  let fn = oldSize - 1n;
  let sn = newSize - 1n;
  while ((fn & 1n) === 1n) {
    fn >>= 1n;
    sn >>= 1n;
  }
  // a full old tree is its own first proof element, and is left out
  const [first, ...rest] = fn === 0n ? [oldRoot, ...proof] : proof;
  let oldHash = first as Hash;
  let newHash = oldHash;
  for (const sibling of rest) {
    if (sn === 0n) return false;
    if ((fn & 1n) === 1n || fn === sn) {
      oldHash = nodeHash(sibling, oldHash);
      newHash = nodeHash(sibling, newHash);
      while ((fn & 1n) === 0n && fn !== 0n) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else {
      newHash = nodeHash(newHash, sibling);
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n && sameHash(oldHash, oldRoot) && sameHash(newHash, newRoot);
}
