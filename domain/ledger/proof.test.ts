import { utf8ToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { consistencyNodes, consistencyProof, inclusionNodes, inclusionProof, peakNodes } from './proof.ts';
import { append, EMPTY_FRONTIER, type Hash, type NodeId, recordHash, rootOf } from './tree.ts';
import { verifyConsistency, verifyInclusion } from './verify-proof.ts';

const MAX = 130;

/** A log as the store has it: a table of full subtrees, and the root at every size. */
const leaves = Array.from({ length: MAX }, (_, i) => recordHash(utf8ToBytes(`leaf ${i}`)));
const stored = new Map(
  append(EMPTY_FRONTIER, leaves).nodes.map((node) => [`${node.level}/${node.index}`, node.hash] as const),
);
const read = (nodes: readonly NodeId[]): Hash[] =>
  nodes.map(({ level, index }) => {
    const hash = stored.get(`${level}/${index}`);
    if (!hash) throw new Error(`no stored node ${level}/${index}`);
    return hash;
  });
const rootAt = (size: number) => rootOf({ size, peaks: read(peakNodes(size)) });
const roots = Array.from({ length: MAX + 1 }, (_, size) => rootAt(size));
const root = (size: number) => roots[size] as Hash;

const included = (index: number, size: number) => ({
  index,
  size,
  leafHash: leaves[index] as Hash,
  root: root(size),
  proof: inclusionProof(index, size, read(inclusionNodes(index, size))),
});
const consistent = (oldSize: number, newSize: number) => ({
  oldSize,
  newSize,
  oldRoot: root(oldSize),
  newRoot: root(newSize),
  proof: consistencyProof(oldSize, newSize, read(consistencyNodes(oldSize, newSize))),
});

function flipBit(hash: Hash, bit: number): Hash {
  const copy = hash.slice();
  copy[bit >> 3] = (copy[bit >> 3] as number) ^ (1 << (bit & 7));
  return copy;
}

describe('proofs read from stored subtrees', () => {
  test('the root at every size is the frontier built by appending', () => {
    for (let size = 0; size <= MAX; size++) {
      expect(root(size)).toEqual(rootOf(append(EMPTY_FRONTIER, leaves.slice(0, size)).frontier));
    }
  });

  test('every leaf of every tree up to 130 leaves is proven', () => {
    for (let size = 1; size <= MAX; size++) {
      for (let index = 0; index < size; index++) {
        if (!verifyInclusion(included(index, size))) expect.fail(`leaf ${index} of ${size}`);
      }
    }
  });

  test('every pair of sizes up to 130 is proven consistent', () => {
    for (let newSize = 1; newSize <= MAX; newSize++) {
      for (let oldSize = 1; oldSize <= newSize; oldSize++) {
        if (!verifyConsistency(consistent(oldSize, newSize))) expect.fail(`${oldSize} to ${newSize}`);
      }
    }
  });

  test('needs only subtrees that are complete at that size, and logarithmically many', () => {
    for (let size = 1; size <= MAX; size++) {
      for (let index = 0; index < size; index++) {
        const nodes = inclusionNodes(index, size);
        expect(nodes.every((node) => (node.index + 1) * 2 ** node.level <= size)).toBe(true);
        expect(nodes.length).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(size + 1)));
      }
    }
  });

  test('asking for a proof that cannot be is an error', () => {
    for (const [index, size] of [
      [0, 0],
      [5, 5],
      [-1, 5],
      [0.5, 5],
      [0, 2 ** 53],
    ] as const) {
      expect(() => inclusionNodes(index, size)).toThrow(RangeError);
    }
    for (const [old, size] of [
      [0, 5],
      [6, 5],
      [-1, 5],
      [1, Number.NaN],
    ] as const) {
      expect(() => consistencyNodes(old, size)).toThrow(RangeError);
    }
    expect(() => inclusionProof(0, 5, [])).toThrow(RangeError);
    expect(() => inclusionProof(0, 5, [...read(inclusionNodes(0, 5)), root(1)])).toThrow(RangeError);
  });
});

