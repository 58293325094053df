import { utf8ToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatEntries,
  nodeFromTile,
  parseEntries,
  parseTilePath,
  type TileId,
  tileNodes,
  tileOf,
  tilePath,
  tileWidthAt,
} from './tiles.ts';
import { append, EMPTY_FRONTIER, recordHash } from './tree.ts';

describe('tile paths', () => {
  test('are those of C2SP tlog-tiles', () => {
    const paths: [TileId, string][] = [
      [{ level: 0, index: 0, width: 256 }, 'tile/0/000'],
      [{ level: 0, index: 1234067, width: 256 }, 'tile/0/x001/x234/067'],
      [{ level: 1, index: 1234, width: 5 }, 'tile/1/x001/234.p/5'],
      [{ level: 'entries', index: 273, width: 112 }, 'tile/entries/273.p/112'],
      [{ level: 63, index: 999, width: 255 }, 'tile/63/999.p/255'],
    ];
    for (const [tile, path] of paths) {
      expect(tilePath(tile)).toBe(path);
      expect(parseTilePath(path)).toEqual(tile);
    }
  });

  test('round-trip for every tile', () => {
    fc.assert(
      fc.property(
        fc.record({
          level: fc.oneof(fc.nat(63), fc.constant('entries' as const)),
          index: fc.integer({ min: 0, max: 2 ** 50 }),
          width: fc.integer({ min: 1, max: 256 }),
        }),
        (tile) => {
          expect(parseTilePath(tilePath(tile))).toEqual(tile);
        },
      ),
    );
  });

  test('have one spelling; nothing walks out of the folder', () => {
    for (const path of [
      'tile/00/000',
      'tile/64/000',
      'tile/0/x000/001',
      'tile/0/1',
      'tile/0/0001',
      'tile/0/001.p/0',
      'tile/0/001.p/256',
      'tile/0/001.p/05',
      'tile/0/x001',
      'tile/0/../0/001',
      '/tile/0/001',
      'tile/0/001/',
      'tile/0/001\n',
      'tile/-1/001',
      'tile/0/x999/x999/x999/x999/x999/999',
    ]) {
      expect(parseTilePath(path), path).toBeNull();
    }
  });
});

describe('tiles', () => {
  const leaves = Array.from({ length: 700 }, (_, i) => recordHash(utf8ToBytes(String(i))));
  const { nodes } = append(EMPTY_FRONTIER, leaves);
  const stored = new Map(nodes.map((node) => [`${node.level}/${node.index}`, node.hash]));

  test('every stored subtree is computed from its tile, with no more of the tile than is needed', () => {
    for (const node of nodes) {
      const tile = tileOf(node);
      expect(tileWidthAt(tile, leaves.length)).toBeGreaterThanOrEqual(tile.width);
      const bytes = new Uint8Array(tile.width * 32);
      tileNodes(tile).forEach(({ level, index }, i) =>
        bytes.set(stored.get(`${level}/${index}`) as Uint8Array, i * 32),
      );
      expect(nodeFromTile(node, bytes)).toEqual(node.hash);
      expect(() => nodeFromTile(node, bytes.slice(32))).toThrow(RangeError);
    }
  });

  test('grow with the log and then stay', () => {
    const at = (level: number | 'entries', index: number, size: number) => tileWidthAt({ level, index }, size);
    expect([at(0, 0, 0), at(0, 0, 1), at(0, 0, 256), at(0, 0, 5000)]).toEqual([0, 1, 256, 256]);
    expect([at(1, 0, 255), at(1, 0, 256), at(1, 0, 700)]).toEqual([0, 1, 2]);
    expect([at('entries', 2, 700), at('entries', 3, 700)]).toEqual([188, 0]);
  });

  test('bundles of entries round-trip and a cut bundle is refused', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 400 }), { minLength: 1, maxLength: 256 }), (records) => {
        const bytes = formatEntries(records);
        expect(parseEntries(bytes)).toEqual(records);
        expect(parseEntries(bytes.slice(0, -1))?.length ?? 0).toBeLessThan(records.length);
      }),
    );
    expect(parseEntries(formatEntries(Array.from({ length: 257 }, () => new Uint8Array(1))))).toBeNull();
    expect(() => formatEntries([new Uint8Array(65536)])).toThrow(RangeError);
  });
});
