/** Hashes many files on as many threads as pay: none for a small tree, where starting one would cost more than it saves. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type HashJob, type HashOutcome, hashFile, identityOf } from './hash-file.ts';
import { type WorkerReport, workerSource } from './hash-worker.ts';

export interface HashFilesOptions {
  /** worker threads; 0 hashes on the calling thread. By default 0 for a small tree, else one a core */
  readonly concurrency?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** bytes read since the last call */
  readonly onBytes: (count: number) => void;
}

/** A thread takes some 40 ms to start, in which the calling one hashes this much (bytes, files). */
const SMALL = { bytes: 96 * 2 ** 20, files: 2000 };
/** What a thread takes at a time: enough to make messages rare, little enough to finish together (bytes, files). */
const BATCH = { bytes: 16 * 2 ** 20, files: 64 };

/** The outcome of each job, in the order of `jobs`. Rejects when aborted or when a worker dies. */
export async function hashFiles(jobs: readonly HashJob[], options: HashFilesOptions): Promise<HashOutcome[]> {
  const threads = Math.min(options.concurrency ?? threadsFor(jobs), jobs.length);
  return threads === 0 ? hashHere(jobs, options) : hashOnThreads(jobs, threads, options);
}

function threadsFor(jobs: readonly HashJob[]): number {
  const bytes = jobs.reduce((sum, job) => sum + job.size, 0);
  return bytes <= SMALL.bytes && jobs.length <= SMALL.files ? 0 : availableParallelism();
}

function hashHere(jobs: readonly HashJob[], { signal, onBytes }: HashFilesOptions): HashOutcome[] {
  return jobs.map((job) => {
    signal?.throwIfAborted();
    return hashFile({ fs, createHash, identityOf }, job, onBytes);
  });
}

async function hashOnThreads(
  jobs: readonly HashJob[],
  threads: number,
  { signal, onBytes }: HashFilesOptions,
): Promise<HashOutcome[]> {
  const outcomes: HashOutcome[] = [];
  const queue = largestFirst(jobs);
  const workers = Array.from(
    { length: threads },
    () => new Worker(workerSource, { eval: true, execArgv: [], env: {} }),
  );
  const aborted = new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  /** Feeds one worker from the queue until that is empty. */
  const drain = (worker: Worker) =>
    new Promise<void>((resolve, reject) => {
      let batch: readonly number[] = [];
      const next = () => {
        batch = takeBatch(jobs, queue);
        if (batch.length === 0) resolve();
        else worker.postMessage(batch.map((index) => jobs[index]));
      };
      worker.on('message', (report: WorkerReport) => {
        onBytes(report.bytes);
        if (!report.outcomes) return;
        for (const [place, outcome] of report.outcomes.entries()) outcomes[batch[place] ?? -1] = outcome;
        next();
      });
      worker.on('error', reject);
      worker.on('exit', () => reject(new Error('a hashing thread ended before its work')));
      next();
    });
  try {
    await Promise.race([aborted, Promise.all(workers.map(drain))]);
    return outcomes;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** The places of the jobs, so that no thread starts on a large file when the others are done. */
function largestFirst(jobs: readonly HashJob[]): number[] {
  return [...jobs.keys()].sort((a, b) => (jobs[b]?.size ?? 0) - (jobs[a]?.size ?? 0));
}

/** Takes the next places off the queue: at least one while there is any. */
function takeBatch(jobs: readonly HashJob[], queue: number[]): number[] {
  let count = 0;
  for (let bytes = 0; count < BATCH.files && count < queue.length && bytes < BATCH.bytes; count++) {
    bytes += jobs[queue[count] ?? -1]?.size ?? 0;
  }
  return queue.splice(0, count);
}
