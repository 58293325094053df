/** The build: server, command and pages. Each is tried, so that every error is seen. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { buildCli, buildServer, buildWeb } from '../build.mjs';
import { root } from '../run.mjs';
import { single } from './outcome.mjs';

/** @type {import('./outcome.mjs').Runner} */
export const build = {
  name: 'build',
  run: async () => {
    const results = await attemptAll([buildServer, buildCli, buildWeb]);
    return single(results.every(Boolean) && existsSync(path.join(root, 'dist/countersign.mjs')));
  },
};

async function attemptAll(/** @type {(() => Promise<void>)[]} */ builds) {
  const results = [];
  for (const attempt of builds) {
    try {
      await attempt();
      results.push(true);
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      results.push(false);
    }
  }
  return results;
}
