/** What a verifier needs to know of us: issuer metadata and keys (CONTRACT.md §4 `/.well-known`). Public. */
import { reader } from '#db/read.ts';
import { ledgerHead } from '#db/schema/ledger.ts';
import { ledgerVkey } from '../ledger/verifier-key.ts';
import type { Runtime } from '../runtime.ts';
import type { PublicJwk } from '../signing/signer.ts';
import { statusListUri, statusPosition } from './status-position.ts';

export interface IssuerMetadata {
  readonly issuer: string;
  readonly trial: boolean;
  readonly jwks_uri: string;
  readonly promotion_keys: readonly string[];
  readonly status_keys: readonly string[];
  readonly status_lists: readonly string[];
  readonly ledger: { readonly origin: string; readonly public_key: string };
}

export async function issuerMetadata(runtime: Runtime): Promise<IssuerMetadata> {
  const [head] = await reader(runtime.store.pool).select({ tokens: ledgerHead.tokens }).from(ledgerHead);
  const newest = statusPosition(Math.max(0, (head?.tokens ?? 0) - 1)).list;
  return {
    issuer: runtime.origin,
    trial: runtime.trial,
    jwks_uri: `${runtime.origin}/.well-known/jwks.json`,
    promotion_keys: [runtime.signer.keys.promotion.kid],
    status_keys: [runtime.signer.keys.status.kid],
    status_lists: Array.from({ length: newest + 1 }, (_, list) => statusListUri(runtime.origin, list)),
    ledger: { origin: runtime.ledgerOrigin, public_key: ledgerVkey(runtime) },
  };
}

export function publicKeys(runtime: Runtime): { keys: readonly PublicJwk[] } {
  return { keys: [runtime.signer.keys.promotion, runtime.signer.keys.status] };
}
