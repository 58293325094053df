/** A runner's report is counted so that nothing that went wrong counts as nothing. */
import path from 'node:path';
import { expect, test } from 'vitest';
import { countPlaywright } from './e2e.mjs';
import { cleanEnvironment } from './outcome.mjs';
import { countVitest } from './unit.mjs';

const vitest = (
  passed: number,
  failed: number,
  files: readonly { name?: string; status: string; assertionResults: readonly object[] }[],
) =>
  JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: 2,
    numTodoTests: 1,
    testResults: files,
  });
const playwright = (expected: number, unexpected: number, flaky: number, errors: readonly string[]) =>
  JSON.stringify({ stats: { expected, unexpected, flaky, skipped: 4 }, errors });
const red = { status: 'failed', assertionResults: [{ status: 'failed' }] };
const unloadable = { status: 'failed', assertionResults: [] };

test('a clean run counts its tests', () => {
  expect(countVitest(vitest(5, 0, []), 0)).toEqual({ passed: 5, failed: 0, skipped: 3, failures: [] });
  expect(countPlaywright(playwright(5, 0, 0, []), 0)).toEqual({ passed: 5, failed: 0, skipped: 4, failures: [] });
});

test('what failed is named', () => {
  const name = path.resolve('db/a.test.ts');
  const failed = { status: 'failed', fullName: 'holds', failureMessages: ['Error: not\n  at a line'] };
  const report = vitest(5, 1, [{ name, status: 'failed', assertionResults: [failed] }]);
  expect(countVitest(report, 1).failures).toEqual(['db/a.test.ts: holds: Error: not']);
  const spec = { title: 'opens', file: 'a.spec.ts', ok: false };
  const browser = {
    stats: { expected: 0, unexpected: 1, flaky: 0, skipped: 0 },
    errors: [],
    suites: [{ suites: [{ specs: [spec] }] }],
  };
  expect(countPlaywright(JSON.stringify(browser), 1).failures).toEqual(['e2e/a.spec.ts: opens']);
});

test('a test file that cannot be loaded is a failure beside the failed tests', () => {
  expect(countVitest(vitest(5, 1, [red, unloadable]), 1).failed).toBe(2);
});

test('a run that ends badly without a failed test is a failure', () => {
  expect(countVitest(vitest(5, 0, []), 1).failed).toBe(1);
  expect(countPlaywright(playwright(5, 0, 0, []), 1).failed).toBe(1);
});

test('a flaky browser test and an error outside the tests are failures', () => {
  expect(countPlaywright(playwright(5, 1, 1, ['web server did not start']), 1).failed).toBe(3);
});

test('a report that is none is an error, not zero tests', () => {
  expect(() => countVitest('', 0)).toThrow(SyntaxError);
  expect(() => countPlaywright('{}', 0)).toThrow(TypeError);
});

test("tests never see a developer's own database or installation", () => {
  const names = ['DATABASE_URL', 'COUNTERSIGN_DATA_DIR', 'AUTH_SECRET', 'PORT', 'NODE_ENV'];
  const before = names.map((name) => process.env[name]);
  for (const name of names) Object.assign(process.env, { [name]: 'mine' });
  try {
    expect(Object.keys(cleanEnvironment()).filter((name) => names.includes(name))).toEqual([]);
    expect(cleanEnvironment()).toHaveProperty('PATH');
  } finally {
    names.forEach((name, index) => {
      if (before[index] === undefined) delete process.env[name];
      else Object.assign(process.env, { [name]: before[index] });
    });
  }
});
