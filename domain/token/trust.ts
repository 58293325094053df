/**
 * The trust file: the only source of what a verifier believes (CONTRACT.md §3). One issuer, its keys by purpose, its
 * ledger, and whether it is a trial. Keys of different purposes are different keys (THREATS.md T18): a file that lists
 * one key twice is refused. It is read strictly; a file that is nearly right pins nothing.
 */
import { isObject, parseStrictJson } from '#domain/canonical/strict-json.ts';
import { parseVerifierKey } from '#domain/ledger/verifier-key.ts';
import { type PublicKey, readPublicKey } from './public-key.ts';

export interface Trust {
  readonly version: 1;
  /** an origin: `https://countersign.example` */
  readonly issuer: string;
  /** true accepts tokens that say `trial: true`, and no others are refused for it */
  readonly trial: boolean;
  /** sign promotion tokens */
  readonly keys: readonly PublicKey[];
  /** sign status lists */
  readonly statusKeys: readonly PublicKey[];
  /** `publicKey` is a C2SP verifier key */
  readonly ledger: { readonly origin: string; readonly publicKey: string };
  /** RFC 3339; for people, never judged */
  readonly fetchedAt: string;
}

export type ParsedTrust =
  | { readonly ok: true; readonly trust: Trust }
  | { readonly ok: false; readonly message: string };

const MEMBERS = ['version', 'issuer', 'trial', 'keys', 'statusKeys', 'ledger', 'fetchedAt'];
const MAX_KEYS = 32;

/** True for the one spelling of an http(s) origin: no path, no user, no default port. */
export function isOrigin(text: string): boolean {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return false;
  return new URL(text).origin === text;
}

function refuse(message: string): { readonly ok: false; readonly message: string } {
  return { ok: false, message };
}

function readKeys(
  value: unknown,
): { readonly ok: true; readonly keys: PublicKey[] } | { readonly ok: false; readonly message: string } {
  if (!Array.isArray(value) || value.length > MAX_KEYS) return refuse(`keys are a list of at most ${MAX_KEYS}`);
  const keys: PublicKey[] = [];
  for (const jwk of value) {
    const read = readPublicKey(jwk);
    if (!read.ok) return read;
    keys.push(read.key);
  }
  return { ok: true, keys };
}

/** Checks a trust document that is parsed already: the one that `trust fetch` puts together. */
export function readTrust(value: unknown): ParsedTrust {
  if (!isObject(value)) return refuse('not an object');
  if (value.version !== 1) return refuse('not version 1');
  if (Object.keys(value).some((name) => !MEMBERS.includes(name))) return refuse('a member that is not understood');
  const { issuer, trial, keys, statusKeys = [], ledger, fetchedAt } = value;
  if (typeof issuer !== 'string' || !isOrigin(issuer)) return refuse('the issuer is not an origin');
  if (typeof trial !== 'boolean') return refuse('trial is neither true nor false');
  if (typeof fetchedAt !== 'string') return refuse('fetchedAt is missing');
  const promotion = readKeys(keys);
  if (!promotion.ok) return promotion;
  if (promotion.keys.length === 0) return refuse('no key');
  const status = readKeys(statusKeys);
  if (!status.ok) return status;
  const kids = [...promotion.keys, ...status.keys].map(({ kid }) => kid);
  if (new Set(kids).size !== kids.length) return refuse('one key twice, or for two purposes');
  if (!isObject(ledger) || Object.keys(ledger).sort().join() !== 'origin,publicKey') return refuse('no ledger key');
  const { origin, publicKey } = ledger;
  if (typeof origin !== 'string' || origin === '') return refuse('the ledger has no origin');
  if (typeof publicKey !== 'string' || !parseVerifierKey(publicKey))
    return refuse('the ledger key is not a verifier key');
  return {
    ok: true,
    trust: {
      version: 1,
      issuer,
      trial,
      keys: promotion.keys,
      statusKeys: status.keys,
      ledger: { origin, publicKey },
      fetchedAt,
    },
  };
}

/** Reads the text of a trust file. */
export function parseTrust(text: string): ParsedTrust {
  const json = parseStrictJson(text);
  return json.ok ? readTrust(json.value) : refuse(json.message);
}
