/** Keyset paging (DESIGN.md §4): a cursor is the sort key of the last row, opaque outside, checked on the way in. */
import { ServiceError } from './errors.ts';

/** Sort key of the last row of a page. */
export type Keyset = readonly [string, ...string[]];

export interface PageRequest {
  /** 1–200, 50 by default */
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

export interface Page<R> {
  readonly rows: readonly R[];
  /** key of the last row when there are more */
  readonly next: Keyset | null;
}

const MAX_CURSOR = 2_000;

function bad(): ServiceError {
  return new ServiceError('invalid', 'The cursor is not one that this list gave out', 'cursor', [
    { path: '/cursor', message: 'Start from the first page' },
  ]);
}

/** The text that stands for a keyset in URLs. */
export function writeCursor(next: Keyset | null): string | null {
  return next === null ? null : Buffer.from(JSON.stringify(next), 'utf8').toString('base64url');
}

function readCursor(cursor: string, parts: number): Keyset {
  if (cursor.length > MAX_CURSOR) throw bad();
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (
      Array.isArray(value) &&
      value.length === parts &&
      value.every((part) => typeof part === 'string' && !part.includes('\0'))
    ) {
      return value as unknown as Keyset;
    }
  } catch {
    // Falls through: whatever does not parse is not ours.
  }
  throw bad();
}

/** The limit to ask the database for (one more tells whether there is another page) and the key to start after. */
export function pageOf(request: PageRequest, parts: number): { limit: number; after: Keyset | null } {
  const limit = request.limit ?? 50;
  if (!Number.isInteger(limit) || limit < 1 || limit > 200) {
    throw new ServiceError('invalid', 'A page has 1 to 200 rows', 'limit', [
      { path: '/limit', message: 'Between 1 and 200' },
    ]);
  }
  return {
    limit,
    after: request.cursor === undefined || request.cursor === '' ? null : readCursor(request.cursor, parts),
  };
}

/** A LIKE pattern that finds `text` anywhere, with its own wildcards taken literally. */
export function likePattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, (char) => `\\${char}`)}%`;
}
