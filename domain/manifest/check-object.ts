/**
 * Checks a manifest that arrives as JSON over HTTP by the same rules as one in YAML; problems carry JSON pointers instead of
 * lines. The bounds are checked before the schema sees the value.
 */
import type { Digest } from '#domain/artifact/digest.ts';
import { schemaFaults } from './issues.ts';
import { LIMITS } from './limits.ts';
import { manifestDigest } from './parse.ts';
import { type Fault, limited, pointer } from './problem.ts';
import { Manifest } from './schema.ts';

export type Checked =
  | { readonly ok: true; readonly manifest: Manifest; readonly digest: Digest }
  | { readonly ok: false; readonly problems: readonly Fault[] };

/** `value` is what a JSON parser returned. Never throws. */
export function checkManifestObject(value: unknown): Checked {
  const bound = boundsFault(value);
  if (bound) return { ok: false, problems: [bound] };
  const result = Manifest.safeParse(value);
  if (result.success) return { ok: true, manifest: result.data, digest: manifestDigest(result.data) };
  const seen = new Set<string>();
  const faults = schemaFaults(result.error.issues, value, () => null)
    .filter(({ path, code }) => !seen.has(`${code} ${path}`) && seen.add(`${code} ${path}`))
    .map(({ path, code, message }) => ({ path, code, message }));
  return { ok: false, problems: limited(faults) };
}

/** The first place where the value is deeper or larger than any manifest, or not JSON at all. */
function boundsFault(root: unknown): Fault | null {
  let count = 0;
  const visit = (value: unknown, path: readonly PropertyKey[]): Fault | null => {
    const fault = (code: string, message: string): Fault => ({ path: pointer(path), code, message });
    if (++count > LIMITS.values)
      return { path: '', code: 'too-many-values', message: `holds more than ${LIMITS.values} values` };
    if (typeof value === 'string' && value.length > LIMITS.bytes)
      return fault('too-large', 'is longer than a manifest may be');
    if (value === undefined || (typeof value === 'number' && !Number.isFinite(value)))
      return fault('type', 'is not a JSON value');
    if (typeof value !== 'object' || value === null) return null;
    if (path.length >= LIMITS.depth) return fault('too-deep', `nested more than ${LIMITS.depth} deep`);
    const entries = Array.isArray(value) ? value.entries() : Object.entries(value);
    for (const [key, member] of entries) {
      const found = visit(member, [...path, key]);
      if (found) return found;
    }
    return null;
  };
  return visit(root, []);
}
