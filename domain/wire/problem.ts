/** How the server says no (RFC 9457; CONTRACT.md §4), as far as a machine reads it. */
import { z } from 'zod';
import { DecisionBody, RequirementBody, ReviewLink } from './promotion.ts';

export const ProblemBody = z.object({
  status: z.int(),
  /** stable: `gate-denied`, `not-registered`, `version-conflict`, … */
  code: z.string(),
  detail: z.string(),
  errors: z
    .array(
      z.object({
        /** JSON pointer into what was sent */
        pointer: z.string(),
        message: z.string(),
        line: z.int().optional(),
        column: z.int().optional(),
      }),
    )
    .optional(),
});
export type ProblemBody = z.infer<typeof ProblemBody>;

/** The problem that is a verdict: 403 with every unmet requirement. */
export const GateDenied = ProblemBody.extend({
  code: z.literal('gate-denied'),
  id: z.string(),
  unmet: z.array(RequirementBody),
  review: ReviewLink.nullable(),
  decision: DecisionBody,
});
export type GateDenied = z.infer<typeof GateDenied>;
