/**
 * The running deployment: store, keys, log, clock. One per process; kept on `globalThis` because the server and Next
 * bundle their modules separately and must not open the store twice.
 */
import type { Logger } from 'pino';
import type { Store } from '#db/store/open.ts';
import type { Config } from './config.ts';
import type { Signer } from './signing/signer.ts';

export interface Runtime {
  readonly config: Config;
  /** the public URL and the token's `iss` */
  readonly origin: string;
  /** name of the log, fixed when the store was made */
  readonly ledgerOrigin: string;
  readonly store: Store;
  readonly signer: Signer;
  readonly log: Logger;
  /** trial mode: embedded store, or no OIDC provider (DESIGN.md §2) */
  readonly trial: boolean;
  /** set only on throw-away stores; otherwise the database's clock is the only one */
  readonly clock: (() => Date) | null;
  now(): Promise<Date>;
  close(): Promise<void>;
}

const SLOT = Symbol.for('countersign.runtime');
type Holder = { [SLOT]?: Runtime };

export function setRuntime(runtime: Runtime): void {
  (globalThis as Holder)[SLOT] = runtime;
}

/** The runtime that server.ts started. Throws when nothing has been started in this process. */
export function getRuntime(): Runtime {
  const runtime = (globalThis as Holder)[SLOT];
  if (!runtime) throw new Error('Countersign is not running in this process: start it with `npm start`');
  return runtime;
}
