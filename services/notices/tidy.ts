/** Notices that were read half a year ago are put away; the ledger keeps what happened. What is unread stays. */
import { forgetRead } from '#db/desk/notices.ts';
import type { Runtime } from '../runtime.ts';

const KEPT_MS = 180 * 86_400_000;
const BATCH = 1_000;

export async function tidyNotices(runtime: Runtime): Promise<void> {
  const before = new Date((await runtime.now()).getTime() - KEPT_MS);
  while ((await forgetRead(runtime.store.pool, before, BATCH)) === BATCH);
}
