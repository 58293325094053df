/**
 * Signatures of tokens (ES256, RFC 7518 §3.4), checked by jose on WebCrypto. The one file of the domain that imports it:
 * form, header, key choice and claims are ours (`compact.ts`, `trust.ts`), because its defaults are lenient (STACK.md).
 */
import { compactVerify } from 'jose/jws/compact/verify';
import type { PublicKey } from './public-key.ts';

/** True when `token` is signed by `key`. False, never an error, on anything else. */
export async function verifySignature(token: string, key: PublicKey): Promise<boolean> {
  try {
    const { kty, crv, x, y } = key;
    await compactVerify(token, { kty, crv, x, y, alg: 'ES256' }, { algorithms: ['ES256'] });
    return true;
  } catch {
    return false;
  }
}
