/** Signs stored claims: after the commit that put the leaf in the ledger, and again for a retry of the same request. */
import { PROMOTION_TYPE, type PromotionClaims } from '#domain/token/claims.ts';
import type { Runtime } from '../runtime.ts';

export function signToken(runtime: Runtime, claims: PromotionClaims): Promise<string> {
  return runtime.signer.signJwt('promotion', PROMOTION_TYPE, claims);
}
