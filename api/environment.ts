/** What every handler finds on its context. */
import type { Ctx } from '#services/context.ts';
import type { Runtime } from '#services/runtime.ts';

export interface Env {
  Variables: { ctx: Ctx; runtime: Runtime; requestId: string };
}
