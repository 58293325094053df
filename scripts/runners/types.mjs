/** Types: the whole repository, with the route types that Next writes. */
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root, runNode } from '../run.mjs';
import { cleanEnvironment, single } from './outcome.mjs';

/** @type {import('./outcome.mjs').Runner} */
export const types = {
  name: 'types',
  run: async () => {
    const env = cleanEnvironment();
    if (existsSync(path.join(root, 'app/layout.tsx'))) {
      for (const stale of ['.next/types', '.next/dev/types'])
        rmSync(path.join(root, stale), { recursive: true, force: true });
      await runNode('node_modules/next/dist/bin/next', ['typegen'], { env });
    }
    return single((await runNode('node_modules/typescript/bin/tsc', ['--noEmit'], { env })) === 0);
  },
};
