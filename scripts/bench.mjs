/** `npm run bench`: bundles bench/main.ts and runs it against the built product. */
import { cpSync } from 'node:fs';
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
// The embedded store's worker lies beside whatever opens it, as beside the server.
for (const name of ['embedded-worker.mjs', 'embedded-cluster.mjs']) {
  cpSync(path.join(root, 'db/store', name), path.join(root, '.bench', name));
}
process.exitCode = await runNode('.bench/main.mjs', process.argv.slice(2));
