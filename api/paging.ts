/** Keyset paging over HTTP: `?limit=&cursor=`, and `{ items, next }` back. */
import { z } from '@hono/zod-openapi';
import { type Page, writeCursor } from '#services/paging.ts';

export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).optional(),
  cursor: z.string().max(2_000).optional(),
});

export function pageSchema<S extends z.ZodType>(item: S) {
  return z.object({ items: z.array(item), next: z.string().nullable().describe('cursor of the next page') });
}

export function pageBody<R, B>(page: Page<R>, toBody: (row: R) => B): { items: B[]; next: string | null } {
  return { items: page.rows.map(toBody), next: writeCursor(page.next) };
}
