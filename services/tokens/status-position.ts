/** Where a token stands in the status lists: lists of a fixed size, each with its URI, filled one after the other. */

/** Tokens a list; one bit each, so 16 KiB before compression. */
export const LIST_SIZE = 131_072;

export function statusPosition(statusIndex: number): { list: number; index: number } {
  return { list: Math.floor(statusIndex / LIST_SIZE), index: statusIndex % LIST_SIZE };
}

export function statusListUri(origin: string, list: number): string {
  return `${origin}/api/v1/tokens/status/${list}`;
}
