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

/**
 * Counts a Vitest JSON report. A file that could not be loaded has no tests and counts as one failure; so does an
 * exit code that no failed test explains (an unhandled error).
 * @param {string} text
 * @param {number} code
 */
export function countVitest(text, code) {
  const { testResults, numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(text);
  const broken = testResults.filter(
    (/** @type {{ status: string, assertionResults: { status: string }[] }} */ file) =>
      file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  ).length;
  const failed = numFailedTests + broken;
  return {
    passed: numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: numPendingTests + numTodoTests,
  };
}
