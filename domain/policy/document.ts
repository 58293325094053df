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

export const Threshold = z
  .strictObject({
    metric: z.string().min(1).max(100),
    /** the suite it applies to; every suite that has none of its own when absent */
    suite: z.string().min(1).max(100).optional(),
    min: z.number().optional(),
    max: z.number().optional(),
  })
  // One that bounds nothing would pass whatever is reported.
  .refine(({ min, max }) => min !== undefined || max !== undefined, 'needs min, max or both')
  .meta({ anyOf: [{ required: ['min'] }, { required: ['max'] }] });
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
  apiVersion: z.literal('countersign/policy/v1').describe('The version of this format.'),
  name: z.string().min(1).max(100).describe('What people call the policy.'),
  environments: z.record(Name, Environment).describe('Where versions are promoted to, and what each tier needs there.'),
  limits: perTier(TierLimits).describe('How long tokens, approvals and exemptions last; the invariants bound them.'),
  floors: z
    .record(Name, TierName)
    .default({})
    .describe('Floors of tags. A built-in floor is raised by it, never lowered.'),
  thresholds: z
    .array(Threshold)
    .max(200)
    .default([])
    .describe('What reported metrics have to reach where `evaluation-threshold` is checked.'),
  coolingOffHours: z
    .number()
    .min(0)
    .max(8_760)
    .describe('How old an approving role has to be, outside sandbox and staging.'),
  tainted: z
    .enum(['warn', 'block'])
    .default('block')
    .describe('New promotions of a version whose ancestor was revoked, retired or down-graded.'),
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
  const { $schema, ...schema } = z.toJSONSchema(PolicyDocument, { target: 'draft-2020-12', io: 'input' });
  return {
    $schema,
    $id: '/schema/policy.v1.json',
    title: 'Countersign policy v1',
    description: 'What each tier needs in each environment. What no policy can relax is checked when it is published.',
    ...schema,
  };
}

/** The text of docs/policy.v1.schema.json. */
export function policyJsonSchemaText(): string {
  return `${JSON.stringify(policyJsonSchema(), null, 2)}\n`;
}
