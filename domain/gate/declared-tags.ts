/** The tags that a version carries, from its manifest, its data, its runtime scope and its use case, each with its bearer. */
import type { GateFacts } from './facts.ts';

/** Declared runtime exposures that stay inside; any other word, known or not, counts as reachable from outside. */
const INSIDE: ReadonlySet<string> = new Set(['none', 'internal']);

export function declaredTags(
  manifest: GateFacts['manifest'] | Omit<GateFacts['manifest'], 'digest' | 'revision'>,
  useCaseTags: readonly string[],
): { tag: string; on: string }[] {
  const { exposure } = manifest;
  return [
    ...manifest.classification.map((tag) => ({ tag, on: 'The version' })),
    ...(exposure === null || INSIDE.has(exposure)
      ? []
      : [{ tag: 'reachable-from-outside', on: `The runtime exposure “${exposure}”` }]),
    ...manifest.dataClasses.map((tag) => ({ tag, on: 'The data that it reads when it runs' })),
    ...(manifest.data ?? []).flatMap(({ name, classification }) =>
      classification.map((tag) => ({ tag, on: `The dataset ${name}` })),
    ),
    ...useCaseTags.map((tag) => ({ tag, on: 'The use case' })),
  ];
}
