/**
 * Reads a manifest, hostile or honest (CONTRACT.md §2; THREATS.md T54 to T56): either all of it is right, or every problem
 * is named at once with its line and column. What cannot be read safely is refused before it is read; nothing throws.
 */
import type { Digest } from '#domain/artifact/digest.ts';
import { digestOf, type Json } from '#domain/canonical/json.ts';
import { schemaFaults } from './issues.ts';
import { LIMITS } from './limits.ts';
import { positionsIn } from './lines.ts';
import { limited, type Position, type Problem } from './problem.ts';
import { Manifest } from './schema.ts';
import { hiddenCharacter } from './text.ts';
import { nodeAt, offsets, plainValue } from './tree.ts';
import { readYaml } from './yaml.ts';
import type { YamlFault, YamlNode } from './yaml-node.ts';

export type Parsed =
  | {
      readonly ok: true;
      readonly manifest: Manifest;
      readonly digest: Digest;
      /** where each value is written, by JSON pointer */
      readonly positions: ReadonlyMap<string, Position>;
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** SHA-256 of the canonical JSON of a manifest as it was written: formatting and comments do not count, every value does. */
export function manifestDigest(manifest: Manifest): Digest {
  return digestOf(manifest as unknown as Json);
}

export function parseManifest(source: string): Parsed {
  const problem = tooLarge(source);
  if (problem) return { ok: false, problems: [problem] };
  // A byte order mark at the very start is what some editors write; anywhere else it is a hidden character.
  const text = source.replace(/^\ufeff/, '');
  const hidden = hiddenFaults(text);
  if (hidden.length > 0) return { ok: false, problems: located(text, hidden) };

  const { node, faults } = readYaml(text);
  if (!node) {
    const empty = { offset: 0, path: '', code: 'empty', message: 'is empty: a manifest is one YAML mapping' };
    return { ok: false, problems: located(text, faults.length > 0 ? faults : [empty]) };
  }
  const checked = checkTree(node);
  const all = [...faults, ...checked.faults];
  if (!checked.manifest || all.length > 0) return { ok: false, problems: located(text, all) };
  const position = positionsIn(text);
  const positions = new Map([...offsets(node)].map(([path, offset]) => [path, position(offset)]));
  return { ok: true, manifest: checked.manifest, digest: manifestDigest(checked.manifest), positions };
}

/** As `parseManifest`, for bytes that may not be UTF-8. */
export function parseManifestBytes(bytes: Uint8Array): Parsed {
  if (bytes.length > LIMITS.bytes) return { ok: false, problems: [sizeProblem(bytes.length)] };
  try {
    return parseManifest(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    const lenient = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    const message = `is not UTF-8${utf16 ? ' but UTF-16' : ''}: save the file as UTF-8`;
    const offset = Math.max(lenient.indexOf('\ufffd'), 0);
    return { ok: false, problems: located(lenient, [{ offset, path: '', code: 'not-utf-8', message }]) };
  }
}

function checkTree(node: YamlNode): { manifest: Manifest | null; faults: YamlFault[] } {
  if (node.kind === 'scalar' && node.plain && node.text === '') {
    return {
      manifest: null,
      faults: [{ offset: 0, path: '', code: 'empty', message: 'is empty: a manifest is one YAML mapping' }],
    };
  }
  const { value, faults, refused } = plainValue(node);
  if (refused.has('')) return { manifest: null, faults };
  const result = Manifest.safeParse(value);
  if (result.success) return { manifest: result.data, faults };
  const plainTextAt = (path: readonly PropertyKey[]) => {
    const at = nodeAt(node, path);
    return at.kind === 'scalar' && at.plain ? at.text : null;
  };
  const found = schemaFaults(result.error.issues, value, plainTextAt)
    .filter(({ path }) => !beneath(path, refused))
    .map(({ at, key, path, code, message }) => {
      const target = nodeAt(node, at);
      const entry = target.kind === 'mapping' && key !== undefined ? target.entries.get(key) : undefined;
      return { offset: entry?.keyStart ?? target.start, path, code, message };
    });
  return { manifest: null, faults: [...faults, ...found] };
}

function beneath(path: string, refused: ReadonlySet<string>): boolean {
  for (let end = path.length; end >= 0; end = path.lastIndexOf('/', end - 1)) {
    if (refused.has(path.slice(0, end))) return true;
    if (end === 0) return false;
  }
  return false;
}

function hiddenFaults(text: string): YamlFault[] {
  const found = hiddenCharacter(text, 'block');
  if (!found) return [];
  const message = `${found.name} is a character that does not show, or changes how text shows: remove it`;
  return [{ offset: found.index, path: '', code: 'hidden-character', message }];
}

function tooLarge(text: string): Problem | null {
  // UTF-8 is never shorter than UTF-16 is long, so the bytes of a huge text need not be counted.
  if (text.length > LIMITS.bytes) return sizeProblem(text.length);
  const bytes = new TextEncoder().encode(text).length;
  return bytes > LIMITS.bytes ? sizeProblem(bytes) : null;
}

function sizeProblem(bytes: number): Problem {
  const message = `has ${bytes} bytes or more: a manifest has at most ${LIMITS.bytes} (1 MiB)`;
  return { line: 1, column: 1, path: '', code: 'too-large', message };
}

/** Sorted by place, without repetitions, with lines and columns. */
function located(text: string, faults: readonly YamlFault[]): Problem[] {
  const seen = new Set<string>();
  const distinct = faults.filter(({ offset, path, code }) => {
    const id = `${offset} ${code} ${path}`;
    return !seen.has(id) && seen.add(id);
  });
  const position = positionsIn(text);
  return limited(distinct.sort((a, b) => a.offset - b.offset)).map(({ offset, path, code, message }) => ({
    ...position(offset),
    path,
    code,
    message,
  }));
}
