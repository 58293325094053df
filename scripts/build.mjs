/**
 * Builds what is stale: the server (dist/server.mjs), the command (dist/countersign.mjs) and the pages (.next).
 * Run by itself it builds all three.
 */
import { cpSync, existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildIfStale } from './freshness.mjs';
import { installIfMissing } from './install.mjs';
import { root, runNode } from './run.mjs';

const at = (/** @type {string} */ file) => path.join(root, file);
const shared = ['package.json', 'package-lock.json', 'scripts/build.mjs', 'domain'];

/** @type {import('esbuild').BuildOptions} */
const node = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  logLevel: 'warning',
};

/** The server: ours bundled, packages from node_modules; its worker and migrations lie beside it. */
export const buildServer = () =>
  buildIfStale({
    name: 'server',
    sources: [...shared, 'server.ts', 'api', 'services', 'db'],
    outputs: ['dist/server.mjs'],
    marker: 'dist/.server',
    build: async () => {
      const esbuild = await import('esbuild');
      await esbuild.build({
        ...node,
        entryPoints: ['server.ts'],
        outfile: 'dist/server.mjs',
        packages: 'external',
        sourcemap: true,
      });
      // Its service would run on beside the server that `npm start` becomes.
      await esbuild.stop();
      rmSync(at('dist/migrations'), { recursive: true, force: true });
      for (const [from, to] of [
        ['db/store/embedded-worker.mjs', 'dist/embedded-worker.mjs'],
        ['db/store/embedded-cluster.mjs', 'dist/embedded-cluster.mjs'],
        ['db/migrations', 'dist/migrations'],
      ]) {
        if (existsSync(at(from))) cpSync(at(from), at(to), { recursive: true });
      }
    },
  });

/** The command: one file that needs nothing but Node. */
export const buildCli = () =>
  buildIfStale({
    name: 'command',
    sources: [...shared, 'cli', 'scripts/bundle-command.mjs'],
    outputs: ['dist/countersign.mjs'],
    marker: 'dist/.countersign',
    build: async () => {
      const { bundleCommand } = await import('./bundle-command.mjs');
      await bundleCommand(at('dist/countersign.mjs'));
    },
  });

/** The pages. Types are `npm test`'s business, so that a mistake in a test never keeps the product from starting. */
export const buildWeb = () =>
  buildIfStale({
    name: 'pages',
    sources: [
      ...shared,
      'app',
      'components',
      'services',
      'db',
      'public',
      'proxy.ts',
      'instrumentation-client.ts',
      'next.config.js',
      'postcss.config.mjs',
      'tsconfig.json',
    ],
    outputs: ['.next/BUILD_ID'],
    marker: '.next/.countersign',
    build: async () => {
      // Route types of an earlier build name routes that are gone, and fail the next one.
      for (const stale of ['.next/types', '.next/dev/types']) rmSync(at(stale), { recursive: true, force: true });
      const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
      const code = await runNode('node_modules/next/dist/bin/next', ['build'], { env });
      if (code !== 0) throw new Error(`next build failed (exit ${code})`);
    },
  });

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await installIfMissing();
  await buildServer();
  await buildCli();
  await buildWeb();
}
