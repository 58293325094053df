/** The manifest that is registered: its text as it is sent, and where the artifact is that it speaks of. */
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { LIMITS } from '#domain/manifest/limits.ts';
import { parseManifestBytes } from '#domain/manifest/parse.ts';
import type { Problem } from '#domain/manifest/problem.ts';
import type { Manifest } from '#domain/manifest/schema.ts';
import { manifestWarnings } from '#domain/manifest/warnings.ts';
import { UndecidedError } from '../io.ts';
import { readAtMost } from '../read-at-most.ts';

export type FoundManifest =
  | {
      readonly ok: true;
      readonly manifest: Manifest;
      readonly text: string;
      /** absolute; `artifact.path` is relative to it */
      readonly folder: string;
      readonly warnings: readonly Problem[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const START = { line: 1, column: 1 };

/** Throws UndecidedError when `file` cannot be read. */
export async function readManifest(file: string, cwd: string): Promise<FoundManifest> {
  const full = path.resolve(cwd, file);
  const bytes = await readAtMost(full, LIMITS.bytes + 1);
  if (typeof bytes === 'string') throw new UndecidedError(`${file} cannot be read: ${bytes}`);
  const parsed = parseManifestBytes(bytes);
  if (!parsed.ok) return parsed;
  const { manifest, positions } = parsed;
  return {
    ok: true,
    manifest,
    text: new TextDecoder().decode(bytes),
    folder: path.dirname(full),
    warnings: manifestWarnings(manifest).map((fault) => ({ ...fault, ...(positions.get(fault.path) ?? START) })),
  };
}

/** The artifact that the manifest names, absolute; null when a link on the way leads out of the manifest's folder. */
export function artifactOf(folder: string, relative: string): string | null {
  const artifact = path.resolve(folder, relative);
  try {
    const inside = path.relative(realpathSync(folder), realpathSync(artifact));
    return inside === '..' || inside.startsWith(`..${path.sep}`) || path.isAbsolute(inside) ? null : artifact;
  } catch {
    return artifact; // not there, which whoever measures it says better
  }
}
