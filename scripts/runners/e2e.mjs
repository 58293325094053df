/** The browser suite (Playwright) against the built product. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { provideChromium } from '../chromium.mjs';
import { root, runNode } from '../run.mjs';
import { cleanEnvironment, single } from './outcome.mjs';

const report = '.test/playwright.json';

/** @type {import('./outcome.mjs').Runner} */
export const e2e = {
  name: 'e2e',
  run: async () => {
    const folder = path.join(root, 'e2e');
    const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
    if (!files.some((file) => file.endsWith('.spec.ts')))
      return { passed: 0, failed: 0, skipped: 0, note: 'e2e/ has no spec yet' };
    if (!(await provideChromium())) return { ...single(false), note: 'no Chromium' };
    rmSync(path.join(root, report), { force: true });
    const env = { ...cleanEnvironment(), PLAYWRIGHT_JSON_OUTPUT_FILE: path.join(root, report) };
    const code = await runNode('node_modules/@playwright/test/cli.js', ['test', '--reporter=list,json'], { env });
    return countPlaywright(readFileSync(path.join(root, report), 'utf8'), code);
  },
};

/** @typedef {{ title: string, file?: string, specs?: { title: string, file: string, ok: boolean }[], suites?: Suite[] }} Suite */

/** @returns {string[]} */
function redIn(/** @type {Suite} */ { specs = [], suites = [] }) {
  const own = specs.filter(({ ok }) => !ok).map(({ file, title }) => `e2e/${file}: ${title}`);
  return [...own, ...suites.flatMap(redIn)];
}

/**
 * Counts a Playwright JSON report, and names what failed. A flaky test failed once, so it failed; so did a run that ended
 * badly without saying.
 * @param {string} text
 * @param {number} code
 * @returns {import('./outcome.mjs').Outcome}
 */
export function countPlaywright(text, code) {
  const { stats, errors, suites = [] } = JSON.parse(text);
  const failed = stats.unexpected + stats.flaky + errors.length;
  return {
    passed: stats.expected,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: stats.skipped,
    failures: suites.flatMap(redIn),
  };
}
