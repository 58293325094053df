// The embedded engine seen from the server's thread: start the worker, hand it batches, get the answers back in order.

import { Worker } from 'node:worker_threads';
import { type OnFault, StoreFault } from './fault.ts';

/** Beside this file under vitest, beside the bundle in dist/. */
const WORKER_FILE = new URL('./embedded-worker.mjs', import.meta.url);

type Answer =
  | { type: 'ready' }
  | { type: 'data'; id: number; bytes: Uint8Array; done: boolean }
  | { type: 'syncs'; count: number }
  | { type: 'closed' }
  | { type: 'crash'; message: string };

interface Exchange {
  onData(bytes: Uint8Array): void;
  resolve(): void;
  reject(error: Error): void;
}

/** Creates a cluster at `directory` in a thread of its own, so that the memory initdb needs is given back. */
export async function createEmbeddedCluster(directory: string): Promise<void> {
  const worker = new Worker(WORKER_FILE, { workerData: { task: 'create', directory }, execArgv: [] });
  await ready(worker);
  await worker.terminate();
}

export class EmbeddedEngine {
  readonly #worker: Worker;
  readonly #exchanges = new Map<number, Exchange>();
  readonly #control: Array<(answer: Answer) => void> = [];
  #lastId = 0;
  #dead: StoreFault | undefined;
  #closing = false;

  private constructor(
    worker: Worker,
    readonly onFault: OnFault,
  ) {
    this.#worker = worker;
    worker.on('message', (answer: Answer) => this.#receive(answer));
    worker.on('error', (error) => this.#fail('The embedded store failed', error));
    worker.on('exit', (code) => this.#fail(`The embedded store's thread ended with code ${code}`));
  }

  /** Opens the cluster in `directory` (recovering it after a crash). `onFault` is called once if it dies afterwards. */
  static async start(directory: string, onFault: OnFault): Promise<EmbeddedEngine> {
    const worker = new Worker(WORKER_FILE, { workerData: { task: 'serve', directory }, execArgv: [] });
    await ready(worker);
    return new EmbeddedEngine(worker, onFault);
  }

  /** Runs one batch; `onData` gets the backend's bytes. Rejects only when the engine is gone: SQL errors are bytes. */
  exchange(type: 'startup' | 'query', bytes: Uint8Array, onData: (bytes: Uint8Array) => void): Promise<void> {
    if (this.#dead) return Promise.reject(this.#dead);
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#exchanges.set(id, { onData, resolve, reject });
      this.#worker.postMessage({ type, id, bytes }, [bytes.buffer as ArrayBuffer]);
    });
  }

  /** How many times the engine has made the operating system write to disk (fsync, fdatasync). */
  async syncCount(): Promise<number> {
    const answer = await this.#ask('syncs');
    return answer?.type === 'syncs' ? answer.count : 0;
  }

  /** Checkpoints and stops. Idempotent; safe after a fault. */
  async close(): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    await this.#ask('close');
    await this.#worker.terminate();
  }

  /** Stops at once, in the middle of whatever runs: what was acknowledged is on disk, the rest is rolled back. */
  async abandon(reason: string): Promise<void> {
    this.#fail(reason);
    await this.#worker.terminate();
  }

  #ask(type: 'syncs' | 'close'): Promise<Answer | undefined> {
    if (this.#dead) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      this.#control.push(resolve);
      this.#worker.postMessage({ type });
    });
  }

  #receive(answer: Answer): void {
    if (answer.type === 'crash') return this.#fail(answer.message);
    if (answer.type !== 'data') return this.#control.shift()?.(answer);
    const exchange = this.#exchanges.get(answer.id);
    if (!exchange) return;
    if (answer.bytes.length > 0) exchange.onData(answer.bytes);
    if (!answer.done) return;
    this.#exchanges.delete(answer.id);
    exchange.resolve();
  }

  #fail(message: string, cause?: unknown): void {
    if (this.#dead) return;
    const fault = new StoreFault(message, true, { cause });
    this.#dead = fault;
    for (const exchange of this.#exchanges.values()) exchange.reject(fault);
    this.#exchanges.clear();
    for (const answer of this.#control.splice(0)) answer({ type: 'closed' });
    if (!this.#closing) this.onFault(fault);
  }
}

/** The worker's first word: it is ready, or why it is not. */
function ready(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      act();
    };
    const onMessage = (answer: Answer) =>
      settle(() => (answer.type === 'crash' ? reject(new Error(answer.message)) : resolve()));
    const onError = (error: unknown) => settle(() => reject(error));
    const onExit = (code: number) => settle(() => reject(new Error(`The embedded store's thread ended with ${code}`)));
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
  });
}
