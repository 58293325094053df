/**
 * `npm start`: from a fresh clone to a running Countersign. Installs and builds what is missing or stale, then becomes the
 * server, in this very process: there is nothing left to orphan. `--api-only` (`npm run gate`) leaves the web out.
 * package.json says `exec … || …`: with `exec` npm's signals reach this process and not a shell that swallows them; the
 * second half is for Windows, whose shell has no `exec`.
 */
import { buildServer, buildWeb } from './build.mjs';
import { installIfMissing } from './install.mjs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Countersign needs Node 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

const apiOnly = process.argv.includes('--api-only');
// The server must not outlive the npm that started it; started by hand, it may outlive the shell.
if (process.env.npm_lifecycle_event) process.env.COUNTERSIGN_EXIT_WITH_PARENT = '1';
if (apiOnly) process.env.COUNTERSIGN_API_ONLY = '1';
process.env.NEXT_TELEMETRY_DISABLED = '1';

try {
  await installIfMissing();
  await buildServer();
  if (!apiOnly) await buildWeb();
} catch (error) {
  console.error(`Countersign could not start: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
Object.assign(process.env, { NODE_ENV: 'production' });
await import(new URL('../dist/server.mjs', import.meta.url).href);
