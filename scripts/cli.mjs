/** `npm run cli -- …`: builds the command when it is stale and becomes it, arguments, stdio and exit code included. */
import { buildCli } from './build.mjs';
import { installIfMissing } from './install.mjs';

try {
  await installIfMissing();
  await buildCli();
} catch (error) {
  console.error(`countersign: the command could not be built: ${error instanceof Error ? error.message : error}`);
  // "Could not decide" (CONTRACT.md §3): 1 would be a verdict.
  process.exit(4);
}
await import(new URL('../dist/countersign.mjs', import.meta.url).href);
