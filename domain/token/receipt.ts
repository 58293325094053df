/**
 * The ledger receipt of a token: a C2SP tlog proof (`.tlog-proof`) whose `extra` line carries the text of the leaf
 * `token.issued`. The proof binds the leaf to a checkpoint that the pinned ledger key signed; the leaf commits to the
 * SHA-256 of the token's claims in canonical JSON; the claims name the log and the index. All three must agree.
 */
import { canonicalJson, digestOf, type Json } from '#domain/canonical/json.ts';
import { isObject, parseStrictJson } from '#domain/canonical/strict-json.ts';
import { decodeUtf8 } from '#domain/canonical/utf8.ts';
import { verifyTlogProof } from '#domain/ledger/tlog-proof.ts';
import { parseVerifierKey } from '#domain/ledger/verifier-key.ts';
import type { PromotionClaims } from './claims.ts';
import type { Trust } from './trust.ts';

export type ReceiptVerdict =
  | { readonly verified: true; readonly index: number; readonly size: number }
  | { readonly verified: false; readonly code: 'receipt'; readonly message: string };

function refuse(message: string): ReceiptVerdict {
  return { verified: false, code: 'receipt', message: `The receipt is refused: ${message}` };
}

/** The JSON object of a leaf, which must be its own canonical text. */
function readLeaf(bytes: Uint8Array): Record<string, unknown> | null {
  const text = decodeUtf8(bytes);
  const json = text === null ? null : parseStrictJson(text);
  if (!json?.ok || !isObject(json.value)) return null;
  try {
    return canonicalJson(json.value as Json) === text ? json.value : null;
  } catch {
    return null; // an escaped lone surrogate has no canonical text
  }
}

/** Verifies that issuing the token with these (already verified) claims is in the issuer's ledger. */
export async function verifyReceipt(receipt: string, claims: PromotionClaims, trust: Trust): Promise<ReceiptVerdict> {
  const key = parseVerifierKey(trust.ledger.publicKey);
  if (!key) return refuse('the trust has no ledger key');
  const { origin } = trust.ledger;
  if (claims.log.origin !== origin) return refuse('the token names another ledger');
  const proof = await verifyTlogProof(receipt, { origin, key });
  if (!proof.verified) return refuse(proof.message);
  if (proof.index !== claims.log.index) return refuse('it is for another entry of the ledger');
  const leaf = readLeaf(proof.leaf);
  if (!leaf || leaf.action !== 'token.issued' || !isObject(leaf.data))
    return refuse('its entry does not issue a token');
  if (leaf.data.jti !== claims.jti || leaf.data.claims !== digestOf(claims))
    return refuse('its entry issues another token');
  return { verified: true, index: proof.index, size: proof.size };
}
