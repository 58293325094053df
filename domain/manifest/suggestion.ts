/** Finds the key that a misspelt one was meant to be. */

const KEYS = [
  'apiVersion',
  'model',
  'version',
  'owner',
  'description',
  'useCase',
  'classification',
  'license',
  'source',
  'artifact',
  'data',
  'lineage',
  'evaluation',
  'runtime',
  'repository',
  'commit',
  'path',
  'digest',
  'name',
  'role',
  'uri',
  'none',
  'relation',
  'parent',
  'suite',
  'metric',
  'value',
  'report',
  'environments',
  'regions',
  'exposure',
  'dataClasses',
] as const;

/** What other formats call the same thing. */
const SYNONYMS: Readonly<Record<string, string>> = {
  licence: 'license',
  base_model: 'lineage',
  basemodel: 'lineage',
  parents: 'lineage',
  datasets: 'data',
  tags: 'classification',
  team: 'owner',
  url: 'uri',
  sha256: 'digest',
  metrics: 'evaluation',
};

/** The known key nearest to `key`, or null when none is near. */
export function suggestion(key: string): string | null {
  if (key.length > 40) return null;
  const plain = key.toLowerCase().replace(/[-_ ]/g, '');
  const synonym = SYNONYMS[key.toLowerCase()] ?? SYNONYMS[plain];
  if (synonym) return synonym;
  for (const known of KEYS) if (distanceAtMostTwo(plain, known.toLowerCase())) return known === key ? null : known;
  return null;
}

/** Whether two insertions, deletions or substitutions at most turn one word into the other; one for short words. */
function distanceAtMostTwo(a: string, b: string): boolean {
  const allowed = Math.min(a.length, b.length) < 5 ? 1 : 2;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, char] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const substitution = (row[j] ?? 0) + (char === b[j] ? 0 : 1);
      next.push(Math.min(substitution, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return (row.at(-1) ?? Number.POSITIVE_INFINITY) <= allowed;
}
