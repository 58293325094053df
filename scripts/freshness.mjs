/** Whether something that was built still matches its sources. Names, sizes and times tell, in a few milliseconds. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './run.mjs';

/**
 * Builds unless the marker says that it was built from these very sources.
 * @param {{ name: string, sources: readonly string[], outputs: readonly string[], marker: string, build: () => Promise<void> }} target
 */
export async function buildIfStale({ name, sources, outputs, marker, build }) {
  const stamp = fingerprint(sources);
  const file = path.join(root, marker);
  if (read(file) === stamp && outputs.every((output) => exists(path.join(root, output)))) return;
  const start = performance.now();
  rmSync(file, { force: true });
  await build();
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, stamp);
  console.error(`Built ${name} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

/** One hash over path, size and time of every source file; tests are not sources. */
function fingerprint(/** @type {readonly string[]} */ sources) {
  const hash = createHash('sha1');
  for (const source of sources) addTo(hash, source);
  return hash.digest('hex');
}

function addTo(/** @type {import('node:crypto').Hash} */ hash, /** @type {string} */ file) {
  const stat = statSync(path.join(root, file), { throwIfNoEntry: false });
  if (!stat) hash.update(`${file}\0missing\n`);
  else if (!stat.isDirectory()) hash.update(`${file}\0${stat.size}\0${stat.mtimeMs}\n`);
  else {
    for (const name of readdirSync(path.join(root, file)).sort()) {
      if (!/\.test\.tsx?$/.test(name)) addTo(hash, `${file}/${name}`);
    }
  }
}

const exists = (/** @type {string} */ file) => statSync(file, { throwIfNoEntry: false }) !== undefined;

function read(/** @type {string} */ file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
