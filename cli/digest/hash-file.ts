/**
 * Hashes one file and sees to it that it is the file that was listed, unchanged from open to close (THREATS.md T5).
 * The command is one bundled file, so workers are started from the text of these functions: they use nothing but their
 * parameters and globals.
 */
import type { createHash, Hash } from 'node:crypto';
import type { BigIntStats, closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

export interface HashJob {
  /** what to open */
  readonly file: string;
  /** bytes, as listed */
  readonly size: number;
  /** `identityOf` as listed */
  readonly identity: string;
}

export type HashOutcome =
  | { readonly sha256: string }
  | { readonly changed: true }
  /** the system's error message */
  | { readonly unreadable: string };

/** What `hashFile` would otherwise import. */
export interface Tools {
  readonly fs: {
    readonly constants: typeof constants;
    readonly openSync: typeof openSync;
    readonly fstatSync: typeof fstatSync;
    readonly readSync: typeof readSync;
    readonly closeSync: typeof closeSync;
  };
  readonly createHash: typeof createHash;
  readonly identityOf: typeof identityOf;
}

/**
 * What differs when a file is another one or was written to. The time of change (ctime) is in it because nobody can set
 * it: a writer who puts the time of modification back still shows.
 */
export function identityOf(stats: BigIntStats): string {
  return [stats.dev, stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join(':');
}

/** Hashes in constant memory; `onBytes` hears of every chunk. Never throws for what the file system does. */
export function hashFile(tools: Tools, job: HashJob, onBytes: (count: number) => void): HashOutcome {
  const { constants, openSync, fstatSync, readSync, closeSync } = tools.fs;
  // Windows has neither flag. O_NONBLOCK: a FIFO that has taken the file's place must not hold us up.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  let descriptor: number | null = null;
  try {
    descriptor = openSync(job.file, flags);
    if (tools.identityOf(fstatSync(descriptor, { bigint: true })) !== job.identity) return { changed: true };
    const hash: Hash = tools.createHash('sha256');
    // One byte more than the file holds shows growth without reading what grew.
    const chunk = Buffer.allocUnsafe(Math.min(job.size + 1, 1 << 20));
    let total = 0;
    for (;;) {
      const count = readSync(descriptor, chunk, 0, chunk.length, null);
      if (count === 0) break;
      total += count;
      if (total > job.size) return { changed: true };
      hash.update(count === chunk.length ? chunk : chunk.subarray(0, count));
      onBytes(count);
    }
    if (tools.identityOf(fstatSync(descriptor, { bigint: true })) !== job.identity) return { changed: true };
    return { sha256: hash.digest('hex') };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const replaced = ['ENOENT', 'ENOTDIR', 'ELOOP', 'EMLINK', 'ENXIO', 'EISDIR'].includes(code ?? '');
    return replaced ? { changed: true } : { unreadable: message };
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}
