/** `npm run bench`: bundles bench/main.ts and runs it against the built product. */
import path from 'node:path';
import { buildCli, buildServer, buildWeb } from './build.mjs';
import { installIfMissing } from './install.mjs';
import { root, runNode } from './run.mjs';

await installIfMissing();
await buildServer();
await buildCli();
await buildWeb();
const { build } = await import('esbuild');
await build({
  absWorkingDir: root,
  entryPoints: [path.join(root, 'bench/main.ts')],
  outfile: path.join(root, '.bench/main.mjs'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  sourcemap: true,
  logLevel: 'warning',
});
process.exitCode = await runNode('.bench/main.mjs', process.argv.slice(2));
