/** Child processes that never outlive us: whoever stops `npm start` or `npm test` stops all of it. */
import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');

const windows = process.platform === 'win32';

/**
 * Runs a command to its end, in a process group of its own, and gives its exit code (128 + n when signal n ended it).
 * A signal to us, or the death of the npm that started us, ends the whole group and then us.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>}
 */
export function run(command, args, { env = process.env } = {}) {
  const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'], detached: !windows });
  const stop = (/** @type {NodeJS.Signals} */ signal) => {
    endGroup(child.pid, signal);
    process.exit(128 + os.constants.signals[signal]);
  };
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.once(signal, stop);
  const watch = watchParent(() => stop('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? 128 + os.constants.signals[signal ?? 'SIGKILL']));
  }).finally(() => {
    clearInterval(watch);
    for (const signal of signals) process.removeListener(signal, stop);
  });
}

/** Runs a JavaScript file of an installed package with this very Node. */
export function runNode(/** @type {string} */ file, /** @type {readonly string[]} */ args, options = {}) {
  return run(process.execPath, [path.join(root, file), ...args], options);
}

/** How to call npm: through the one that called us when there is one, so that no other version gets in between. */
export function npmCommand() {
  const npm = process.env.npm_execpath;
  return npm?.endsWith('.js') ? [process.execPath, npm] : [windows ? 'npm.cmd' : 'npm'];
}

/** Signals a process group that `spawn` made with `detached`. */
export function endGroup(/** @type {number | undefined} */ pid, /** @type {NodeJS.Signals} */ signal) {
  if (pid === undefined) return;
  try {
    if (windows) spawn('taskkill', ['/pid', String(pid), '/t', '/f']);
    else process.kill(-pid, signal);
  } catch (error) {
    // Gone already.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
  }
}

/** npm dies of SIGKILL without telling us; a changed parent is how we notice. Started by hand, we may outlive a shell. */
function watchParent(/** @type {() => void} */ gone) {
  const parent = process.ppid;
  const underNpm = process.env.npm_lifecycle_event !== undefined;
  return setInterval(() => underNpm && process.ppid !== parent && gone(), 500).unref();
}
