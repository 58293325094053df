// The PostgreSQL of a test run: one server, started by whoever needs it first, gone with the run (scripts/test-postgres.mjs).

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Environment variables by which the run's processes find the one server. */
export const SERVER_DIR = { path: 'COUNTERSIGN_TEST_POSTGRES_DIR', owner: 'COUNTERSIGN_TEST_POSTGRES_OWNER' } as const;

const SCRIPT = fileURLToPath(new URL('../../scripts/test-postgres.mjs', import.meta.url));
const START_WITHIN_MS = 60_000;

/** The superuser's URL, and how to stop what this call has started (nothing, when the run owns the server). */
export async function testServer(): Promise<{ adminUrl: string; stop(): Promise<void> }> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { adminUrl: given, stop: async () => {} };
  const shared = process.env[SERVER_DIR.path];
  if (shared) return { adminUrl: await urlIn(shared, Number(process.env[SERVER_DIR.owner])), stop: async () => {} };
  const own = path.join(tmpdir(), `countersign-pg-${process.pid}-${randomBytes(4).toString('hex')}`);
  return { adminUrl: await urlIn(own, process.pid), stop: () => stopServer(own) };
}

async function urlIn(directory: string, owner: number): Promise<string> {
  if (becomesStarter(directory)) {
    const args = [SCRIPT, '--dir', directory, '--for', String(owner)];
    spawn(process.execPath, args, { detached: true, stdio: 'ignore' }).unref();
  }
  for (let waited = 0; waited < START_WITHIN_MS; waited += 20) {
    const url = path.join(directory, 'url');
    if (existsSync(url)) return readFileSync(url, 'utf8');
    const failed = path.join(directory, 'failed');
    if (existsSync(failed)) throw new Error(readFileSync(failed, 'utf8'));
    await sleep(20);
  }
  throw new Error(`No PostgreSQL for tests within ${START_WITHIN_MS / 1000} s (${directory})`);
}

function becomesStarter(directory: string): boolean {
  try {
    mkdirSync(directory, { mode: 0o700 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Stops the server in `directory` and waits until the directory is gone. Does nothing when none was started. */
export async function stopServer(directory: string): Promise<void> {
  const file = path.join(directory, 'pid');
  if (!existsSync(file)) return;
  process.kill(Number(readFileSync(file, 'utf8')), 'SIGTERM');
  for (let waited = 0; existsSync(directory) && waited < 10_000; waited += 20) await sleep(20);
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
