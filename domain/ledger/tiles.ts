/**
 * How the log is published (C2SP tlog-tiles): the tree cut into tiles of height 8. Tile (L, N) holds the roots of the 256
 * subtrees of 2^(8·L) leaves from 256·N on; fewer when the log ends there (`.p/W`). Entries are bundles of 256 records,
 * each with its length before it. Any client can rebuild every proof from these files.
 */
import { type Hash, type NodeId, nodeHash } from './tree.ts';

export const TILE_WIDTH = 256;
const TILE_HEIGHT = 8;
const MAX_ENTRY = 0xffff;

export interface TileId {
  /** 0–63; `entries` for the records themselves */
  readonly level: number | 'entries';
  readonly index: number;
  /** hashes or records in it, 1–256 */
  readonly width: number;
}

/** `x001/x234/067`: three digits a component, all but the last marked. */
function formatIndex(index: number): string {
  const digits = String(index).padStart(Math.ceil(String(index).length / 3) * 3, '0');
  const groups = digits.match(/.{3}/g) as string[];
  return groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
}

/** The path of a tile below the log's prefix: `tile/0/x001/234.p/5`. */
export function tilePath({ level, index, width }: TileId): string {
  return `tile/${level}/${formatIndex(index)}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** The tile that a path names, or null for anything but its one spelling. */
export function parseTilePath(path: string): TileId | null {
  const match = /^tile\/(entries|[0-9]{1,2})\/((?:x[0-9]{3}\/){0,5}[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/.exec(path);
  if (!match) return null;
  const [, level = '', groups = '', partial] = match;
  const tile: TileId = {
    level: level === 'entries' ? level : Number(level),
    index: Number(groups.replace(/[x/]/g, '')),
    width: partial === undefined ? TILE_WIDTH : Number(partial),
  };
  const inRange = Number.isSafeInteger(tile.index) && (tile.level === 'entries' || tile.level < 64);
  return inRange && tilePath(tile) === path ? tile : null;
}

/** How wide the tile is in a log of `size` leaves: 0 when it does not exist yet, 256 when it is full for ever. */
export function tileWidthAt(tile: Omit<TileId, 'width'>, size: number): number {
  const span = tile.level === 'entries' ? 1 : TILE_WIDTH ** tile.level;
  const nodes = Math.floor(size / span) - tile.index * TILE_WIDTH;
  return Math.max(0, Math.min(TILE_WIDTH, nodes));
}

/** The stored subtrees whose hashes, in order, are the tile's bytes. */
export function tileNodes(tile: { readonly level: number; readonly index: number; readonly width: number }): NodeId[] {
  return Array.from({ length: tile.width }, (_, i) => ({
    level: tile.level * TILE_HEIGHT,
    index: tile.index * TILE_WIDTH + i,
  }));
}

/** The tile that a stored subtree is computed from, with the least width that holds it. */
export function tileOf(node: NodeId): { readonly level: number; readonly index: number; readonly width: number } {
  const level = Math.floor(node.level / TILE_HEIGHT);
  const span = 2 ** (node.level - level * TILE_HEIGHT);
  const first = node.index * span;
  const index = Math.floor(first / TILE_WIDTH);
  return { level, index, width: first - index * TILE_WIDTH + span };
}

/** The hash of a stored subtree, from the bytes of its `tileOf` (or a wider one). Throws RangeError when they are short. */
export function nodeFromTile(node: NodeId, tile: Uint8Array): Hash {
  const { width } = tileOf(node);
  const span = 2 ** (node.level % TILE_HEIGHT);
  if (tile.length % 32 !== 0 || tile.length < width * 32) throw new RangeError('the tile does not hold that subtree');
  let row: Hash[] = Array.from({ length: span }, (_, i) =>
    tile.slice((width - span + i) * 32, (width - span + i + 1) * 32),
  );
  while (row.length > 1) {
    row = Array.from({ length: row.length / 2 }, (_, i) => nodeHash(row[2 * i] as Hash, row[2 * i + 1] as Hash));
  }
  return row[0] as Hash;
}

/** The bytes of an entry bundle. Throws RangeError on a record over 65,535 bytes. */
export function formatEntries(records: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(records.reduce((total, record) => total + 2 + record.length, 0));
  let at = 0;
  for (const record of records) {
    if (record.length > MAX_ENTRY) throw new RangeError(`a record is at most ${MAX_ENTRY} bytes`);
    bytes.set([record.length >> 8, record.length & 0xff], at);
    bytes.set(record, at + 2);
    at += 2 + record.length;
  }
  return bytes;
}

/** The records of an entry bundle, or null when it is cut short or holds more than 256. */
export function parseEntries(bytes: Uint8Array): Uint8Array[] | null {
  const records: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (at + 2 > bytes.length || records.length === TILE_WIDTH) return null;
    const end = at + 2 + (((bytes[at] as number) << 8) | (bytes[at + 1] as number));
    if (end > bytes.length) return null;
    records.push(bytes.slice(at + 2, end));
    at = end;
  }
  return records;
}