describe('anything but the proof is refused', () => {
  const anyLeaf = fc.integer({ min: 2, max: MAX }).chain((size) =>
    fc.record({
      size: fc.constant(size),
      index: fc.integer({ min: 0, max: size - 1 }),
      bit: fc.nat(255),
      at: fc.nat(20),
    }),
  );

  test('a changed, missing, extra or moved part of an inclusion proof', () => {
    fc.assert(
      fc.property(anyLeaf, ({ size, index, bit, at }) => {
        const good = included(index, size);
        const { proof } = good;
        const i = at % proof.length;
        expect(verifyInclusion(good)).toBe(true);
        const mutants = [
          { ...good, leafHash: flipBit(good.leafHash, bit) },
          { ...good, root: flipBit(good.root, bit) },
          { ...good, proof: proof.with(i, flipBit(proof[i] as Hash, bit)) },
          { ...good, proof: proof.toSpliced(i, 1) },
          { ...good, proof: proof.toSpliced(i, 0, root(1)) },
          { ...good, proof: [...proof, root(size)] },
          { ...good, proof: proof.with(i, (proof[i] as Hash).slice(0, 31)) },
          { ...good, leafHash: Uint8Array.of(...good.leafHash, 0) },
          { ...good, index: (index + 1) % size },
          { ...good, index: size },
          { ...good, index: index + 2 ** 32 },
          { ...good, index: -1 },
          { ...good, index: index + 0.5 },
          { ...good, size: 0 },
        ];
        for (const [n, mutant] of mutants.entries()) expect([n, verifyInclusion(mutant)]).toEqual([n, false]);
      }),
      { numRuns: 300 },
    );
  });

  test('a changed, missing or extra part of a consistency proof, and a fork', () => {
    const pairs = fc.integer({ min: 2, max: MAX }).chain((newSize) =>
      fc.record({
        newSize: fc.constant(newSize),
        oldSize: fc.integer({ min: 1, max: newSize - 1 }),
        bit: fc.nat(255),
        at: fc.nat(20),
      }),
    );
    fc.assert(
      fc.property(pairs, ({ oldSize, newSize, bit, at }) => {
        const good = consistent(oldSize, newSize);
        const { proof } = good;
        const i = at % proof.length;
        expect(verifyConsistency(good)).toBe(true);
        const fork = leaves.slice(0, oldSize).with(at % oldSize, recordHash(utf8ToBytes('rewritten')));
        const mutants = [
          { ...good, oldRoot: flipBit(good.oldRoot, bit) },
          { ...good, newRoot: flipBit(good.newRoot, bit) },
          { ...good, oldRoot: rootOf(append(EMPTY_FRONTIER, fork).frontier) },
          { ...good, proof: proof.with(i, flipBit(proof[i] as Hash, bit)) },
          { ...good, proof: proof.toSpliced(i, 1) },
          { ...good, proof: [...proof, root(newSize)] },
          { ...good, proof: [root(oldSize), ...proof] },
          { ...good, proof: [] },
          { ...good, oldSize: 0 },
          { ...good, oldSize: newSize, newSize: oldSize },
          { ...good, newSize: newSize + 2 ** 40 },
        ];
        for (const [n, mutant] of mutants.entries()) expect([n, verifyConsistency(mutant)]).toEqual([n, false]);
      }),
      { numRuns: 300 },
    );
  });

  test('numbers at and beyond 2^64', () => {
    const good = included(0, 1);
    expect(verifyInclusion({ ...good, index: 0n, size: 1n })).toBe(true);
    expect(verifyInclusion({ ...good, size: (1n << 64n) - 1n })).toBe(false);
    expect(verifyInclusion({ ...good, size: (1n << 64n) + 1n })).toBe(false);
    expect(verifyInclusion({ ...good, index: 1n << 64n, size: (1n << 64n) + 1n })).toBe(false);
    const same = { oldSize: 1n << 64n, newSize: 1n << 64n, oldRoot: root(1), newRoot: root(1), proof: [] };
    expect(verifyConsistency(same)).toBe(false);
    expect(verifyConsistency({ ...same, oldSize: 1n, newSize: 1n })).toBe(true);
  });
});
