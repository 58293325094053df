/**
 * What differs between two versions of a use case, and whether an answer got worse (DESIGN.md §2 "Facts and tier"): a
 * fact that was no is so no more, an unknown turned out to be yes, or a tag came that asks for more than none. Whatever
 * was promoted before was promised less.
 */
import { type Answer, FACT_NAMES, type FactName, TAG_FLOORS, type UseCaseFacts } from './facts.ts';

export interface UseCaseContent {
  readonly title: string;
  readonly description: string;
  readonly facts: UseCaseFacts;
  readonly tags: readonly string[];
}

export type UseCaseChange =
  | { readonly kind: 'fact'; readonly fact: FactName; readonly before: Answer; readonly after: Answer }
  | { readonly kind: 'tag'; readonly tag: string; readonly added: boolean }
  | { readonly kind: 'title' | 'description'; readonly before: string; readonly after: string };

/** Facts first, in their order; then tags, then words. Empty when nothing differs. */
export function useCaseChanges(before: UseCaseContent, after: UseCaseContent): readonly UseCaseChange[] {
  const facts = FACT_NAMES.flatMap((fact): UseCaseChange[] =>
    before.facts[fact] === after.facts[fact]
      ? []
      : [{ kind: 'fact', fact, before: before.facts[fact], after: after.facts[fact] }],
  );
  const added = after.tags.filter((tag) => !before.tags.includes(tag));
  const removed = before.tags.filter((tag) => !after.tags.includes(tag));
  return [
    ...facts,
    ...[...new Set(added)].map((tag): UseCaseChange => ({ kind: 'tag', tag, added: true })),
    ...[...new Set(removed)].map((tag): UseCaseChange => ({ kind: 'tag', tag, added: false })),
    ...(['title', 'description'] as const).flatMap((kind): UseCaseChange[] =>
      before[kind] === after[kind] ? [] : [{ kind, before: before[kind], after: after[kind] }],
    ),
  ];
}

const WEIGHT: Readonly<Record<Answer, number>> = { no: 0, unknown: 1, yes: 2 };

/** A tag that is known to ask for nothing. A policy may raise it, and then the tier says so. */
const harmless = (tag: string) => Object.hasOwn(TAG_FLOORS, tag) && TAG_FLOORS[tag] === 'low';

/** Whether some answer asks for more than it did, even where the tier as a whole stays. */
export function gotWorse(before: Pick<UseCaseContent, 'facts' | 'tags'>, after: typeof before): boolean {
  return (
    FACT_NAMES.some((fact) => WEIGHT[after.facts[fact]] > WEIGHT[before.facts[fact]]) ||
    after.tags.some((tag) => !before.tags.includes(tag) && !harmless(tag))
  );
}
