/** What the page and its hashing workers say to each other. */
import type { FileEntry } from '#domain/artifact/tree.ts';

export interface HashJob {
  readonly index: number;
  readonly file: File;
}

export type HashRequest =
  | { readonly kind: 'hash'; readonly jobs: readonly HashJob[] }
  /** whether files that have been hashed are still what they were */
  | { readonly kind: 'check'; readonly jobs: readonly HashJob[] }
  | { readonly kind: 'tree'; readonly entries: readonly FileEntry[] };

export interface HashOutcome {
  readonly index: number;
  /** lower-case hex; null when the file changed or cannot be read */
  readonly sha256: string | null;
}

export type HashReport =
  /** read since it last spoke */
  | { readonly kind: 'bytes'; readonly bytes: number }
  | { readonly kind: 'done'; readonly outcomes: readonly HashOutcome[] }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'tree'; readonly digest: string; readonly entries: readonly FileEntry[] };
