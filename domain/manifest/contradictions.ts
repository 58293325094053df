/**
 * Where a manifest and what its files declare do not agree. Neither proves anything, but `from-scratch` beside a card or a
 * header that names a base cannot be believed: the gate treats such lineage as unknown (DESIGN.md §2 "Lineage").
 */
import type { Contradiction, Prefill } from './draft.ts';
import { parseExternalBase } from './refs.ts';
import type { Manifest } from './schema.ts';

/** `manifest` is how the manifest is called in what is said, such as `countersign.yaml`. */
export function contradictions(
  manifest: Manifest,
  prefills: readonly Prefill[],
  name = 'countersign.yaml',
): Contradiction[] {
  return prefills.flatMap(({ fields }) => {
    const found: Contradiction[] = [];
    const { lineage, license } = fields;
    if (lineage && Array.isArray(lineage.value)) {
      const missing = lineage.value.filter(({ parent }) => !namesBase(manifest, parent)).map(({ parent }) => parent);
      if (missing.length > 0) {
        const declared =
          manifest.lineage === 'from-scratch'
            ? 'from-scratch'
            : manifest.lineage.map(({ parent }) => parent).join(', ');
        const says = [
          { value: declared, from: name },
          { value: missing.join(', '), from: lineage.from },
        ];
        found.push({ field: '/lineage', says });
      }
    }
    if (license && manifest.license && license.value.toLowerCase() !== manifest.license.toLowerCase()) {
      found.push({ field: '/license', says: [{ value: manifest.license, from: name }, license] });
    }
    return found;
  });
}

/** Whether the manifest names the base, at any revision: a card names none. A registered parent may stand for it. */
function namesBase({ lineage }: Manifest, base: string): boolean {
  if (lineage === 'from-scratch') return false;
  const wanted = base.slice(0, base.indexOf('@')).toLowerCase();
  return lineage.some(({ parent }) => {
    const external = parseExternalBase(parent);
    return external === null || `hf:${external.org}/${external.name}`.toLowerCase() === wanted;
  });
}
