/** Bodies of `/api/v1/promotions` (CONTRACT.md §4): one schema for CLI, server and OpenAPI. */
import { z } from 'zod';

const Tier = z.enum(['low', 'medium', 'high', 'critical']);

export const RequirementBody = z.object({
  id: z.string(),
  status: z.enum(['met', 'unmet', 'waived', 'unknown']),
  reason: z.string(),
  exemption: z.string().nullable(),
  until: z.string().nullable(),
  /** where a person can do something about it */
  link: z.string(),
  /** the exemption that waives it; where it is open and may be waived, the page on which the team asks for one */
  exemptionLink: z.string().nullable().optional(),
});

export const DecisionBody = z.object({
  /** null when nothing was recorded, because nobody asked the gate: a look at how things stand */
  id: z.string().nullable(),
  outcome: z.enum(['allow', 'pending', 'deny']),
  ref: z.string(),
  environment: z.string(),
  tier: Tier,
  tierReasons: z.array(z.object({ tier: Tier, source: z.string(), because: z.string() })),
  contentDigest: z.string(),
  requirements: z.array(RequirementBody),
  policies: z.array(z.object({ version: z.int(), digest: z.string() })),
  approvals: z.array(z.string()),
  exemptions: z.array(z.string()),
  evaluator: z.string(),
});
export type DecisionBody = z.infer<typeof DecisionBody>;

export const ReviewLink = z.object({ id: z.string(), url: z.string() });

export const PromotionAllowed = z.object({
  id: z.string(),
  outcome: z.literal('allow'),
  /** JWS compact */
  token: z.string(),
  jti: z.string(),
  expiresAt: z.string(),
  /** index of the ledger leaf; its receipt is at /ledger/proof/{index} */
  ledgerIndex: z.int(),
  decision: DecisionBody,
});
export type PromotionAllowed = z.infer<typeof PromotionAllowed>;

export const PromotionPending = z.object({
  id: z.string(),
  outcome: z.literal('pending'),
  review: ReviewLink.nullable(),
  /** changes were requested on this very content: asking again changes nothing until the content is another */
  sentBack: z.boolean().optional(),
  decision: DecisionBody,
});
export type PromotionPending = z.infer<typeof PromotionPending>;

/** Following one: what the gate would answer now, without issuing anything. */
export const PromotionStanding = z.object({
  id: z.string(),
  outcome: z.enum(['allow', 'pending', 'deny']),
  review: ReviewLink.nullable(),
  decision: DecisionBody,
});
export type PromotionStanding = z.infer<typeof PromotionStanding>;
