/** Lint: the rules (oxlint, with ours) and the format (biome); both run, so that both are seen. */
import { runNode } from '../run.mjs';
import { single } from './outcome.mjs';

/** @type {import('./outcome.mjs').Runner} */
export const lint = {
  name: 'lint',
  run: async () => {
    const rules = await runNode('node_modules/oxlint/bin/oxlint', ['--deny-warnings']);
    const format = await runNode('node_modules/@biomejs/biome/bin/biome', ['check', '.']);
    return single(rules === 0 && format === 0);
  },
};
