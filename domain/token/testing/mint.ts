/**
 * Test material only: an issuer with real keys, so that tests can forge whatever they need. Nothing in the product
 * imports this; signing keys of the product live behind a port in services.
 */
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { sha256 } from '#domain/artifact/digest.ts';
import { encodeBase64Url } from '#domain/canonical/base64.ts';
import { formatVerifierKey, type VerifierKey, verifierKey } from '#domain/ledger/verifier-key.ts';
import type { PromotionClaims } from '../claims.ts';
import { type PublicKey, thumbprintOf } from '../public-key.ts';
import { encodeStatusList } from '../status-list.ts';
import type { StatusListClaims } from '../status-list-token.ts';
import type { Trust } from '../trust.ts';

export const ISSUER = 'https://gate.example';
export const STATUS_URI = `${ISSUER}/api/v1/tokens/status/1`;
export const LOG_ORIGIN = 'gate.example/ledger';
/** seconds since 1970 */
export const NOW = 1_790_000_000;

export interface SigningKey {
  readonly publicKey: PublicKey;
  readonly sign: (message: string) => Promise<Uint8Array>;
}

/** A fresh P-256 key. */
export async function makeSigningKey(): Promise<SigningKey> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  const bare = { kty: 'EC', crv: 'P-256', x, y } as const;
  return {
    publicKey: { ...bare, kid: thumbprintOf(bare) },
    sign: async (message) =>
      new Uint8Array(
        await crypto.subtle.sign(
          { name: 'ECDSA', hash: 'SHA-256' },
          pair.privateKey,
          new Uint8Array(utf8ToBytes(message)),
        ),
      ),
  };
}

const part = (value: unknown) =>
  encodeBase64Url(utf8ToBytes(typeof value === 'string' ? value : JSON.stringify(value)));

/** Signs a header and a payload, given as values or as the very text to encode. */
export async function signParts(key: SigningKey, header: unknown, payload: unknown): Promise<string> {
  const input = `${part(header)}.${part(payload)}`;
  return `${input}.${encodeBase64Url(await key.sign(input))}`;
}

export async function makeLedgerKey(): Promise<{
  key: VerifierKey;
  sign: (message: Uint8Array) => Promise<Uint8Array>;
}> {
  const pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
  return {
    key: verifierKey(LOG_ORIGIN, new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))),
    sign: async (message) =>
      new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, new Uint8Array(message))),
  };
}

/** Claims of a token that verifies at `NOW` for `digest` and production. */
export function promotionClaims(change: Partial<Record<keyof PromotionClaims, unknown>> = {}): PromotionClaims {
  return {
    iss: ISSUER,
    sub: 'model:credit/limit-increase@2.3.0',
    aud: 'countersign:env:production',
    iat: NOW - 60,
    nbf: NOW - 60,
    exp: NOW + 540,
    jti: '01990000-0000-7000-8000-000000000001',
    digest: sha256('artifact'),
    manifest_digest: sha256('manifest'),
    env: 'production',
    use_case: 'credit-limit-increase',
    tier: 'critical',
    runtime: { regions: ['eu-west-1'], exposure: 'internal', dataClasses: ['customer-data'] },
    decision: '01990000-0000-7000-8000-000000000002',
    policy: { version: 1, digest: sha256('policy') },
    approvals: ['01990000-0000-7000-8000-000000000003'],
    exemptions: [],
    pipeline: 'key:ci-credit',
    trial: false,
    requires: [],
    log: { origin: LOG_ORIGIN, index: 4 },
    status: { status_list: { idx: 7, uri: STATUS_URI } },
    ...change,
  } as PromotionClaims;
}

/** Claims of a status list that is fresh at `NOW`; `revoked` are indices. */
export function statusListClaims(
  revoked: readonly number[] = [],
  change: Partial<StatusListClaims> = {},
): StatusListClaims {
  const statuses = Array.from({ length: 64 }, (_, index) => (revoked.includes(index) ? 1 : 0));
  return {
    iss: ISSUER,
    sub: STATUS_URI,
    iat: NOW - 30,
    exp: NOW + 3600,
    ttl: 300,
    status_list: encodeStatusList(statuses, 1),
    ...change,
  };
}

export interface Issuer {
  readonly promotion: SigningKey;
  readonly status: SigningKey;
  readonly ledger: Awaited<ReturnType<typeof makeLedgerKey>>;
  readonly trust: Trust;
  promotionToken(change?: Partial<Record<keyof PromotionClaims, unknown>>): Promise<string>;
  statusListToken(revoked?: readonly number[], change?: Partial<StatusListClaims>): Promise<string>;
}

/** An issuer with its own keys and the trust that pins them. */
export async function makeIssuer(): Promise<Issuer> {
  const [promotion, status, ledger] = await Promise.all([makeSigningKey(), makeSigningKey(), makeLedgerKey()]);
  return {
    promotion,
    status,
    ledger,
    trust: {
      version: 1,
      issuer: ISSUER,
      trial: false,
      keys: [promotion.publicKey],
      statusKeys: [status.publicKey],
      ledger: { origin: LOG_ORIGIN, publicKey: formatVerifierKey(ledger.key) },
      fetchedAt: '2026-09-21T00:00:00Z',
    },
    promotionToken: (change) =>
      signParts(
        promotion,
        { alg: 'ES256', typ: 'promotion+jwt', kid: promotion.publicKey.kid },
        promotionClaims(change),
      ),
    statusListToken: (revoked, change) =>
      signParts(
        status,
        { alg: 'ES256', typ: 'statuslist+jwt', kid: status.publicKey.kid },
        statusListClaims(revoked, change),
      ),
  };
}
