/** Unit and service tests (Vitest, a real PostgreSQL that they bring). */
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root, runNode } from '../run.mjs';
import { cleanEnvironment } from './outcome.mjs';

const report = '.test/vitest.json';

/** @type {import('./outcome.mjs').Runner} */
export const unit = {
  name: 'unit',
  run: async () => {
    rmSync(path.join(root, report), { force: true });
    const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const code = await runNode('node_modules/vitest/vitest.mjs', args, { env: cleanEnvironment() });
    return countVitest(readFileSync(path.join(root, report), 'utf8'), code);
  },
};

/** @typedef {{ name?: string, status: string, assertionResults: { status: string, fullName?: string, failureMessages?: string[] }[] }} FileResult */

/**
 * Counts a Vitest JSON report, and names what failed. A file that could not be loaded has no tests and counts as one
 * failure; so does an exit code that no failed test explains (an unhandled error).
 * @param {string} text
 * @param {number} code
 * @returns {import('./outcome.mjs').Outcome}
 */
export function countVitest(text, code) {
  const { testResults, numPassedTests, numPendingTests, numTodoTests } = JSON.parse(text);
  const failures = testResults.flatMap((/** @type {FileResult} */ file) => {
    const where = path.relative(root, file.name ?? '');
    const red = file.assertionResults.filter(({ status }) => status === 'failed');
    if (red.length === 0) return file.status === 'failed' ? [`${where}: could not be loaded`] : [];
    return red.map(({ fullName, failureMessages }) => {
      const [said = ''] = (failureMessages?.[0] ?? '').split('\n');
      return `${where}: ${fullName}: ${said}`;
    });
  });
  if (failures.length === 0 && code !== 0) failures.push('an error outside the tests');
  return { passed: numPassedTests, failed: failures.length, skipped: numPendingTests + numTodoTests, failures };
}
