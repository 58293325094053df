/**
 * `tier = max(all floors, tiers of registered parents, tier of the same digest elsewhere)`, each with a written reason
 * (DESIGN.md §2 "Facts and tier"). A person may raise the result; no input lowers it.
 */
import { FACT_NAMES, FACT_RULES, TAG_FLOORS, UNKNOWN_FLOOR, type UseCaseFacts } from './facts.ts';
import { maxTier, rankOf, type Tier } from './tier.ts';

export interface TierReason {
  readonly tier: Tier;
  /** what it rests on: `fact:customerData`, `tag:internal`, `parent:ns/name@1`, `digest:ns/name@1`, `raised` */
  readonly source: string;
  readonly because: string;
}

export interface TierInput {
  /** null when the version names no known use case: every fact is then unknown */
  readonly facts: UseCaseFacts | null;
  /** tags with the thing that carries them, for the reason's text */
  readonly tags: readonly { readonly tag: string; readonly on: string }[];
  readonly parents: readonly { readonly ref: string; readonly tier: Tier | null }[];
  /** versions of other models with the same bytes */
  readonly sameDigest: readonly { readonly ref: string; readonly tier: Tier }[];
  readonly raised: { readonly tier: Tier; readonly reason: string } | null;
  /** floors that the policy defines or raises, by tag */
  readonly policyFloors: Readonly<Record<string, Tier>>;
}

export interface ComputedTier {
  readonly tier: Tier;
  /** highest first; never empty */
  readonly reasons: readonly TierReason[];
}

/** Own properties only: a tag named `constructor` must not find one on the prototype. */
function floorIn(floors: Readonly<Record<string, Tier>>, tag: string): Tier | undefined {
  return Object.hasOwn(floors, tag) ? floors[tag] : undefined;
}

/** The floor of a tag under a policy; a policy can raise a built-in floor and define new tags. */
export function tagFloor(tag: string, policyFloors: Readonly<Record<string, Tier>>): Tier | null {
  const builtIn = floorIn(TAG_FLOORS, tag);
  const fromPolicy = floorIn(policyFloors, tag);
  if (builtIn && fromPolicy) return maxTier(builtIn, fromPolicy);
  return builtIn ?? fromPolicy ?? null;
}

function factReasons(facts: UseCaseFacts | null, policyFloors: TierInput['policyFloors']): TierReason[] {
  return FACT_NAMES.flatMap((name): TierReason[] => {
    const rule = FACT_RULES[name];
    const answer = facts?.[name] ?? 'unknown';
    const source = `fact:${name}`;
    if (answer === 'no') return [];
    if (answer === 'yes') {
      const tier = tagFloor(rule.tag, policyFloors) ?? rule.floor;
      return [{ tier, source, because: `The use case answers yes to “${rule.question}”` }];
    }
    // Nothing is promoted on it: `facts-answered` stays unmet, whatever the tier.
    const because = facts ? 'is not answered' : 'is unknown, because no known use case is named';
    return [{ tier: UNKNOWN_FLOOR, source, because: `“${rule.question}” ${because}` }];
  });
}

/** The tier with every reason that reaches for it. Pure, total; adding a fact, tag or parent never lowers the result. */
export function computeTier(input: TierInput): ComputedTier {
  const reasons: TierReason[] = [
    ...factReasons(input.facts, input.policyFloors),
    ...input.tags.map(({ tag, on }): TierReason => {
      const floor = tagFloor(tag, input.policyFloors);
      return floor
        ? { tier: floor, source: `tag:${tag}`, because: `${on} is classified ${tag}` }
        : {
            tier: UNKNOWN_FLOOR,
            source: `tag:${tag}`,
            because: `${on} carries the tag ${tag}, which no policy defines`,
          };
    }),
    ...input.parents.map(
      ({ ref, tier }): TierReason =>
        tier
          ? { tier, source: `parent:${ref}`, because: `It derives from ${ref}, which is ${tier}` }
          : {
              tier: UNKNOWN_FLOOR,
              source: `parent:${ref}`,
              because: `It derives from ${ref}, which is not registered here`,
            },
    ),
    ...input.sameDigest.map(
      ({ ref, tier }): TierReason => ({
        tier,
        source: `digest:${ref}`,
        because: `The same bytes are registered as ${ref}`,
      }),
    ),
    ...(input.raised ? [{ tier: input.raised.tier, source: 'raised', because: input.raised.reason }] : []),
  ];
  if (reasons.length === 0) {
    reasons.push({ tier: 'low', source: 'none', because: 'No fact, tag or parent asks for more' });
  }
  // Stable order, so that the content digest does not depend on the order in which rows were read.
  reasons.sort(
    (a, b) =>
      rankOf(b.tier) - rankOf(a.tier) ||
      (a.source < b.source ? -1 : a.source > b.source ? 1 : 0) ||
      (a.because < b.because ? -1 : 1),
  );
  return { tier: reasons.reduce<Tier>((top, { tier }) => maxTier(top, tier), 'low'), reasons };
}
