// One process owns an embedded store: two would silently lose thousands of each other's rows. The lock is a file
// `lock.<generation>` in the data directory, made without native code.
//
// The rule: only the highest generation counts. Whoever finds its holder gone links the next generation, which the file
// system allows once, and has won if no higher one exists by then. The highest file is never removed (a release marks
// it), so generations only grow and a process that slept between two of these steps can only lose.

import fs from 'node:fs';
import path from 'node:path';
import { type LockHolder, liveness, thisProcess } from './lock-holder.ts';

const HEARTBEAT_MS = 5_000;
const SILENCE_MS = 30_000;

export interface StoreLock {
  readonly generation: number;
  /** Lets the next process in. Idempotent. */
  release(): void;
}

export interface LockOptions {
  /** Shown to whoever is refused. */
  url?: string | undefined;
  /** Another process took the lock over (this one was silent for too long): stop writing at once. */
  onLost?: () => void;
}

/** The directory is in use; the message says by whom and what to do. */
export class StoreLockedError extends Error {
  override readonly name = 'StoreLockedError';

  constructor(
    directory: string,
    readonly holder: LockHolder | undefined,
  ) {
    const who = holder
      ? `process ${holder.pid} on ${holder.host} since ${holder.since}${holder.url ? ` (${holder.url})` : ''}`
      : 'another process that is starting';
    super(
      `The store in ${directory} is in use by ${who}. An embedded store has one process: stop that one, or use it over ` +
        'HTTP, or give this one another COUNTERSIGN_DATA_DIR. Several servers need PostgreSQL (DATABASE_URL).',
    );
  }
}

/**
 * Takes the lock on `directory`, which must exist. Throws StoreLockedError while somebody holds it. A holder on this
 * machine is judged at once; a silent one elsewhere (another container) only after 30 s without a heartbeat.
 */
export async function acquireLock(directory: string, options: LockOptions = {}): Promise<StoreLock> {
  const current = highest(directory);
  if (current > 0) await mustBeGone(directory, current);
  const generation = current + 1;
  const temporary = path.join(directory, `.lock.${process.pid}.${process.hrtime.bigint()}`);
  const holder = thisProcess(new Date(), options.url);
  fs.writeFileSync(temporary, JSON.stringify(holder), { mode: 0o600 });
  try {
    linkOnce(temporary, file(directory, generation));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new StoreLockedError(directory, read(directory, generation)?.holder);
  } finally {
    fs.rmSync(temporary, { force: true });
  }
  const top = highest(directory);
  if (top !== generation) {
    fs.rmSync(file(directory, generation), { force: true });
    throw new StoreLockedError(directory, read(directory, top)?.holder);
  }
  for (const old of generations(directory)) if (old < generation) fs.rmSync(file(directory, old), { force: true });
  return hold(directory, generation, options.onLost);
}

function hold(directory: string, generation: number, onLost: (() => void) | undefined): StoreLock {
  const own = file(directory, generation);
  const heartbeat = setInterval(() => {
    try {
      if (highest(directory) !== generation) throw new Error('taken over');
      beat(own);
    } catch {
      clearInterval(heartbeat);
      onLost?.();
    }
  }, HEARTBEAT_MS);
  heartbeat.unref();
  return {
    generation,
    release() {
      clearInterval(heartbeat);
      if (highest(directory) !== generation) return;
      const temporary = `${own}.released`;
      fs.writeFileSync(temporary, JSON.stringify({ released: true }), { mode: 0o600 });
      fs.renameSync(temporary, own);
    },
  };
}

/** Writes a byte over itself: the file system stamps the time, so the two machines' clocks need not agree. */
function beat(name: string): void {
  const descriptor = fs.openSync(name, 'r+');
  try {
    fs.writeSync(descriptor, '{', 0);
  } finally {
    fs.closeSync(descriptor);
  }
}

async function mustBeGone(directory: string, generation: number): Promise<void> {
  const entry = read(directory, generation);
  // Vanished means superseded; the race for the next generation decides.
  if (!entry || entry.released) return;
  const state = entry.holder ? liveness(entry.holder) : 'unknown';
  if (state === 'dead') return;
  if (state === 'unknown' && (await fellSilent(directory, generation, entry.modified))) return;
  throw new StoreLockedError(directory, entry.holder);
}

/** Watches the heartbeat. Ages are measured on the file system's own clock, which both machines share. */
async function fellSilent(directory: string, generation: number, modified: number): Promise<boolean> {
  for (;;) {
    const entry = read(directory, generation);
    if (!entry || entry.released) return true;
    if (entry.modified !== modified) return false;
    if (clockOf(directory) - modified > SILENCE_MS) return true;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

function clockOf(directory: string): number {
  const probe = path.join(directory, `.clock.${process.pid}`);
  fs.writeFileSync(probe, '');
  try {
    return fs.statSync(probe).mtimeMs;
  } finally {
    fs.rmSync(probe, { force: true });
  }
}

interface Entry {
  released: boolean;
  /** Undefined while the file is half written (file systems without hard links). */
  holder: LockHolder | undefined;
  modified: number;
}

function read(directory: string, generation: number): Entry | undefined {
  const name = file(directory, generation);
  let text: string;
  let modified: number;
  try {
    modified = fs.statSync(name).mtimeMs;
    text = fs.readFileSync(name, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const parsed = JSON.parse(text) as LockHolder & { released?: boolean };
    return { released: parsed.released === true, holder: parsed.released ? undefined : parsed, modified };
  } catch {
    return { released: false, holder: undefined, modified };
  }
}

/** Gives the file its name, whole and at most once. Some file systems have no hard links; an exclusive copy serves. */
function linkOnce(temporary: string, name: string): void {
  try {
    fs.linkSync(temporary, name);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(code)) throw error;
    fs.copyFileSync(temporary, name, fs.constants.COPYFILE_EXCL);
  }
}

function generations(directory: string): number[] {
  return fs.readdirSync(directory).flatMap((name) => {
    const match = /^lock\.(\d+)$/.exec(name);
    return match ? [Number(match[1])] : [];
  });
}

function highest(directory: string): number {
  return Math.max(0, ...generations(directory));
}

function file(directory: string, generation: number): string {
  return path.join(directory, `lock.${generation}`);
}
