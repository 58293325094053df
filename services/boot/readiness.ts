/** Whether this process can do its work now: database, signer, ledger head. */
import { reader } from '#db/read.ts';
import { ledgerHead } from '#db/schema/ledger.ts';
import type { Runtime } from '../runtime.ts';

async function holds(check: () => Promise<boolean>): Promise<boolean> {
  return check().catch(() => false);
}

export async function readiness(runtime: Runtime): Promise<{ ready: boolean; checks: Record<string, boolean> }> {
  const checks = {
    database: await holds(async () => (await runtime.now()) instanceof Date),
    signer: await holds(async () => (await runtime.signer.signLedger(new Uint8Array(1))).length === 64),
    ledger: await holds(
      async () =>
        (await reader(runtime.store.gatePool).select({ size: ledgerHead.size }).from(ledgerHead)).length === 1,
    ),
  };
  return { ready: Object.values(checks).every(Boolean), checks };
}
