import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { append, EMPTY_FRONTIER, emptyRoot, type Frontier, type Hash, nodeHash, recordHash, rootOf } from './tree.ts';

/** RFC 6962 §2.1 as written, from all leaves: the oracle. */
function recomputeRoot(leaves: readonly Hash[]): Hash {
  if (leaves.length === 0) return emptyRoot();
  if (leaves.length === 1) return leaves[0] as Hash;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(recomputeRoot(leaves.slice(0, k)), recomputeRoot(leaves.slice(k)));
}

const leafOf = (i: number) => recordHash(utf8ToBytes(`leaf ${i}`));

describe('RFC 6962 hashes', () => {
  test('match the published vectors', () => {
    expect(bytesToHex(emptyRoot())).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(bytesToHex(recordHash(new Uint8Array()))).toBe(
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    );
    expect(bytesToHex(recordHash(utf8ToBytes('L123456')))).toBe(
      '395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56',
    );
  });

  test('a tree of eight leaves has the roots of the reference tree at every size', () => {
    const records = [
      '',
      '00',
      '10',
      '2021',
      '3031',
      '40414243',
      '5051525354555657',
      '606162636465666768696a6b6c6d6e6f',
    ];
    const roots = [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
      '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
      'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    ];
    let frontier: Frontier = EMPTY_FRONTIER;
    for (const [i, record] of records.entries()) {
      ({ frontier } = append(frontier, [recordHash(hexToBytes(record))]));
      expect(bytesToHex(rootOf(frontier))).toBe(roots[i]);
    }
  });

  test('a node of anything but two 32-byte hashes is refused', () => {
    const hash = new Uint8Array(32);
    for (const short of [new Uint8Array(0), new Uint8Array(31), new Uint8Array(33)]) {
      expect(() => nodeHash(short, hash)).toThrow(RangeError);
      expect(() => nodeHash(hash, short)).toThrow(RangeError);
    }
  });
});

describe('appending', () => {
  test('one by one, in batches, and recomputing from all leaves give the same root and frontier', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 8 }), (batches) => {
        let batched: Frontier = EMPTY_FRONTIER;
        let single: Frontier = EMPTY_FRONTIER;
        const leaves: Hash[] = [];
        for (const length of batches) {
          const batch = Array.from({ length }, (_, i) => leafOf(leaves.length + i));
          leaves.push(...batch);
          batched = append(batched, batch).frontier;
          for (const leaf of batch) single = append(single, [leaf]).frontier;
        }
        expect(batched).toEqual(single);
        expect(rootOf(batched)).toEqual(recomputeRoot(leaves));
      }),
      { numRuns: 200 },
    );
  });

  test('completes each full subtree exactly once, with the hash of its leaves', () => {
    const leaves = Array.from({ length: 133 }, (_, i) => leafOf(i));
    const { nodes } = append(EMPTY_FRONTIER, leaves);
    const seen = new Map(nodes.map((node) => [`${node.level}/${node.index}`, node.hash]));
    expect(seen.size).toBe(nodes.length);
    let expected = 0;
    for (let width = 1, level = 0; width <= leaves.length; width *= 2, level++) {
      for (let index = 0; (index + 1) * width <= leaves.length; index++, expected++) {
        expect(seen.get(`${level}/${index}`)).toEqual(recomputeRoot(leaves.slice(index * width, (index + 1) * width)));
      }
    }
    expect(nodes.length).toBe(expected);
  });

  test('goes on beyond 2^32 leaves, where 32-bit arithmetic would wrap', () => {
    const size = 2 ** 40 + 2 ** 33 + 1;
    const peaks = [leafOf(1), leafOf(2), leafOf(3)];
    const { frontier, nodes } = append({ size, peaks }, [leafOf(4)]);
    expect(frontier.size).toBe(size + 1);
    expect(nodes).toEqual([
      { level: 0, index: size, hash: leafOf(4) },
      { level: 1, index: (size - 1) / 2, hash: nodeHash(leafOf(3), leafOf(4)) },
    ]);
    expect(frontier.peaks).toHaveLength(3);
  });

  test('a frontier whose peaks do not fit its size is refused', () => {
    const broken: Frontier[] = [
      { size: 3, peaks: [leafOf(0)] },
      { size: 0, peaks: [leafOf(0)] },
      { size: 4, peaks: [leafOf(0), leafOf(1)] },
      { size: -1, peaks: [] },
      { size: 1.5, peaks: [leafOf(0)] },
    ];
    for (const frontier of broken) {
      expect(() => append(frontier, [leafOf(9)])).toThrow(RangeError);
      expect(() => rootOf(frontier)).toThrow(RangeError);
    }
    expect(() => append(EMPTY_FRONTIER, [new Uint8Array(31)])).toThrow(RangeError);
  });
});
