/** The key under which this deployment's log is known: C2SP verifier key, named by the log's origin. */
import { formatVerifierKey, type VerifierKey, verifierKey } from '#domain/ledger/verifier-key.ts';
import type { Runtime } from '../runtime.ts';

export function ledgerVerifierKey(runtime: Runtime): VerifierKey {
  return verifierKey(runtime.ledgerOrigin, runtime.signer.ledgerPublicKey);
}

/** The `vkey` text that trust files carry. */
export function ledgerVkey(runtime: Runtime): string {
  return formatVerifierKey(ledgerVerifierKey(runtime));
}
