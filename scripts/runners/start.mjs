/** `npm start` as a user meets it: it serves, a second start is quick, and stopping it leaves nothing behind. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { endGroup, npmCommand, root } from '../run.mjs';
import { cleanEnvironment, single } from './outcome.mjs';

const WARM_LIMIT_MS = 3_000;
const GIVE_UP_MS = 120_000;
const STOP_MS = 10_000;

/** @type {import('./outcome.mjs').Runner} */
export const start = {
  name: 'start',
  run: async () => {
    const data = mkdtempSync(path.join(os.tmpdir(), 'countersign-start-'));
    try {
      return await checkStarts(data);
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  },
};

async function checkStarts(/** @type {string} */ data) {
  const outcome = { passed: 0, failed: 0, skipped: 0, failures: /** @type {string[]} */ ([]) };
  const check = (/** @type {string} */ property, /** @type {boolean} */ holds) => {
    const { passed, failed } = single(holds);
    outcome.passed += passed;
    outcome.failed += failed;
    if (!holds) outcome.failures.push(property);
    console.error(`  ${holds ? '✓' : '✗'} ${property}`);
  };
  const first = await startAndStop('start', data, 'SIGTERM');
  check('npm start serves /healthz', first.servedAfterMs !== null);
  check('SIGTERM to npm leaves nothing running', first.servedAfterMs !== null && first.left === 0);
  // The fastest of three: the limit is the product's, not that of whatever else the machine is doing.
  const warm = [];
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT', 'SIGKILL'])) {
    const again = await startAndStop('start', data, signal);
    check(
      `${signal} to npm leaves nothing running after a warm start`,
      again.servedAfterMs !== null && again.left === 0,
    );
    warm.push(again.servedAfterMs ?? GIVE_UP_MS);
  }
  check(`a warm start serves within 3 s (${Math.round(Math.min(...warm))} ms)`, Math.min(...warm) < WARM_LIMIT_MS);
  check('it goes on when nobody reads its output any more, and ends at SIGTERM', await survivesDeafness(data));
  const gate = await startAndStop('gate', data, 'SIGTERM');
  check('npm run gate serves /healthz without the web', gate.servedAfterMs !== null && gate.left === 0);
  const throwAway = path.join(data, 'throw-away');
  mkdirSync(throwAway);
  const demo = await startAndStop('demo', data, 'SIGTERM', { TMPDIR: throwAway });
  check('npm run demo serves an organisation', demo.servedAfterMs !== null && demo.left === 0);
  check('its store is gone with it', readdirSync(throwAway).length === 0);
  return outcome;
}

/** Starts an npm script on a free port, waits for /healthz, signals npm alone, and counts what is left running. */
async function startAndStop(
  /** @type {string} */ script,
  /** @type {string} */ data,
  /** @type {NodeJS.Signals} */ signal,
  /** @type {Record<string, string>} */ more = {},
) {
  const port = await freePort();
  const mark = `COUNTERSIGN_START_CHECK=${randomUUID()}`;
  const [name = '', value] = mark.split('=');
  const env = { ...cleanEnvironment(), PORT: String(port), COUNTERSIGN_DATA_DIR: data, [name]: value, ...more };
  const [command = 'npm', ...args] = npmCommand();
  const started = performance.now();
  const npm = spawn(command, [...args, 'run', '--silent', script], {
    cwd: root,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true,
  });
  const ended = new Promise((resolve) => npm.once('exit', resolve));
  const servedAfterMs = (await answers(port, npm)) ? performance.now() - started : null;
  npm.kill(signal);
  await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, STOP_MS).unref())]);
  const left = await waitUntilGone(mark, port);
  // Whatever the verdict, this check itself leaves nothing behind.
  endGroup(npm.pid, 'SIGKILL');
  return { servedAfterMs, left };
}

/** Serves with its output cut off, is asked for what it logs and what pages report, and ends when it is told to. */
async function survivesDeafness(/** @type {string} */ data) {
  const port = await freePort();
  const env = { ...cleanEnvironment(), PORT: String(port), COUNTERSIGN_DATA_DIR: data, NODE_ENV: 'production' };
  const server = spawn(process.execPath, ['dist/server.mjs'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => server.once('exit', () => resolve(true)));
  try {
    if (!(await answers(port, server))) return false;
    server.stdout.destroy();
    server.stderr.destroy();
    // A key that is none, and an action that is none: the one is logged by us, the other by Next.
    const address = `http://127.0.0.1:${port}`;
    const body = JSON.stringify({ model: 'a/b', version: '1', environment: 'x' });
    const headers = { authorization: 'Bearer none', 'content-type': 'application/json' };
    // One that spins answers nothing: then there is nothing to wait for.
    const signal = AbortSignal.timeout(STOP_MS);
    await fetch(`${address}/api/v1/promotions`, { method: 'POST', headers, body, signal });
    const action = { 'next-action': '0'.repeat(42), origin: `http://localhost:${port}` };
    await fetch(`http://localhost:${port}/sign-in`, { method: 'POST', headers: action, body: '[]', signal });
    if (!(await answers(port, server))) return false;
    server.kill('SIGTERM');
    return await Promise.race([ended, new Promise((resolve) => setTimeout(() => resolve(false), STOP_MS).unref())]);
  } catch {
    return false;
  } finally {
    server.kill('SIGKILL');
  }
}

async function answers(/** @type {number} */ port, /** @type {import('node:child_process').ChildProcess} */ child) {
  for (const deadline = performance.now() + GIVE_UP_MS; performance.now() < deadline && child.exitCode === null; ) {
    const response = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(2_000) }).catch(
      () => null,
    );
    if (response?.ok) return true;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return false;
}

/** Processes still alive some seconds after npm ended: by a mark in their environment on Linux, elsewhere by the port. */
async function waitUntilGone(/** @type {string} */ mark, /** @type {number} */ port) {
  let left = 0;
  for (const deadline = performance.now() + STOP_MS / 2; performance.now() < deadline; ) {
    left = process.platform === 'linux' ? marked(mark) : await listens(port);
    if (left === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return left;
}

function marked(/** @type {string} */ mark) {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, 'latin1').includes(mark);
    } catch {
      return false;
    }
  }).length;
}

async function listens(/** @type {number} */ port) {
  return (await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null)) ? 1 : 0;
}

/** @returns {Promise<number>} */
function freePort() {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
