/**
 * An inventory is everything below a path with its identity: files and folders, nothing opened. Taken before hashing and
 * again after it, two equal inventories mean that no entry was added, removed, renamed, replaced or written to between
 * them: each of these moves the change time of a file or a folder. A folder swapped for a link and back shows in the
 * folder that holds it, so no `openat` is needed.
 */
import { type BigIntStats, lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { pathProblem } from '#domain/artifact/path.ts';
import type { Refusal } from './artifact-error.ts';
import { identityOf } from './hash-file.ts';

export interface Item {
  readonly kind: 'file' | 'folder';
  /** relative, `/` between components; '' is the root folder, a file by itself has its name */
  readonly path: string;
  /** what to open */
  readonly file: string;
  readonly size: number;
  readonly identity: string;
  readonly changedAtMs: number;
  /** a change within so many milliseconds of the last one may carry the same time */
  readonly tickMs: number;
}

export interface Inventory {
  readonly items: ReadonlyMap<string, Item>;
  readonly refusals: readonly Refusal[];
  /** messages of what the system would not let us see */
  readonly unreadable: readonly string[];
}

/** Lists what is at `root`, a path whose parent holds no links. `shown` names the root in messages. */
export function takeInventory(root: string, shown: string): Inventory {
  const items = new Map<string, Item>();
  const refusals: Refusal[] = [];
  const unreadable: string[] = [];
  const pending = [{ file: root, path: '' }];
  for (let at = pending.pop(); at; at = pending.pop()) {
    const { file, path: relative } = at;
    try {
      const stats = lstatSync(file, { bigint: true });
      const kind = kindOf(stats);
      if (kind !== 'file' && kind !== 'folder') {
        refusals.push({ ...kind, path: relative || shown });
        continue;
      }
      const name = relative || (kind === 'file' ? path.basename(root) : '');
      const problem = kind === 'file' && name !== relative ? pathProblem(name) : null;
      if (problem) refusals.push({ code: 'name-ambiguous', path: shown, reason: `has a name that ${problem}` });
      items.set(name, item(kind, name, file, stats));
      if (kind === 'folder') for (const child of children(file, relative, refusals)) pending.push(child);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (relative !== '' && (code === 'ENOENT' || code === 'ENOTDIR')) {
        refusals.push({ code: 'changed', path: relative, reason: 'went away while the tree was listed' });
      } else {
        unreadable.push(message);
      }
    }
  }
  return { items, refusals, unreadable };
}

function item(kind: Item['kind'], name: string, file: string, stats: BigIntStats): Item {
  const changedAtMs = Number(stats.ctimeNs / 1_000_000n);
  const tickMs = tickOf(stats.ctimeNs);
  return { kind, path: name, file, size: Number(stats.size), identity: identityOf(stats), changedAtMs, tickMs };
}

/**
 * How coarse a file system's times are: mostly a kernel's tick, at most 10 ms, and as much again to be sure; but whole
 * seconds, two on FAT, where a time has nothing below the second.
 */
export function tickOf(timeNs: bigint): number {
  return timeNs % 1_000_000_000n === 0n ? 2000 : 20;
}

function kindOf(stats: BigIntStats): Item['kind'] | Pick<Refusal, 'code' | 'reason'> {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'folder';
  if (stats.isSymbolicLink()) {
    return { code: 'symlink', reason: 'is a symlink: digest a copy made with links followed (cp -rL)' };
  }
  if (stats.isFIFO()) return { code: 'special-file', reason: 'is a FIFO, not a file' };
  if (stats.isSocket()) return { code: 'special-file', reason: 'is a socket, not a file' };
  return { code: 'special-file', reason: 'is a device, not a file' };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The entries of a folder. Names are read as bytes: read as text, bad UTF-8 would become U+FFFD and name another file. */
function children(folder: string, relative: string, refusals: Refusal[]): { file: string; path: string }[] {
  const prefix = relative === '' ? '' : `${relative}/`;
  return readdirSync(folder, { encoding: 'buffer' }).flatMap((bytes) => {
    let name: string;
    try {
      name = utf8.decode(bytes);
    } catch {
      const spelt = bytes.toString('latin1').replace(/[^ -~]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`);
      refusals.push({ code: 'name-not-utf8', path: `${prefix}${spelt}`, reason: 'has a name that is not UTF-8' });
      return [];
    }
    const problem = pathProblem(name);
    if (problem) {
      refusals.push({ code: 'name-ambiguous', path: `${prefix}${name}`, reason: `has a name that ${problem}` });
      return [];
    }
    return [{ file: `${folder}${path.sep}${name}`, path: `${prefix}${name}` }];
  });
}

/** What happened between two inventories of one root. */
export function changesBetween(before: Inventory, after: Inventory): Refusal[] {
  const changed = (where: string, reason: string): Refusal => ({ code: 'changed', path: where, reason });
  const refusals: Refusal[] = [];
  for (const [where, { identity, kind }] of before.items) {
    const now = after.items.get(where);
    if (!now) refusals.push(changed(where, 'went away while the tree was read'));
    else if (now.identity !== identity) {
      const what = kind === 'folder' ? 'is a folder that changed' : 'changed';
      refusals.push(changed(where || '.', `${what} while the tree was read`));
    }
  }
  for (const where of after.items.keys()) {
    if (!before.items.has(where)) refusals.push(changed(where, 'appeared while the tree was read'));
  }
  return refusals;
}
