/** Paths as the rules speak of them: from the repository's root, `/` between parts. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
// A fixture stands for the file of the same path below it: lint/fixtures/refused/domain/x.ts is judged as domain/x.ts.
const FIXTURE = /^lint\/fixtures\/(?:refused|accepted)\//;

export function projectPath(filename) {
  return path.relative(root, filename).split(path.sep).join('/').replace(FIXTURE, '');
}

/**
 * Where a specifier leads: `{ file }` inside the project, `{ package }`, or `{ problem }` when it is written in a way
 * that cannot be judged or that walks round the table.
 */
export function resolveSpecifier(fromFile, specifier) {
  if (specifier === null) return { problem: 'a computed specifier cannot be judged: write it out' };
  if (/[%?\\\0]/.test(specifier)) return { problem: `'${specifier}' has an escape: write the plain path` };
  if (specifier.startsWith('#')) {
    const file = specifier.slice(1);
    if (path.posix.normalize(file) !== file) return { problem: `'${specifier}' walks: name the file from its layer` };
    return { file };
  }
  if (specifier.startsWith('.')) {
    const file = path.posix.join(path.posix.dirname(fromFile), specifier);
    if (file.startsWith('..')) return { problem: `'${specifier}' leads out of the repository` };
    return { file, relative: true };
  }
  if (specifier.startsWith('node:')) return { package: specifier };
  if (/^([a-z]+:|\/)/i.test(specifier))
    return { problem: `'${specifier}' is an address, not a package or a project file` };
  return { package: specifier };
}

/** `@scope/name` or `name`, of a specifier that may go deeper. */
export function packageName(specifier) {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0];
}
