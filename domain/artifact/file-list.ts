/**
 * A file list that a client declares with a digest at registration is hostile input: it is believed only where the
 * digest follows from it (CONTRACT.md §6). Sizes are not in the digest, so they are checked for sense alone.
 */
import { type Digest, sha256 } from './digest.ts';
import { type FileEntry, listingDigest, type TreeProblem, treeProblems } from './tree.ts';

/** One fault; `pointer` is a JSON pointer into the list, `''` for the list itself. */
export interface FileListProblem {
  readonly pointer: string;
  readonly message: string;
}

/** A list of 100,000 bad lines is answered with the first hundred. */
const REPORTED = 100;
const SHA256_OF_NOTHING = sha256('').slice('sha256:'.length);

/** Every problem (at most 100) of a declared list, or none when it is a tree whose digest is `declared`. */
export function checkFileList(entries: unknown, declared: Digest): FileListProblem[] {
  if (!Array.isArray(entries)) return [{ pointer: '', message: 'the file list is not an array' }];
  const misshapen = entries.flatMap((entry: unknown, index) => shapeProblems(entry, index));
  if (misshapen.length > 0) return misshapen.slice(0, REPORTED);
  const files = entries as readonly FileEntry[];
  const problems = [...sizeProblems(files), ...treeProblems(files)];
  if (problems.length > 0) return problems.slice(0, REPORTED).map(located);
  const computed = listingDigest(files);
  if (computed === declared) return [];
  return [{ pointer: '', message: `the file list gives ${computed}, but ${declared} was declared` }];
}

function shapeProblems(entry: unknown, index: number): FileListProblem[] {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    return [{ pointer: `/${index}`, message: 'the entry is not an object' }];
  }
  const { path, size, sha256: hex } = entry as Readonly<Record<string, unknown>>;
  const wrong: FileListProblem[] = [];
  if (typeof path !== 'string') wrong.push({ pointer: `/${index}/path`, message: 'the path is not a string' });
  if (typeof size !== 'number') wrong.push({ pointer: `/${index}/size`, message: 'the size is not a number' });
  if (typeof hex !== 'string') wrong.push({ pointer: `/${index}/sha256`, message: 'the SHA-256 is not a string' });
  return wrong;
}

function sizeProblems(files: readonly FileEntry[]): TreeProblem[] {
  const problems: TreeProblem[] = [];
  let total = 0;
  for (const [index, { size, sha256: hex }] of files.entries()) {
    if (!Number.isSafeInteger(size) || size < 0) {
      problems.push({ index, field: 'size', message: 'the size is not a whole number of bytes' });
    } else if ((size === 0) !== (hex === SHA256_OF_NOTHING)) {
      problems.push({
        index,
        field: 'size',
        message: 'the size and the SHA-256 disagree on whether the file is empty',
      });
    }
    total += size;
  }
  if (problems.length === 0 && !Number.isSafeInteger(total)) {
    problems.push({ index: null, field: null, message: 'the sizes add up to more than can be counted' });
  }
  return problems;
}

function located({ index, field, message }: TreeProblem): FileListProblem {
  return { pointer: index === null ? '' : `/${index}${field === null ? '' : `/${field}`}`, message };
}
