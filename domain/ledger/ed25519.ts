/** Ed25519 (RFC 8032) by WebCrypto, the same in Node and in browsers. Verification only: signing keys live elsewhere. */

/** Signs `message`; a port, because keys are not the domain's to hold. Resolves to 64 bytes. */
export type SignEd25519 = (message: Uint8Array) => Promise<Uint8Array>;

/** True when `signature` is one of `message` under the 32-byte `publicKey`. False, never an error, on broken input. */
export async function verifyEd25519(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  try {
    const key = await crypto.subtle.importKey('raw', publicKey.slice(), 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', key, signature.slice(), message.slice());
  } catch {
    return false;
  }
}
