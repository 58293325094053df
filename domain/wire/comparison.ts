/** What `GET /api/v1/compare` answers with: two versions beside each other (domain/compare). */
import { z } from 'zod';

const Change = z.enum(['added', 'removed', 'changed', 'renamed', 'same']);
const text = z.string().nullable();

const Entry = z.object({
  label: z.string(),
  change: Change,
  before: text,
  after: text,
  fields: z.array(z.object({ name: z.string(), before: text, after: text })),
  metric: z
    .object({
      delta: z.number().nullable(),
      threshold: text,
      reached: z.object({ before: z.boolean().nullable(), after: z.boolean().nullable() }),
    })
    .nullable(),
});

export const ComparisonBody = z.object({
  a: z.string(),
  b: z.string(),
  /** nothing differs, in any section */
  same: z.boolean(),
  sections: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      counts: z.object({ added: z.int(), removed: z.int(), changed: z.int(), renamed: z.int(), same: z.int() }),
      /** changes first; at most 500 */
      entries: z.array(Entry),
      unlisted: z.object({ changes: z.int(), same: z.int() }),
    }),
  ),
  manifest: z.object({
    hunks: z.array(
      z.object({
        before: z.int(),
        after: z.int(),
        lines: z.array(z.object({ kind: z.enum(['same', 'added', 'removed']), text: z.string() })),
      }),
    ),
    added: z.int(),
    removed: z.int(),
    hidden: z.int(),
    tooLarge: z.boolean(),
  }),
  url: z.string(),
});
export type ComparisonBody = z.infer<typeof ComparisonBody>;
