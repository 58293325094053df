/** What lists filter and search versions by, taken from the manifest in force and kept on the version's row. */
import type { Manifest } from '#domain/manifest/schema.ts';

export interface ListedFacts {
  readonly useCaseSlug: string;
  readonly classification: string[];
  readonly description: string;
  readonly relations: string[];
  readonly bases: string[];
}

const FROM_SCRATCH = 'from-scratch';

/** `ns/name@1` → `ns/name`, `hf:org/name@main` → `hf:org/name`: one base whatever its version. */
function baseOf(parent: string): string {
  return parent.split('@', 1)[0] ?? parent;
}

export function listedFacts({ useCase, classification, description, lineage }: Manifest): ListedFacts {
  const edges = Array.isArray(lineage) ? lineage : [];
  return {
    useCaseSlug: useCase,
    classification: [...classification],
    description: description ?? '',
    relations: edges.length === 0 ? [FROM_SCRATCH] : [...new Set(edges.map(({ relation }) => relation))],
    bases: [...new Set(edges.map(({ parent }) => baseOf(parent)))],
  };
}
