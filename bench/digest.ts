/**
 * `countersign digest` of a large model against the coreutils recipe of CONTRACT.md §6, in the same run on the same
 * files. Both read from the page cache: the disk is the same for either.
 */
import { execFileSync } from 'node:child_process';
import { createCipheriv } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { median } from './median.ts';

const FILES = 8;
const CHUNK_BYTES = 1 << 24;
const RUNS = 3;
const TARGET = 0.3;
const RECIPE = String.raw`find . -type f -printf './%P\n' | LC_ALL=C sort | xargs -d '\n' sha256sum | sed 's#  \./#  #' | sha256sum`;

/** `BENCH_DIGEST_GB` (default 4) says how many gigabytes are made, in eight files, below the system's temporary folder. */
export async function benchDigest(): Promise<{ name: string; ratio: number; target: number; detail: string }> {
  const gigabytes = Number(process.env.BENCH_DIGEST_GB ?? 4);
  if (!(gigabytes > 0)) throw new Error(`BENCH_DIGEST_GB is not a size: ${process.env.BENCH_DIGEST_GB}`);
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-bench-digest-'));
  try {
    for (let index = 0; index < FILES; index++) writeModelFile(folder, index, (gigabytes * 1e9) / FILES);
    // Taken in turns, so that a noisy neighbour slows both.
    const ours: number[] = [];
    const theirs: number[] = [];
    compare(countersign(folder), coreutils(folder));
    for (let run = 0; run < RUNS; run++) {
      ours.push(seconds(() => countersign(folder)));
      theirs.push(seconds(() => coreutils(folder)));
    }
    const [mine, other] = [median(ours), median(theirs)];
    const speed = (time: number) => `${(gigabytes / time).toFixed(2)} GB/s`;
    return {
      name: `digest of ${gigabytes} GB in ${FILES} files / sha256sum`,
      ratio: mine / other,
      target: TARGET,
      detail: `${mine.toFixed(2)} s (${speed(mine)}) against ${other.toFixed(2)} s (${speed(other)}), medians of ${RUNS}`,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const countersign = (folder: string) =>
  execFileSync(process.execPath, [path.resolve('dist/countersign.mjs'), 'digest', folder], { encoding: 'utf8' }).trim();

const coreutils = (folder: string) =>
  `sha256:${execFileSync('bash', ['-o', 'pipefail', '-c', RECIPE], { cwd: folder, encoding: 'utf8' }).slice(0, 64)}`;

function compare(ours: string, theirs: string): void {
  if (ours !== theirs) throw new Error(`the digests differ: ${ours} and, from coreutils, ${theirs}`);
}

/** Bytes without holes or repeats, a chunk at a time. */
function writeModelFile(folder: string, index: number, bytes: number): void {
  const keystream = createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16, index));
  const zeros = Buffer.alloc(CHUNK_BYTES);
  const descriptor = openSync(path.join(folder, `model-${index + 1}-of-${FILES}.safetensors`), 'wx');
  try {
    for (let left = Math.round(bytes); left > 0; left -= CHUNK_BYTES) {
      writeSync(descriptor, keystream.update(zeros.subarray(0, Math.min(CHUNK_BYTES, left))));
    }
  } finally {
    closeSync(descriptor);
  }
}

function seconds(work: () => unknown): number {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
}
