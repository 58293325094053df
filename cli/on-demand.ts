/**
 * The second part of the shipped command: a program that lies in the file as text and is compiled when a verb first needs
 * it, so that the others never pay for it (docs/decisions/003-command-in-two-parts.md). `scripts/bundle-command.mjs` calls
 * this; run from the sources, a verb is simply imported.
 */
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import * as io from './io.ts';

/** Modules by their path in the repository. */
type Modules = Readonly<Record<string, unknown>>;

let loaded: Modules | undefined;

/** What the second part exports, run once. Throws when the text is not the program that was built. */
export function onDemand(source: () => string): Modules {
  loaded ??= run(source());
  return loaded;
}

function run(source: string): Modules {
  const builtin = createRequire(import.meta.url);
  // Both parts have one copy of the error classes, or `main` would not know a usage error when it sees one.
  const require = (name: string): unknown => (name === 'cli/io.ts' ? io : builtin(name));
  const module = { exports: {} };
  // Stack traces show this name, and the functions' own.
  const program = compileFunction(source, ['require', 'module', 'exports'], {
    filename: 'countersign.mjs (on demand)',
  });
  program(require, module, module.exports);
  return module.exports;
}
