/** What a runner found. A runner that ends without an answer counts as a failure, never as nothing. */

/** @typedef {{ passed: number, failed: number, skipped: number, failures?: string[], note?: string }} Outcome */
/** @typedef {{ name: string, run: () => Promise<Outcome> }} Runner */

/** @returns {Outcome} */
export function single(/** @type {boolean} */ passed) {
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

/** The environment without anything that would point a test at somebody's real installation. */
export function cleanEnvironment() {
  const ours = /^(COUNTERSIGN_|DATABASE_|AUTH_|PORT$|HOST$|NODE_ENV$)/;
  const kept = Object.entries(process.env).filter(([name]) => !ours.test(name) || name === 'COUNTERSIGN_CHROMIUM');
  return { ...Object.fromEntries(kept), NEXT_TELEMETRY_DISABLED: '1' };
}
