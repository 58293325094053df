/**
 * Work that no request asks for: named jobs on timers, in every process of a deployment, each safe beside its own copies
 * elsewhere. A job that fails is logged and runs again; none keeps the process alive. Started by server.ts, never by tests.
 */
import type { Runtime } from '../runtime.ts';

export interface Job {
  readonly name: string;
  /** counted from the end of one run to the start of the next */
  readonly everyMs: number;
  readonly run: (runtime: Runtime) => Promise<void>;
}

export interface RunningJobs {
  /** Starts no further run and waits for those under way. */
  stop(): Promise<void>;
}

/** A job that keeps failing is said once a minute, not every few seconds. */
const QUIET_MS = 60_000;

export function startJobs(runtime: Runtime, jobs: readonly Job[]): RunningJobs {
  let stopped = false;
  const timers = new Map<string, NodeJS.Timeout>();
  const running = new Set<Promise<void>>();
  const saidAt = new Map<string, number>();

  async function once(job: Job): Promise<void> {
    try {
      await job.run(runtime);
    } catch (error) {
      const now = performance.now();
      if (now - (saidAt.get(job.name) ?? Number.NEGATIVE_INFINITY) < QUIET_MS) return;
      saidAt.set(job.name, now);
      runtime.log.error({ err: error, job: job.name }, 'a job failed and will run again');
    }
  }

  function schedule(job: Job): void {
    if (stopped) return;
    const timer = setTimeout(() => {
      const run = once(job).finally(() => {
        running.delete(run);
        schedule(job);
      });
      running.add(run);
    }, job.everyMs);
    timer.unref();
    timers.set(job.name, timer);
  }

  for (const job of jobs) schedule(job);
  return {
    async stop() {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(running);
    },
  };
}
