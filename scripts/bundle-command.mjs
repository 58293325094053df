/**
 * Bundles the command into one file that needs nothing but Node. What `verify` does not need (the verbs that parse
 * manifests or server answers, and with them zod and YAML) goes in as text, which V8 neither parses nor compiles until it
 * is asked for: docs/decisions/003-command-in-two-parts.md.
 *
 * By itself: `node scripts/bundle-command.mjs OUTFILE`.
 */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './run.mjs';

/** Modules that are loaded by `import()` and are worth not compiling before that. */
const ON_DEMAND = [
  'cli/init/command.ts',
  'cli/check/command.ts',
  'cli/register/command.ts',
  'cli/evidence/attach.ts',
  'cli/promote/command.ts',
  'cli/status/command.ts',
  'cli/diff/command.ts',
  'cli/token/revoke.ts',
  'domain/manifest/parse.ts',
];
/** Holds the error classes that `main` tells apart, so both parts must share one copy. */
const SHARED = 'cli/io.ts';
/** CONTRACT.md §3: could not decide. */
const UNDECIDED = 4;
/** Packages that are too large for the part that always loads. */
const HEAVY = /^node_modules\/(zod|js-yaml)\//;

/** @type {import('esbuild').BuildOptions} */
const options = {
  absWorkingDir: root,
  bundle: true,
  write: false,
  metafile: true,
  platform: 'node',
  target: 'node20',
  minifySyntax: true,
  // Names stay: they are what makes a stack trace readable, and hashing threads run functions by their text.
  minifyWhitespace: true,
  legalComments: 'none',
  logLevel: 'warning',
};

/** Zod's index re-exports its messages in every language: 310 kB that nobody asks for. */
const withoutTranslations = {
  name: 'without-translations',
  /** @param {import('esbuild').PluginBuild} build */
  setup(build) {
    build.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({ contents: 'export {};' }));
  },
};

/** The second part, as a CommonJS program that exports each module by its path. */
async function bundleOnDemand() {
  const { build } = await import('esbuild');
  const shareOne = {
    name: 'share-one',
    /** @param {import('esbuild').PluginBuild} build */
    setup({ onResolve, resolve }) {
      onResolve({ filter: /\/io\.ts$/ }, async ({ path: wanted, pluginData, ...from }) => {
        if (pluginData === 'resolved') return undefined;
        const found = await resolve(wanted, { ...from, pluginData: 'resolved' });
        return relative(found.path) === SHARED ? { path: SHARED, external: true } : found;
      });
    },
  };
  const result = await build({
    ...options,
    stdin: {
      contents: ON_DEMAND.map((file) => `export * as ${JSON.stringify(file)} from './${file}';`).join('\n'),
      resolveDir: root,
    },
    format: 'cjs',
    supported: { 'dynamic-import': false },
    plugins: [withoutTranslations, shareOne],
  });
  return only(result);
}

/**
 * Writes the command, executable.
 * @param {string} outfile absolute
 */
export async function bundleCommand(outfile) {
  const { build } = await import('esbuild');
  const text = await bundleOnDemand();
  const split = {
    name: 'on-demand',
    /** @param {import('esbuild').PluginBuild} build */
    setup({ onResolve, onLoad, resolve }) {
      onResolve({ filter: /\.ts$/ }, async ({ path: wanted, pluginData, ...from }) => {
        if (from.kind !== 'dynamic-import' || pluginData === 'resolved') return undefined;
        const found = await resolve(wanted, { ...from, pluginData: 'resolved' });
        const file = relative(found.path);
        return ON_DEMAND.includes(file) ? { path: file, namespace: 'on-demand' } : found;
      });
      onLoad({ filter: /.*/, namespace: 'on-demand' }, ({ path: file }) => ({
        contents: `module.exports = require('./cli/on-demand.ts').onDemand(require('text:on-demand').source)[${JSON.stringify(file)}];`,
        resolveDir: root,
      }));
      onResolve({ filter: /^text:on-demand$/ }, ({ path: name }) => ({ path: name, namespace: 'text' }));
      onLoad({ filter: /.*/, namespace: 'text' }, () => ({
        // In a function of its own, so that V8 makes the string only when it is called.
        contents: `export const source = () => ${JSON.stringify(text)};`,
      }));
    },
  };
  const result = await build({
    ...options,
    entryPoints: ['cli/countersign.ts'],
    format: 'esm',
    // First of all: a file that was cut short between two statements would otherwise do nothing, and succeed.
    banner: { js: `#!/usr/bin/env node\nprocess.exitCode=${UNDECIDED};` },
    plugins: [split],
  });
  const heavy = Object.keys(result.metafile.inputs).filter((file) => HEAVY.test(file));
  if (heavy.length > 0) throw new Error(`The part that always loads must stay light, but holds ${heavy[0]}`);
  mkdirSync(path.dirname(outfile), { recursive: true });
  writeFileSync(outfile, only(result), { mode: 0o755 });
  // An existing file keeps its mode.
  chmodSync(outfile, 0o755);
}

const relative = (/** @type {string} */ file) => path.relative(root, file).split(path.sep).join('/');

function only(/** @type {import('esbuild').BuildResult<{ write: false }>} */ { outputFiles }) {
  const [file] = outputFiles;
  if (!file) throw new Error('esbuild gave no output');
  return file.text;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const outfile = process.argv[2];
  if (!outfile) throw new Error('usage: node scripts/bundle-command.mjs OUTFILE');
  await bundleCommand(path.resolve(outfile));
}
