/** Installs the packages of the lock file, when they are not the ones that are there. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { npmCommand, root, run } from './run.mjs';

/** Nothing to do takes milliseconds; otherwise `npm ci`. Throws when that fails. */
export async function installIfMissing() {
  if (isInstalled()) return;
  console.error('Installing packages (npm ci) …');
  const [command = 'npm', ...args] = npmCommand();
  // --include=dev: building needs them, and NODE_ENV=production would leave them out.
  const code = await run(command, [...args, 'ci', '--include=dev', '--no-audit', '--no-fund']);
  if (code !== 0) throw new Error('npm ci failed: the first start needs the package registry');
}

/**
 * npm writes what it installed to node_modules/.package-lock.json, as its last act. What the lock file requires everywhere
 * must be there in that version; packages for other platforms need not be.
 */
export function isInstalled() {
  const wanted = packages('package-lock.json');
  const present = packages('node_modules/.package-lock.json');
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([place, { version, optional, integrity }]) => {
    const found = present[place];
    if (place === '' || (!found && optional)) return true;
    return found?.version === version && found?.integrity === integrity;
  });
}

/** @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }> | null} */
function packages(/** @type {string} */ file) {
  try {
    return JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages;
  } catch {
    return null;
  }
}
