/**
 * The signed status list (draft-ietf-oauth-status-list §5): what the issuer says is revoked, as of `iat`. A list goes
 * stale at `exp` or at `iat + ttl`, whichever is first: a file does not say when it was fetched, so its age is counted
 * from signing, which is never younger. We issue and accept exactly iss, sub, iat, exp, ttl and status_list; a list without
 * an end would never go stale. Whatever is wrong with a list leaves the question open: it never vouches for a token.
 */
import { isObject } from '#domain/canonical/strict-json.ts';
import { parseCompact } from './compact.ts';
import { verifySignature } from './jws.ts';
import { decodeStatusList, type EncodedStatusList, isStatusBits, type StatusList } from './status-list.ts';
import type { Trust } from './trust.ts';

export const STATUS_LIST_TYPE = 'statuslist+jwt';

/** Clocks differ: what is dated this many seconds ahead still counts as now. Nothing is prolonged by it. */
export const CLOCK_SKEW_SECONDS = 30;

const MAX_LENGTH = 2 << 20;

export interface StatusListClaims {
  readonly iss: string;
  /** the list's URI, which tokens name */
  readonly sub: string;
  /** seconds since 1970, as is `exp` */
  readonly iat: number;
  readonly exp: number;
  /** seconds */
  readonly ttl: number;
  readonly status_list: EncodedStatusList;
}

export type VerifiedStatusList =
  | { readonly ok: true; readonly uri: string; readonly list: StatusList; readonly age: number; readonly kid: string }
  | { readonly ok: false; readonly code: 'status-invalid' | 'status-stale'; readonly message: string };

function invalid(message: string): VerifiedStatusList {
  return { ok: false, code: 'status-invalid', message };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function readStatusClaims(payload: Readonly<Record<string, unknown>>): StatusListClaims | null {
  const { iss, sub, iat, exp, ttl, status_list: encoded, ...unknown } = payload;
  if (Object.keys(unknown).length > 0 || typeof iss !== 'string' || typeof sub !== 'string') return null;
  if (!isCount(iat) || !isCount(exp) || !isCount(ttl) || !isObject(encoded)) return null;
  const { bits, lst, ...rest } = encoded;
  if (Object.keys(rest).length > 0 || !isStatusBits(bits) || typeof lst !== 'string') return null;
  return { iss, sub, iat, exp, ttl, status_list: { bits, lst } };
}

/** Verifies a status list token. `age` is in seconds since signing; `now` is the caller's clock. */
export async function verifyStatusList(token: string, trust: Trust, now: Date): Promise<VerifiedStatusList> {
  const parsed = parseCompact(token, STATUS_LIST_TYPE, MAX_LENGTH);
  if (!parsed.ok) return invalid(`The status list is refused: ${parsed.message}`);
  const key = trust.statusKeys.find(({ kid }) => kid === parsed.kid);
  if (!key) return invalid('The status list is signed by a key that is not trusted for status lists');
  if (!(await verifySignature(token, key))) return invalid("The status list's signature is wrong");
  const claims = readStatusClaims(parsed.payload);
  if (!claims) return invalid("The status list's claims are missing or malformed");
  if (claims.iss !== trust.issuer) return invalid('The status list is of another issuer');
  const seconds = Math.floor(now.getTime() / 1000);
  if (claims.iat > seconds + CLOCK_SKEW_SECONDS) return invalid('The status list is dated in the future');
  const staleAt = Math.min(claims.exp, claims.iat + claims.ttl);
  if (!(seconds < staleAt)) {
    return { ok: false, code: 'status-stale', message: 'The status list is stale: fetch a fresh one' };
  }
  const list = decodeStatusList(claims.status_list);
  if (!list) return invalid('The status list cannot be unpacked');
  return { ok: true, uri: claims.sub, list, age: Math.max(0, seconds - claims.iat), kid: parsed.kid };
}
