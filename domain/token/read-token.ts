/**
 * The first half of every judgement on a promotion token: its form, a key that was pinned beforehand, the signature over
 * its exact text, and claims that are all there. What the claims permit is asked afterwards (verify.ts, introspection).
 */
import { PROMOTION_TYPE, type PromotionClaims, readClaims } from './claims.ts';
import { type Problem, parseCompact } from './compact.ts';
import { verifySignature } from './jws.ts';
import type { PublicKey } from './public-key.ts';

/** Longer than any token we issue by a factor of ten. */
const MAX_LENGTH = 16 * 1024;

export type ReadToken =
  | { readonly ok: true; readonly claims: PromotionClaims; readonly kid: string }
  | {
      readonly ok: false;
      readonly code: Problem['code'] | 'kid-unknown' | 'signature' | 'claims';
      readonly message: string;
    };

/** Never throws. `keys` are the pinned promotion keys; a key inside the token is never looked at. */
export async function readPromotionToken(token: string, keys: readonly PublicKey[]): Promise<ReadToken> {
  const parsed = parseCompact(token, PROMOTION_TYPE, MAX_LENGTH);
  if (!parsed.ok) return { ok: false, code: parsed.code, message: parsed.message };
  const key = keys.find(({ kid }) => kid === parsed.kid);
  if (!key)
    return {
      ok: false,
      code: 'kid-unknown',
      message: 'The token is signed by a key that is not trusted for promotion',
    };
  if (!(await verifySignature(token, key)))
    return { ok: false, code: 'signature', message: "The token's signature is wrong" };
  const read = readClaims(parsed.payload);
  if (!read.ok) return { ok: false, code: 'claims', message: read.message };
  return { ok: true, claims: read.claims, kid: key.kid };
}
