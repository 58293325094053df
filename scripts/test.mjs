/**
 * `npm test`: everything, on a fresh clone. All runners run, so that one failure does not hide another; the last line is
 * `N passed, N failed, N skipped` over all of them. `npm test -- --only unit` (types, lint, unit, build, start, e2e) runs one.
 */
import { parseArgs } from 'node:util';
import { installIfMissing } from './install.mjs';

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });

await installIfMissing();
// After the install: these reach into node_modules.
const modules = await Promise.all(['types', 'lint', 'unit', 'build', 'start', 'e2e'].map(load));
const runners = modules.filter(({ name }) => !values.only || values.only.includes(name));
if (runners.length === 0) {
  console.error(`There is no runner '${values.only}': ${modules.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

const rows = [];
for (const runner of runners) {
  console.error(`\n── ${runner.name} ──`);
  const started = performance.now();
  const outcome = await runner.run().catch((error) => {
    console.error(error);
    return { passed: 0, failed: 1, skipped: 0, note: 'ended without a result' };
  });
  rows.push({ name: runner.name, ...outcome, seconds: ((performance.now() - started) / 1000).toFixed(1) });
}

const line = (/** @type {(string | number)[]} */ cells) =>
  cells.map((cell, index) => (index === 0 ? String(cell).padEnd(8) : String(cell).padStart(9))).join('');
console.log(`\n${line(['runner', 'passed', 'failed', 'skipped', 'seconds'])}`);
for (const { name, passed, failed, skipped, seconds, note } of rows) {
  console.log(`${line([name, passed, failed, skipped, seconds])}${note ? `   ${note}` : ''}`);
}
for (const { name, failures = [] } of rows) for (const failure of failures) console.log(`✗ ${name} ${failure}`);
const sum = (/** @type {'passed' | 'failed' | 'skipped'} */ kind) => rows.reduce((total, row) => total + row[kind], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exitCode = sum('failed') === 0 ? 0 : 1;

/** @returns {Promise<import('./runners/outcome.mjs').Runner>} */
async function load(/** @type {string} */ name) {
  return (await import(`./runners/${name}.mjs`))[name];
}
