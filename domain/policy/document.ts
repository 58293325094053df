/**
 * A policy is a versioned, immutable document named by its digest (DESIGN.md §2 "Policy"): what each tier needs in each
 * environment. This is its schema; what no document may relax is in invariants.ts.
 */
import { z } from 'zod';
import { APPROVING_ROLES } from '#domain/access/roles.ts';
import { type Digest } from '#domain/artifact/digest.ts';
import { digestOf, type Json } from '#domain/canonical/json.ts';
import { TIERS } from '#domain/risk/tier.ts';

/** Requirements a rule can ask for beyond those that always hold. Each is explained in gate/requirements. */
export const CHECKS = [
  'evaluation-report',
  'evaluation-threshold',
  'dataset-provenance',
  'artifact-scan',
  'committers-known',
  'base-models-approved',
] as const;
export type Check = (typeof CHECKS)[number];

const Name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens');
const TierName = z.enum(TIERS);
const Capacity = z.enum([...APPROVING_ROLES, 'use-case-owner']);

/** One person who has to approve; any one of the capacities fills it. */
export const Slot = z.array(Capacity).min(1).max(6);
export type Slot = z.infer<typeof Slot>;

export const Rule = z.strictObject({
  checks: z.array(z.enum(CHECKS)).max(CHECKS.length),
  approvals: z.array(Slot).max(8),
  /** approvals that only the first version of a model needs */
  firstVersionApprovals: z.array(Slot).max(8).default([]),
  /** approvals count only when given within 5 minutes of signing in */
  stepUp: z.boolean().default(false),
});
export type Rule = z.infer<typeof Rule>;

export const TierLimits = z.strictObject({
  tokenMinutes: z.int().min(1),
  approvalDays: z.int().min(1),
  exemptionDays: z.int().min(0),
  exemptionApprovers: z.int().min(1).max(4),
});
export type TierLimits = z.infer<typeof TierLimits>;

export const Threshold = z.strictObject({
  metric: z.string().min(1).max(100),
  /** the suite it applies to; every suite when absent */
  suite: z.string().min(1).max(100).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
});
export type Threshold = z.infer<typeof Threshold>;

const perTier = <T extends z.ZodType>(schema: T) =>
  z.strictObject({ low: schema, medium: schema, high: schema, critical: schema });

export const Environment = z.strictObject({
  gated: z.boolean(),
  /** evaluated only where the environment is gated */
  rules: perTier(Rule).optional(),
});
export type Environment = z.infer<typeof Environment>;

export const PolicyDocument = z.strictObject({
  apiVersion: z.literal('countersign/policy/v1'),
  name: z.string().min(1).max(100),
  environments: z.record(Name, Environment),
  limits: perTier(TierLimits),
  /** floors of tags; a built-in floor is raised by it, never lowered */
  floors: z.record(Name, TierName).default({}),
  thresholds: z.array(Threshold).max(200).default([]),
  /** an approving role has to be this old, outside the sandbox */
  coolingOffHours: z.number().min(0),
  /** what happens to new promotions of a version whose ancestor was revoked, retired or down-graded */
  tainted: z.enum(['warn', 'block']).default('block'),
});
export type PolicyDocument = z.infer<typeof PolicyDocument>;

/** A document with the names by which decisions and tokens cite it. */
export interface Policy {
  readonly version: number;
  readonly digest: Digest;
  readonly document: PolicyDocument;
}

/** SHA-256 of the canonical JSON of the parsed document. */
export function policyDigest(document: PolicyDocument): Digest {
  return digestOf(document as unknown as Json);
}

/** The published JSON Schema (2020-12) of a policy document. */
export function policyJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(PolicyDocument, { io: 'input' }) as Record<string, unknown>;
}
