/**
 * The signing port. One key per purpose (THREATS.md T18): promotion tokens, status lists, ledger checkpoints. Private
 * halves never leave an implementation of this.
 */
import { bytesToHex } from '@noble/hashes/utils.js';

export type JwsPurpose = 'promotion' | 'status';

export interface PublicJwk {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
  /** RFC 7638 thumbprint */
  readonly kid: string;
  readonly use: 'sig';
  readonly alg: 'ES256';
}

export interface Signer {
  readonly keys: Readonly<Record<JwsPurpose, PublicJwk>>;
  /** JWS compact, ES256, header exactly {alg, typ, kid} */
  signJwt(purpose: JwsPurpose, typ: string, claims: object): Promise<string>;
  /** raw Ed25519 public key, 32 bytes */
  readonly ledgerPublicKey: Uint8Array;
  /** raw Ed25519 signature, 64 bytes */
  signLedger(message: Uint8Array): Promise<Uint8Array>;
}

/** The names by which the database knows a signer's keys: thumbprints, and the ledger key in hex. */
export function keyIds(signer: Signer): Readonly<Record<JwsPurpose | 'ledger', string>> {
  const { promotion, status } = signer.keys;
  return { promotion: promotion.kid, status: status.kid, ledger: bytesToHex(signer.ledgerPublicKey) };
}
