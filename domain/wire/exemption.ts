/** Bodies of `/api/v1/exemptions`: one schema for server, OpenAPI and whoever reads them. */
import { z } from 'zod';
import { EXEMPTION_STATES } from '#domain/gate/exemption-state.ts';

const Tier = z.enum(['low', 'medium', 'high', 'critical']);

export const ExemptionItem = z.object({
  id: z.string(),
  ref: z.string(),
  environment: z.string(),
  requirement: z.string(),
  tier: Tier,
  team: z.string(),
  state: z.enum(EXEMPTION_STATES),
  requestedBy: z.string(),
  requestedAt: z.string(),
  /** what was asked for; `endsAt` is what was granted */
  requestedEnd: z.string(),
  startsAt: z.string().nullable(),
  endsAt: z.string().nullable(),
  /** asked for when the same requirement had been exempted before */
  renewal: z.boolean(),
  url: z.string(),
});
export type ExemptionItem = z.infer<typeof ExemptionItem>;

export const ExemptionBody = ExemptionItem.extend({
  digest: z.string().describe('of the artifact that the version is bound to for ever'),
  reason: z.string(),
  control: z.string(),
  ticket: z.string().nullable(),
  renews: z.string().nullable(),
  renewedBy: z.string().nullable(),
  /** whether the gate counts it now, and until when; null unless it is live */
  counts: z.object({ until: z.string().nullable(), reason: z.string().nullable() }).nullable(),
  verdicts: z.array(
    z.object({
      person: z.string(),
      verdict: z.enum(['approve', 'refuse']),
      capacity: z.string(),
      at: z.string(),
      comment: z.string().nullable(),
    }),
  ),
  withdrawal: z.object({ at: z.string(), by: z.string(), reason: z.string() }).nullable(),
  /** live tokens that would end with it */
  liveTokens: z.int(),
});
export type ExemptionBody = z.infer<typeof ExemptionBody>;
