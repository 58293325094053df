/** What every service call knows: the deployment it runs in, who acts, and which request it serves. */
import type { Actor } from '#domain/access/actor.ts';
import type { Retry } from './idempotency.ts';
import type { Runtime } from './runtime.ts';

export interface Ctx {
  readonly runtime: Runtime;
  readonly actor: Actor;
  /** shown to the caller with unforeseen errors, and in every log line of the request */
  readonly requestId: string;
  /** the request's Idempotency-Key, where it has one */
  readonly retry?: Retry;
}

export const anonymous: Actor = { kind: 'anonymous' };
export const system: Actor = { kind: 'system' };
