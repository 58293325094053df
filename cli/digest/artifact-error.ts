/** Content that has no digest (CONTRACT.md §6): a verdict, exit 1, unlike a file that could not be read (exit 4). */

export type RefusalCode = 'symlink' | 'special-file' | 'name-not-utf8' | 'name-ambiguous' | 'empty-tree' | 'changed';

/** One thing refused. `path` is relative to the artifact, or as given for the artifact itself. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly path: string;
  /** a phrase that follows the path */
  readonly reason: string;
}

/** What `refusal` says to a person. The path is quoted as JSON, so that a newline in it cannot forge a line. */
export function refusalLine(refusal: Refusal): string {
  return `${JSON.stringify(refusal.path)} ${refusal.reason}`;
}

/** Thrown with everything that was refused; `code` and `path` are those of the first. */
export class ArtifactError extends Error {
  readonly code: RefusalCode;
  readonly path: string;
  readonly refusals: readonly Refusal[];

  constructor(refusals: readonly [Refusal, ...Refusal[]]) {
    const [first] = refusals;
    super(`${refusalLine(first)}${refusals.length === 1 ? '' : ` (and ${refusals.length - 1} more)`}`);
    this.name = 'ArtifactError';
    this.code = first.code;
    this.path = first.path;
    this.refusals = refusals;
  }
}
