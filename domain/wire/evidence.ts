/** The answer of `POST /api/v1/evidence` (CONTRACT.md §4). */
import { z } from 'zod';

/** What can be attached. */
export const EVIDENCE_TYPES = ['evaluation', 'scan', 'document'] as const;

/** Bytes of one file (CONTRACT.md §4) */
export const MAX_EVIDENCE_BYTES = 25 * 1024 * 1024;

export const AttachedBody = z.object({
  id: z.string(),
  ref: z.string(),
  type: z.string(),
  /** of the file */
  digest: z.string(),
  /** of the artifact that it speaks about */
  subject: z.string(),
  /** what the report says of itself: `pass`, `fail`, `error` or `unknown` */
  outcome: z.string(),
  summary: z.string(),
  /** false when the same evidence was there already */
  created: z.boolean(),
});
export type AttachedBody = z.infer<typeof AttachedBody>;
