/**
 * The gate. `decide(facts, policies, now)` is pure: the same facts, policies and clock give the same answer here, in the
 * browser, in the CLI and in an evidence pack (DESIGN.md §2 "Decision and token").
 *
 * A version is judged under the policy of its submission and the current one. Both must allow; what each requires is
 * required, and the shorter life holds.
 */
import type { Digest } from '#domain/artifact/digest.ts';
import type { Policy } from '#domain/policy/document.ts';
import { invariantBreaches } from '#domain/policy/invariants.ts';
import { type ComputedTier, computeTier } from '#domain/risk/compute-tier.ts';
import { maxTier, type Tier } from '#domain/risk/tier.ts';
import { contentDigest } from './content-digest.ts';
import { declaredTags } from './declared-tags.ts';
import { applyExemptions } from './exemptions.ts';
import type { GateFacts } from './facts.ts';
import { earliest, millis } from './instants.ts';
import {
  assign,
  type CountedApproval,
  judgeApprovals,
  slotIds,
  slotLabel,
  slotName,
  slotsOf,
  type VoidApproval,
} from './quorum.ts';
import {
  ALWAYS,
  type Answer,
  CHECK_FUNCTIONS,
  GATED,
  lineageSound,
  type Requirement,
  type Status,
} from './requirements.ts';

/** Changes whenever the same input could decide otherwise; stored with every decision. */
export const EVALUATOR = 'countersign-gate/2';

export type Outcome = 'allow' | 'pending' | 'deny';

export interface Decision {
  readonly outcome: Outcome;
  readonly evaluator: typeof EVALUATOR;
  readonly environment: string;
  readonly ref: string;
  readonly tier: Tier;
  readonly tierReasons: ComputedTier['reasons'];
  readonly contentDigest: Digest;
  readonly requirements: readonly Requirement[];
  /** ids of the approvals that fill slots */
  readonly approvals: readonly string[];
  readonly voidApprovals: readonly {
    readonly id: string;
    readonly personId: string;
    readonly code: string;
    readonly reason: string;
  }[];
  /** ids of the exemptions that waive something */
  readonly exemptions: readonly string[];
  readonly policies: readonly { readonly version: number; readonly digest: Digest }[];
  /** the latest moment at which a token may end, RFC 3339; null unless allowed */
  readonly tokenUntil: string | null;
}

/** Worst first: the union of two policies' answers keeps the one that asks for more. */
const SEVERITY: Readonly<Record<Status, number>> = { unmet: 0, unknown: 1, waived: 2, met: 3 };

interface Judgement {
  readonly tier: ComputedTier;
  readonly requirements: readonly Requirement[];
  readonly filled: readonly CountedApproval[];
  readonly voided: readonly VoidApproval[];
  readonly tokenMinutes: number;
}

/** The tier under one policy's floors. */
export function tierOf(facts: GateFacts, policy: Policy): ComputedTier {
  return computeTier({
    facts: facts.useCase?.facts ?? null,
    tags: declaredTags(facts.manifest, facts.useCase?.tags ?? []),
    parents: facts.parents.flatMap((parent) =>
      parent.kind === 'version' ? [{ ref: parent.ref, tier: parent.registered?.tier ?? null }] : [],
    ),
    sameDigest: facts.sameDigest.map(({ ref, tier }) => ({ ref, tier })),
    raised: facts.raisedTier,
    policyFloors: policy.document.floors,
  });
}

function named(id: string, answer: Answer): Requirement {
  return { id, ...answer, exemption: null, until: null };
}

/** The requirements of one policy, with exemptions applied. */
function judge(facts: GateFacts, policy: Policy, content: Digest, now: Date): Judgement {
  const { document } = policy;
  const tier = tierOf(facts, policy);
  const limits = document.limits[tier.tier];
  const environment = Object.hasOwn(document.environments, facts.environment)
    ? document.environments[facts.environment]
    : undefined;
  const always = Object.entries(ALWAYS).map(([id, ask]) => named(id, ask(facts)));
  const nothing = { tier, filled: [], voided: [], tokenMinutes: limits.tokenMinutes };

  if (!environment) {
    const answer: Answer = { status: 'unmet', reason: `The policy has no environment ${facts.environment}` };
    return { ...nothing, requirements: [...always, named('environment-known', answer)] };
  }
  const breaches = invariantBreaches(document, { trial: facts.trial });
  if (breaches.length > 0) {
    const reason = `Policy v${policy.version} breaks what no policy may relax: ${breaches.map(({ path }) => path).join(', ')}`;
    return { ...nothing, requirements: [...always, named('policy-sound', { status: 'unknown', reason })] };
  }
  if (!environment.gated || !environment.rules) return { ...nothing, requirements: always };

  const rule = environment.rules[tier.tier];
  const gated = Object.entries(GATED).map(([id, ask]) => named(id, ask(facts)));
  const checks = rule.checks.map((check) => named(check, CHECK_FUNCTIONS[check](facts, document)));
  const open = [...always, ...gated, named('lineage-sound', lineageSound(facts, document)), ...checks];
  const quorum = { rule, limits, coolingOffHours: document.coolingOffHours };
  const { counted, voided } = judgeApprovals(facts, content, quorum, now);
  const slots = slotsOf(rule, facts.version.first);
  const seats = assign(slots, counted);
  const ids = slotIds(slots);
  const approvals = slots.map((slot, index): Requirement => {
    const id = ids[index] ?? slotName(slot);
    const seat = seats[index];
    return seat
      ? { id, status: 'met', reason: `Approved at ${seat.approval.at}`, exemption: null, until: seat.until }
      : { id, status: 'unmet', reason: `Needs the approval of ${slotLabel(slot)}`, exemption: null, until: null };
  });
  return {
    tier,
    requirements: [...applyExemptions(open, facts, quorum, now), ...approvals],
    filled: seats.filter((seat) => seat !== null),
    voided,
    tokenMinutes: limits.tokenMinutes,
  };
}

