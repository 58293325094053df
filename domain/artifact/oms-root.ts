/**
 * The root digest of OpenSSF Model Signing v1.0, method `files` (standards/FACTS.md §2): SHA-256 over the raw digests of
 * the files. The specification orders them by code point of the whole name, its reference implementation by path
 * component, so both roots are kept. They leave names out and ignore git's own files, so they are recorded for
 * interchange and never compared in place of the tree digest.
 */
import { hexToBytes } from '@noble/hashes/utils.js';
import { type Digest, sha256 } from './digest.ts';
import { componentKey, sortByUtf8 } from './path.ts';
import type { FileEntry } from './tree.ts';

/** The subject digest of an OMS statement, in either order of its resources. */
export interface OmsRoots {
  /** as the specification's text says */
  readonly codePoint: Digest;
  /** as `model_signing` prints it */
  readonly component: Digest;
}

/** What OMS leaves out by default, at the top of the model only. */
const IGNORED = new Set(['.git', '.gitattributes', '.github', '.gitignore']);

/**
 * Both OMS roots of a tree (`treeProblems` finds nothing in `entries`). A single file gives SHA-256 of its raw SHA-256.
 * A tree of nothing but ignored files gives SHA-256 of nothing, as the reference implementation does.
 */
export function omsRoots(entries: readonly FileEntry[]): OmsRoots {
  const signed = entries.filter(({ path }) => !IGNORED.has(path.split('/', 1)[0] ?? ''));
  return { codePoint: root(signed, (path) => path), component: root(signed, componentKey) };
}

function root(entries: readonly FileEntry[], keyOf: (path: string) => string): Digest {
  const sorted = sortByUtf8(entries, (entry) => keyOf(entry.path));
  return sha256(hexToBytes(sorted.map((entry) => entry.sha256).join('')));
}
