/**
 * A path in an artifact (CONTRACT.md §6): relative, `/` between components, and spelt so that one line of the tree's
 * listing can be read in one way only, on every system. Whatever GNU tools would have to escape, and whatever could
 * lead out of the tree, is refused and never rewritten.
 */

/** Why `path` cannot name a file of an artifact, as a phrase that follows the path; null when it can. */
export function pathProblem(path: string): string | null {
  if (path === '') return 'is empty';
  if (!path.isWellFormed()) return 'is not valid Unicode';
  if (path.includes('\n')) return 'holds a newline';
  if (path.includes('\r')) return 'holds a carriage return';
  if (path.includes('\0')) return 'holds a NUL';
  if (path.includes('\\')) return 'holds a backslash';
  if (path.startsWith('/')) return 'is absolute';
  for (const component of path.split('/')) {
    if (component === '') return 'has an empty component';
    if (component === '.' || component === '..') return `has a '${component}' component`;
  }
  return null;
}

/**
 * `items` sorted by the bytes of their key's UTF-8, which is the order of code points. Stable, O(n log n), and as fast
 * as `<` while no key holds what UTF-16 orders differently.
 */
export function sortByUtf8<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const keyed = items.map((item) => ({ item, key: keyOf(item) }));
  const compare = keyed.some(({ key }) => ORDERED_OTHERWISE.test(key)) ? compareUtf8 : compareUtf16;
  return keyed.sort((a, b) => compare(a.key, b.key)).map(({ item }) => item);
}

/**
 * The key by which paths sort component by component, so that a folder's files stay together and follow at once a file
 * of the folder's own name: `a`, `a/x`, `a-b`. NUL, the only byte below the one it stands in for, is refused in paths.
 */
export function componentKey(path: string): string {
  return path.replaceAll('/', '\0');
}

/** UTF-16 puts U+10000 and above, written as surrogates, before U+E000 to U+FFFF; UTF-8 puts them last. */
const ORDERED_OTHERWISE = /[\ud800-\udfff]/;

function compareUtf16(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function compareUtf8(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return utf8Rank(x) - utf8Rank(y);
  }
  return a.length - b.length;
}

function utf8Rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