/** The union of what several policies ask, each requirement with its worst answer. */
function union(judgements: readonly Judgement[]): Requirement[] {
  const byId = new Map<string, Requirement>();
  for (const requirement of judgements.flatMap(({ requirements }) => requirements)) {
    const other = byId.get(requirement.id);
    const worse = !other || SEVERITY[requirement.status] < SEVERITY[other.status];
    const sooner =
      other &&
      requirement.status === other.status &&
      requirement.until !== null &&
      (other.until === null || millis(requirement.until) < millis(other.until));
    if (worse || sooner) byId.set(requirement.id, requirement);
  }
  return [...byId.values()];
}

function outcomeOf(facts: GateFacts, requirements: readonly Requirement[], content: Digest, gated: boolean): Outcome {
  const standing = requirements.filter(({ status }) => status !== 'met' && status !== 'waived');
  const review = facts.review;
  // A verdict holds for the content it was given on; other content is asked about afresh.
  const refused =
    gated && (review?.state === 'rejected' || review?.state === 'changes-requested') && review.decidedOn === content;
  if (refused && review?.state === 'rejected') return 'deny';
  if (standing.length === 0 && !refused) return 'allow';
  return standing.every(({ id, status }) => id.startsWith('approval:') && status === 'unmet') ? 'pending' : 'deny';
}

/**
 * Decides about one version for one environment.
 * @param policies the policy at submission and the current one (once when they are the same); never empty
 * @param now the service's clock, not the caller's
 */
export function decide(
  facts: GateFacts,
  policies: readonly [submitted: Policy, ...rest: Policy[]],
  now: Date,
): Decision {
  const [submitted] = policies;
  const content = contentDigest(facts, tierOf(facts, submitted), submitted.digest);
  const judgements = policies.map((policy) => judge(facts, policy, content, now));
  const requirements = union(judgements);
  const gated = policies.some(({ document }) => document.environments[facts.environment]?.gated !== false);
  const outcome = outcomeOf(facts, requirements, content, gated);
  const voided = new Map(
    judgements.flatMap((judgement) => judgement.voided.map((entry) => [entry.approval.id, entry] as const)),
  );
  const tokenEnd = now.getTime() + Math.min(...judgements.map(({ tokenMinutes }) => tokenMinutes)) * 60_000;
  const highest = judgements.reduce(
    (top, { tier }) => (maxTier(top.tier, tier.tier) === top.tier ? top : tier),
    judgements[0]?.tier ?? tierOf(facts, submitted),
  );
  return {
    outcome,
    evaluator: EVALUATOR,
    environment: facts.environment,
    ref: facts.version.ref,
    tier: highest.tier,
    tierReasons: highest.reasons,
    contentDigest: content,
    requirements,
    approvals: [...new Set(judgements.flatMap(({ filled }) => filled.map(({ approval }) => approval.id)))].sort(),
    voidApprovals: [...voided.values()].map(({ approval, code, reason }) => ({
      id: approval.id,
      personId: approval.personId,
      code,
      reason,
    })),
    // Of every policy: one may rest on another exemption than the next, and a token rests on all of them.
    exemptions: [
      ...new Set(judgements.flatMap(({ requirements: all }) => all.flatMap(({ exemption }) => exemption ?? []))),
    ].sort(),
    policies: policies.map(({ version, digest }) => ({ version, digest })),
    tokenUntil:
      outcome === 'allow'
        ? earliest([
            new Date(tokenEnd).toISOString(),
            ...judgements.flatMap(({ requirements: all }) => all.flatMap(({ until }) => until ?? [])),
          ])
        : null,
  };
}
