/** What the register's read routes answer with (CONTRACT.md §4). Times are RFC 3339 UTC. */
import { z } from 'zod';
import { DecisionBody, ReviewLink } from './promotion.ts';

const Tier = z.enum(['low', 'medium', 'high', 'critical']);
const State = z.enum(['active', 'retired', 'revoked']);

export const ModelItem = z.object({
  model: z.string(),
  team: z.string(),
  newest: z.object({
    version: z.string(),
    tier: Tier,
    state: State,
    useCase: z.string(),
    retrain: z.boolean(),
    registeredAt: z.string(),
  }),
  versions: z.int(),
  environments: z.array(z.string()),
});

export const FacetCountsBody = z.object({
  /** models that match everything that was asked for */
  total: z.int(),
  /** by filter; at most 50 values of each, and those that were asked for */
  facets: z.record(z.string(), z.array(z.object({ value: z.string(), count: z.int() }))),
});

export const ModelBody = z.object({
  model: z.string(),
  team: z.object({ slug: z.string(), name: z.string(), accountable: z.string().nullable() }),
  createdAt: z.string(),
  versions: z.int(),
  /** what a pipeline counts committers from */
  lastApproved: z
    .object({ ref: z.string(), version: z.string(), digest: z.string(), commit: z.string().nullable() })
    .nullable(),
  /** by environment, the version that the newest token names; `liveUntil` while that token can still be used */
  promoted: z.array(
    z.object({
      environment: z.string(),
      version: z.string(),
      state: State,
      at: z.string(),
      liveUntil: z.string().nullable(),
    }),
  ),
});
export type ModelBody = z.infer<typeof ModelBody>;

export const VersionItem = z.object({
  version: z.string(),
  digest: z.string(),
  tier: Tier,
  state: State,
  retrain: z.boolean(),
  useCase: z.string(),
  registeredAt: z.string(),
  byteCount: z.int(),
  environments: z.array(z.string()),
});

export const VersionBody = z.object({
  ref: z.string(),
  model: z.string(),
  version: z.string(),
  state: State,
  tier: Tier,
  retrain: z.boolean(),
  registeredAt: z.string(),
  registeredBy: z.string(),
  measuredBy: z.enum(['cli', 'browser']),
  digest: z.string(),
  omsRoot: z.object({ codePoint: z.string(), component: z.string() }),
  fileCount: z.int(),
  byteCount: z.int(),
  manifest: z.record(z.string(), z.unknown()),
  manifestDigest: z.string(),
  revision: z.int(),
  source: z.object({ repository: z.string().nullable(), commit: z.string().nullable() }),
  evidence: z.array(
    z.object({
      id: z.string(),
      type: z.enum(['evaluation', 'scan', 'document']),
      digest: z.string(),
      fileName: z.string(),
      producer: z.string().nullable(),
      outcome: z.string(),
      summary: z.string(),
      attachedAt: z.string(),
      attachedBy: z.string(),
    }),
  ),
  environments: z.array(
    z.object({ name: z.string(), gated: z.boolean(), decision: DecisionBody, review: ReviewLink.nullable() }),
  ),
  url: z.string(),
});
export type VersionBody = z.infer<typeof VersionBody>;

export const LineageBody = z.object({
  nodes: z.array(
    z.object({
      ref: z.string(),
      kind: z.enum(['version', 'external']),
      tier: Tier.nullable(),
      state: State.nullable(),
      digest: z.string().nullable(),
    }),
  ),
  edges: z.array(z.object({ child: z.string(), parent: z.string(), relation: z.string() })),
  /** true when the depth or the limit cut something off */
  truncated: z.boolean(),
});
export type LineageBody = z.infer<typeof LineageBody>;
