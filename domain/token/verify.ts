/**
 * Verifying a promotion token (CONTRACT.md §3, §5; THREATS.md T14–T18, T23): a list of named checks, in order, each with a
 * stable code. A check that fails says no. Only when all hold does the status list get its say; without a fresh, signed one
 * the answer is that there is none (`undecided`), and nothing in a token can change that. Keys come from the pinned trust
 * alone. Expiry has no leeway: a clock that is behind must not prolong a permission; a start may be 30 s ahead.
 */
import type { Digest } from '#domain/artifact/digest.ts';
import { BOUNDS } from '#domain/policy/invariants.ts';
import { audienceOf, PROMOTION_TYPE, type PromotionClaims, readClaims } from './claims.ts';
import { parseCompact } from './compact.ts';
import { verifySignature } from './jws.ts';
import { STATUS, statusAt } from './status-list.ts';
import { CLOCK_SKEW_SECONDS, verifyStatusList } from './status-list-token.ts';
import type { Trust } from './trust.ts';

const MAX_LENGTH = 16_384;

export type RefusalCode =
  | 'size'
  | 'encoding'
  | 'header'
  | 'alg'
  | 'typ'
  | 'kid-unknown'
  | 'signature'
  | 'claims'
  | 'issuer'
  | 'audience'
  | 'environment'
  | 'not-yet-valid'
  | 'expired'
  | 'lifetime'
  | 'digest'
  | 'manifest'
  | 'trial'
  | 'requires'
  | 'revoked';

export type UndecidedCode = 'status-missing' | 'status-stale' | 'status-invalid' | 'status-index';

export type Verdict =
  | {
      readonly verified: true;
      readonly undecided?: never;
      readonly claims: PromotionClaims;
      readonly kid: string;
      /** RFC 7638, of the key that signed; equal to `kid`, which trust files are held to */
      readonly thumbprint: string;
      /** seconds since the status list was signed */
      readonly statusAge: number;
    }
  | Refusal
  | {
      readonly verified?: never;
      readonly undecided: true;
      readonly code: UndecidedCode;
      readonly message: string;
      /** the list that would decide, as the token names it, which is good in all else */
      readonly statusUri: string;
    };

interface Refusal {
  readonly verified: false;
  readonly undecided?: never;
  readonly code: RefusalCode;
  readonly message: string;
}

export interface Expected {
  /** measured by the caller on the bytes that are about to be used */
  readonly digest: Digest;
  readonly env: string;
  /** when the caller holds a manifest */
  readonly manifestDigest?: Digest;
}

interface Context {
  readonly trust: Trust;
  readonly expected: Expected;
  /** seconds since 1970 */
  readonly now: number;
}

type Check = (claims: PromotionClaims, context: Context) => Refusal | null;

function refuse(code: RefusalCode, message: string): Refusal {
  return { verified: false, code, message };
}

const checkIssuer: Check = (claims, { trust }) =>
  claims.iss === trust.issuer ? null : refuse('issuer', 'The token is of another issuer');

const checkAudience: Check = (claims, { expected }) =>
  claims.aud === audienceOf(expected.env)
    ? null
    : refuse('audience', `The token is not for ${audienceOf(expected.env)}`);

const checkEnvironment: Check = (claims, { expected }) =>
  claims.env === expected.env ? null : refuse('environment', `The token is not for the environment ${expected.env}`);

const checkTimes: Check = ({ iat, nbf, exp }, { now }) => {
  if (!(now < exp)) return refuse('expired', 'The token has expired');
  if (Math.max(iat, nbf) > now + CLOCK_SKEW_SECONDS) return refuse('not-yet-valid', 'The token is not valid yet');
  return null;
};

/** The bound is the invariant's, not the policy's: a token of a lost or careless key is short-lived all the same. */
const checkLifetime: Check = ({ iat, nbf, exp, tier }) => {
  const bound = BOUNDS.tokenMinutes[tier] * 60;
  return exp - Math.min(iat, nbf) <= bound
    ? null
    : refuse('lifetime', `The token lives longer than ${BOUNDS.tokenMinutes[tier]} minutes, the bound of its tier`);
};

const checkDigest: Check = (claims, { expected }) =>
  claims.digest === expected.digest ? null : refuse('digest', 'The token is for other bytes');

const checkManifest: Check = (claims, { expected }) =>
  expected.manifestDigest === undefined || claims.manifest_digest === expected.manifestDigest
    ? null
    : refuse('manifest', 'The token is for another manifest');

const checkTrial: Check = (claims, { trust }) =>
  claims.trial && !trust.trial ? refuse('trial', 'The token was issued in trial mode, which this trust refuses') : null;

/** Bases that must stand beside the artifact: this verifier cannot look for them yet, so it does not vouch for them. */
const checkRequires: Check = (claims) =>
  claims.requires.length === 0 ? null : refuse('requires', 'The token requires base models that were not checked');

const CLAIM_CHECKS: readonly Check[] = [
  checkIssuer,
  checkAudience,
  checkEnvironment,
  checkTimes,
  checkLifetime,
  checkDigest,
  checkManifest,
  checkTrial,
  checkRequires,
];

/** Verifies `token`. `statusList` is the signed list's text, of any origin: only its signature counts. Never throws. */
export async function verifyPromotionToken(input: {
  readonly token: string;
  readonly trust: Trust;
  readonly expected: Expected;
  readonly statusList?: string | undefined;
  readonly now: Date;
}): Promise<Verdict> {
  const { token, trust, expected } = input;
  const parsed = parseCompact(token, PROMOTION_TYPE, MAX_LENGTH);
  if (!parsed.ok) return refuse(parsed.code, parsed.message);
  const key = trust.keys.find(({ kid }) => kid === parsed.kid);
  if (!key) return refuse('kid-unknown', 'The token is signed by a key that is not trusted for promotion');
  if (!(await verifySignature(token, key))) return refuse('signature', "The token's signature is wrong");
  const read = readClaims(parsed.payload);
  if (!read.ok) return refuse('claims', read.message);
  const { claims } = read;
  const context: Context = { trust, expected, now: Math.floor(input.now.getTime() / 1000) };
  for (const check of CLAIM_CHECKS) {
    const refusal = check(claims, context);
    if (refusal) return refusal;
  }
  const { idx, uri } = claims.status.status_list;
  const undecided = (code: UndecidedCode, message: string): Verdict => ({
    undecided: true,
    code,
    message,
    statusUri: uri,
  });
  if (input.statusList === undefined) {
    return undecided('status-missing', 'There is no status list: revocation is unknown');
  }
  const status = await verifyStatusList(input.statusList, trust, input.now);
  if (!status.ok) return undecided(status.code, status.message);
  if (status.uri !== uri) return undecided('status-invalid', 'The status list is not the one that the token names');
  const value = statusAt(status.list, idx);
  if (value === null) return undecided('status-index', 'The status list does not reach this token: fetch a newer one');
  if (value !== STATUS.valid) return refuse('revoked', 'The token has been revoked');
  return { verified: true, claims, kid: key.kid, thumbprint: key.kid, statusAge: status.age };
}
