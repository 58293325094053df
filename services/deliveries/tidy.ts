/** The delivery log goes back 90 days. */
import { forgetEnded } from '#db/desk/deliveries.ts';
import type { Runtime } from '../runtime.ts';

const KEPT_MS = 90 * 86_400_000;
const BATCH = 1_000;

export async function tidyDeliveries(runtime: Runtime): Promise<void> {
  const before = new Date((await runtime.now()).getTime() - KEPT_MS);
  while ((await forgetEnded(runtime.store.pool, before, BATCH)) === BATCH);
}
