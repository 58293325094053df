/** Measures an artifact in the browser: hashes its files in workers and makes the tree digest of them. Nothing is uploaded. */
import type { FileEntry } from '#domain/artifact/tree.ts';
import type { HashJob, HashOutcome, HashReport, HashRequest } from './hash-protocol.ts';
import { hintsOn, type Picked, type Refusal, refusalsOf } from './picked-files.ts';

export interface MeasureProgress {
  readonly doneBytes: number;
  readonly totalBytes: number;
  readonly doneFiles: number;
  readonly totalFiles: number;
  readonly seconds: number;
}

export interface MeasuredTree {
  readonly name: string;
  readonly digest: string;
  /** sorted by the bytes of their paths */
  readonly files: readonly FileEntry[];
  readonly bytes: number;
  readonly seconds: number;
  readonly hints: readonly string[];
}

/** What cannot be measured, as the command would say it. */
export class ArtifactRefused extends Error {
  constructor(readonly refusals: readonly Refusal[]) {
    super('The artifact cannot be measured');
    this.name = 'ArtifactRefused';
  }
}

/** Files handed to a worker at a time: many small ones, or a single large one. */
const BATCH_FILES = 64;
const BATCH_BYTES = 32 * 1024 * 1024;

function workerCount(): number {
  return Math.max(2, Math.min(4, navigator.hardwareConcurrency ?? 2));
}

const openWorker = () => new Worker(new URL('./hash-worker.ts', import.meta.url), { type: 'module' });

/** Largest first, so that no worker is left alone with a giant at the end. */
function batchesOf(files: Picked['files']): HashJob[][] {
  const sorted = files.map(({ file }, index) => ({ file, index })).sort((a, b) => b.file.size - a.file.size);
  const batches: HashJob[][] = [];
  let bytes = 0;
  for (const job of sorted) {
    const batch = batches.at(-1);
    if (batch && batch.length < BATCH_FILES && bytes + job.file.size <= BATCH_BYTES) {
      batch.push(job);
      bytes += job.file.size;
    } else {
      batches.push([job]);
      bytes = job.file.size;
    }
  }
  return batches;
}

/** One request, its reports until it is done. Rejects when the worker cannot run. */
function ask(worker: Worker, request: HashRequest, onBytes: (bytes: number) => void) {
  return new Promise<Exclude<HashReport, { kind: 'bytes' }>>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<HashReport>) => {
      if (data.kind === 'bytes') onBytes(data.bytes);
      else if (data.kind === 'failed') reject(new Error(data.message));
      else resolve(data);
    };
    worker.onerror = (event) => reject(new Error(`the hashing worker failed: ${event.message ?? 'it did not start'}`));
    worker.postMessage(request);
  });
}

async function runAll(
  workers: readonly Worker[],
  kind: 'hash' | 'check',
  batches: readonly HashJob[][],
  signal: AbortSignal,
  on: { bytes: (count: number) => void; files: (count: number) => void },
): Promise<HashOutcome[]> {
  const waiting = [...batches];
  const outcomes: HashOutcome[] = [];
  const serve = async (worker: Worker) => {
    for (let jobs = waiting.shift(); jobs && !signal.aborted; jobs = waiting.shift()) {
      const report = await ask(worker, { kind, jobs }, on.bytes);
      if (report.kind !== 'done') throw new Error('the hashing worker answered something else');
      outcomes.push(...report.outcomes);
      on.files(jobs.length);
      // One that changed is enough: nothing that follows can make the measurement good.
      if (report.outcomes.some(({ sha256 }) => sha256 === null)) return;
    }
  };
  await Promise.all(workers.map(serve));
  return outcomes;
}

function refuseChanged(outcomes: readonly HashOutcome[], files: Picked['files']): void {
  const changed = outcomes.filter(({ sha256 }) => sha256 === null);
  if (changed.length === 0) return;
  throw new ArtifactRefused(
    changed.map(({ index }) => ({
      path: files[index]?.path ?? '',
      reason: 'changed while it was read, or cannot be read; choose it again once it is at rest',
    })),
  );
}

/**
 * Throws ArtifactRefused for what the command would refuse, the signal's reason when cancelled. `onProgress` is called ten
 * times a second at most.
 */
export async function measure(
  picked: Picked,
  onProgress: (progress: MeasureProgress) => void,
  signal: AbortSignal,
): Promise<MeasuredTree> {
  const refusals = refusalsOf(picked);
  if (refusals.length > 0) throw new ArtifactRefused(refusals);
  const { files } = picked;
  const started = performance.now();
  const totalBytes = files.reduce((sum, { file }) => sum + file.size, 0);
  const progress = { doneBytes: 0, doneFiles: 0 };
  let toldAt = 0;
  const tell = () => {
    const now = performance.now();
    if (now - toldAt < 100) return;
    toldAt = now;
    onProgress({ ...progress, totalBytes, totalFiles: files.length, seconds: (now - started) / 1000 });
  };
  const on = {
    bytes: (count: number) => {
      progress.doneBytes += count;
      tell();
    },
    files: (count: number) => {
      progress.doneFiles += count;
      tell();
    },
  };
  const batches = batchesOf(files);
  const workers = Array.from({ length: Math.min(workerCount(), batches.length) }, openWorker);
  const cancelled = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  try {
    const work = async (): Promise<MeasuredTree> => {
      const outcomes = await runAll(workers, 'hash', batches, signal, on);
      refuseChanged(outcomes, files);
      const later = await runAll(workers, 'check', batches, signal, { bytes: () => {}, files: () => {} });
      refuseChanged(later, files);
      const entries = outcomes.map(({ index, sha256 }) => {
        const at = files[index];
        if (!at || sha256 === null) throw new Error('a file was lost on the way');
        return { path: at.path, size: at.file.size, sha256 };
      });
      const [first] = workers;
      const report = first && (await ask(first, { kind: 'tree', entries }, () => {}));
      if (report?.kind !== 'tree') throw new Error('the hashing worker answered something else');
      return {
        name: picked.name,
        digest: report.digest,
        files: report.entries,
        bytes: totalBytes,
        seconds: (performance.now() - started) / 1000,
        hints: hintsOn(files.map(({ path }) => path)),
      };
    };
    return await Promise.race([work(), cancelled]);
  } finally {
    for (const worker of workers) worker.terminate();
  }
}
