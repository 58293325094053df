/**
 * The tree digest names an artifact (CONTRACT.md §6): SHA-256 over one line `<hex sha256>  <path>\n` for every file,
 * sorted by the bytes of the paths' UTF-8. It covers every name and every byte, ignores nothing, and anyone can
 * recompute it with `find`, `sort` and `sha256sum`. Empty directories, modes and times are not part of it.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { type Digest, parseDigest } from './digest.ts';
import { componentKey, pathProblem, sortByUtf8 } from './path.ts';

/** One regular file of an artifact. */
export interface FileEntry {
  /** relative to the tree's root, `/` between components */
  readonly path: string;
  /** bytes; recorded for people, not part of the digest */
  readonly size: number;
  /** 64 lower-case hex digits */
  readonly sha256: string;
}

/** What makes a list of files no tree; `index` points into the list, null when the list itself is at fault. */
export interface TreeProblem {
  readonly index: number | null;
  readonly field: 'path' | 'size' | 'sha256' | null;
  readonly message: string;
}

const HEX = /^[0-9a-f]{64}$/;
/** Lines hashed at a time: large enough to spare calls, small enough not to double the list in memory. */
const LINES = 512;

/** Every reason why `entries` is not the listing of a tree, in no particular order; none when it is. O(n log n). */
export function treeProblems(entries: readonly FileEntry[]): TreeProblem[] {
  if (entries.length === 0) return [{ index: null, field: null, message: 'the tree holds no files' }];
  const problems: TreeProblem[] = [];
  const sound: PathAt[] = [];
  for (const [index, { path, sha256: hex }] of entries.entries()) {
    const problem = pathProblem(path);
    if (problem) problems.push({ index, field: 'path', message: `the path ${problem}` });
    else sound.push({ index, path });
    if (!HEX.test(hex))
      problems.push({ index, field: 'sha256', message: 'the SHA-256 is not 64 lower-case hex digits' });
  }
  return problems.concat(collisions(sound));
}

interface PathAt {
  readonly index: number;
  readonly path: string;
}

/** Paths listed twice, and files that are also folders: no file system holds either. */
function collisions(paths: readonly PathAt[]): TreeProblem[] {
  const problems: TreeProblem[] = [];
  let before: PathAt | null = null;
  for (const at of sortByUtf8(paths, ({ path }) => componentKey(path))) {
    if (at.path === before?.path) {
      problems.push({ index: at.index, field: 'path', message: 'the path is listed twice' });
    } else if (before && at.path.startsWith(`${before.path}/`)) {
      problems.push({
        index: at.index,
        field: 'path',
        message: `the path goes through '${before.path}', which is a file`,
      });
    } else {
      before = at;
    }
  }
  return problems;
}

/** The tree digest of a list of files, in any order. Throws RangeError, naming the path, when it is no tree. */
export function treeDigest(entries: readonly FileEntry[]): Digest {
  const [problem] = treeProblems(entries);
  if (problem) {
    const path = problem.index === null ? '' : `${JSON.stringify(entries[problem.index]?.path)}: `;
    throw new RangeError(`${path}${problem.message}`);
  }
  return listingDigest(entries);
}

/** As `treeDigest`, for entries in which `treeProblems` has found nothing. */
export function listingDigest(entries: readonly FileEntry[]): Digest {
  const sorted = sortByUtf8(entries, ({ path }) => path);
  const hash = sha256.create();
  for (let start = 0; start < sorted.length; start += LINES) {
    const lines = sorted.slice(start, start + LINES).map((entry) => `${entry.sha256}  ${entry.path}\n`);
    hash.update(utf8ToBytes(lines.join('')));
  }
  return parseDigest(`sha256:${bytesToHex(hash.digest())}`) as Digest;
}
