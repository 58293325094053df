/**
 * The order of a model's versions: SemVer 2.0.0 versions by precedence (§11), every other version after them by code
 * point. It is a total order: only equal strings compare equal, because build metadata, which SemVer ignores, breaks ties.
 */
const SEMVER =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

interface SemVer {
  readonly core: readonly string[];
  readonly prerelease: readonly string[];
}

/** Negative when `a` comes before `b`, positive when after, 0 only when they are the same string. */
export function compareVersions(a: string, b: string): number {
  const left = parseSemVer(a);
  const right = parseSemVer(b);
  if (left && right) return comparePrecedence(left, right) || compareCodePoints(a, b);
  if (left) return -1;
  if (right) return 1;
  return compareCodePoints(a, b);
}

function parseSemVer(text: string): SemVer | null {
  const match = SEMVER.exec(text);
  if (!match) return null;
  const prerelease = match[4]?.split('.') ?? [];
  // §9: numeric identifiers have no leading zeros; `1.0.0-01` is not SemVer
  if (prerelease.some((part) => /^0\d+$/.test(part))) return null;
  return { core: match.slice(1, 4) as string[], prerelease };
}

function comparePrecedence(a: SemVer, b: SemVer): number {
  for (const [index, part] of a.core.entries()) {
    const order = compareNumeric(part, b.core[index] ?? '0');
    if (order !== 0) return order;
  }
  // a release comes after its pre-releases
  if (a.prerelease.length === 0 || b.prerelease.length === 0) return b.prerelease.length - a.prerelease.length;
  for (const [index, part] of a.prerelease.entries()) {
    const other = b.prerelease[index];
    if (other === undefined) return 1;
    const order = compareIdentifier(part, other);
    if (order !== 0) return order;
  }
  return a.prerelease.length - b.prerelease.length;
}

function compareIdentifier(a: string, b: string): number {
  const [aNumeric, bNumeric] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (aNumeric && bNumeric) return compareNumeric(a, b);
  if (aNumeric !== bNumeric) return aNumeric ? -1 : 1;
  return compareCodePoints(a, b);
}

/** Decimal strings without leading zeros, of any length: no precision is lost. */
function compareNumeric(a: string, b: string): number {
  return a.length - b.length || compareCodePoints(a, b);
}

function compareCodePoints(a: string, b: string): number {
  for (let index = 0; index < a.length && index < b.length; ) {
    const left = a.codePointAt(index) as number;
    const right = b.codePointAt(index) as number;
    if (left !== right) return left - right;
    index += left > 0xffff ? 2 : 1;
  }
  return a.length - b.length;
}
