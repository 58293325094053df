/**
 * Proofs over the RFC 6962 tree, made the way Go's tlog makes them: first say which stored subtrees are needed, so that
 * the caller reads them in one query; then build the proof by pure maths. A proof is a list of ranges of leaves (§2.1.1,
 * §2.1.2); a range that is not one full subtree is joined from several. Costs O(log² size) hashes, O(log size) rows.
 */
import { bagPeaks, type Hash, type NodeId } from './tree.ts';

/** Leaves `from` ≤ i < `to`, with `from` a multiple of the largest power of two that the range holds. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** The largest power of two smaller than `n` (n ≥ 2). */
function splitOf(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}

/** The full subtrees that a range consists of, largest first. */
function nodesOf({ from, to }: Range): NodeId[] {
  const nodes: NodeId[] = [];
  for (let at = from; at < to; ) {
    let level = 0;
    let width = 1;
    while (width * 2 <= to - at) {
      width *= 2;
      level += 1;
    }
    nodes.push({ level, index: at / width });
    at += width;
  }
  return nodes;
}

function checkSize(size: number): void {
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError(`${size} is not a tree size`);
}

/** Siblings of a leaf from the leaf up to the root's child. */
function inclusionRanges(index: number, size: number): Range[] {
  checkSize(size);
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) {
    throw new RangeError(`a tree of ${size} leaves has no leaf ${index}`);
  }
  const ranges: Range[] = [];
  let from = 0;
  let to = size;
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    ranges.push(index < middle ? { from: middle, to } : { from, to: middle });
    if (index < middle) to = middle;
    else from = middle;
  }
  return ranges.reverse();
}

/** RFC 6962 §2.1.2 PROOF(old, D[size]), as ranges. */
function consistencyRanges(old: number, size: number): Range[] {
  checkSize(old);
  checkSize(size);
  if (old < 1 || old > size) throw new RangeError(`no consistency proof leads from ${old} to ${size} leaves`);
  const ranges: Range[] = [];
  let from = 0;
  let to = size;
  while (old < to) {
    const middle = from + splitOf(to - from);
    ranges.push(old <= middle ? { from: middle, to } : { from, to: middle });
    if (old <= middle) to = middle;
    else from = middle;
  }
  // the old tree itself is known to the verifier when it is a full subtree on the left edge
  if (from > 0) ranges.push({ from, to });
  return ranges.reverse();
}

/** Joins the hashes read for `ranges` into one hash a range. */
function joinRanges(ranges: readonly Range[], hashes: readonly Hash[]): Hash[] {
  let at = 0;
  const joined = ranges.map((range) => {
    const count = nodesOf(range).length;
    at += count;
    return bagPeaks(hashes.slice(at - count, at));
  });
  if (at !== hashes.length) throw new RangeError(`the proof needs ${at} stored hashes, not ${hashes.length}`);
  return joined;
}

/** Stored subtrees to read for `inclusionProof`. Throws RangeError when the tree has no such leaf. */
export function inclusionNodes(index: number, size: number): NodeId[] {
  return inclusionRanges(index, size).flatMap(nodesOf);
}

/** The proof that leaf `index` is in the tree of `size`; `hashes` are those of `inclusionNodes`, in its order. */
export function inclusionProof(index: number, size: number, hashes: readonly Hash[]): Hash[] {
  return joinRanges(inclusionRanges(index, size), hashes);
}

/** Stored subtrees to read for `consistencyProof`. Throws RangeError unless 1 ≤ old ≤ size. */
export function consistencyNodes(old: number, size: number): NodeId[] {
  return consistencyRanges(old, size).flatMap(nodesOf);
}

/** The proof that the tree of `size` extends the one of `old` leaves; `hashes` as `consistencyNodes` orders them. */
export function consistencyProof(old: number, size: number, hashes: readonly Hash[]): Hash[] {
  return joinRanges(consistencyRanges(old, size), hashes);
}

/** Stored subtrees whose hashes are the frontier's peaks at `size`, in order: `rootOf({ size, peaks })` is the root. */
export function peakNodes(size: number): NodeId[] {
  checkSize(size);
  return nodesOf({ from: 0, to: size });
}
