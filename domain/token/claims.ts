/**
 * The promotion token's claims (CONTRACT.md §5), all of them and nothing else. Every claim narrows what the token
 * permits, so one that is missing, of another type, or not understood refuses the token. Written by hand: this is on the
 * path of `verify`, which must start fast and depend on little.
 */
import { type Digest, parseDigest } from '#domain/artifact/digest.ts';
import { isObject } from '#domain/canonical/strict-json.ts';
import { TIERS, type Tier } from '#domain/risk/tier.ts';

export const PROMOTION_TYPE = 'promotion+jwt';

// Types and not interfaces, so that claims are Json and have a digest.

/** The scope that was approved; a part that is absent was left open. */
export type RuntimeScope = {
  readonly environments?: readonly string[];
  readonly regions?: readonly string[];
  readonly exposure?: string;
  readonly dataClasses?: readonly string[];
};

export type PromotionClaims = {
  /** the server's origin */
  readonly iss: string;
  /** `model:namespace/name@version` */
  readonly sub: string;
  /** `countersign:env:<environment>` */
  readonly aud: string;
  /** seconds since 1970, as are `nbf` and `exp` */
  readonly iat: number;
  readonly nbf: number;
  readonly exp: number;
  readonly jti: string;
  readonly digest: Digest;
  readonly manifest_digest: Digest;
  readonly env: string;
  readonly use_case: string;
  readonly tier: Tier;
  readonly runtime: RuntimeScope;
  /** id of the decision */
  readonly decision: string;
  readonly policy: { readonly version: number; readonly digest: Digest };
  /** ids */
  readonly approvals: readonly string[];
  /** ids */
  readonly exemptions: readonly string[];
  /** identity of the pipeline that asked; absent when a person did */
  readonly pipeline?: string;
  readonly trial: boolean;
  /** digests of bases that must stand beside the artifact */
  readonly requires: readonly Digest[];
  readonly log: { readonly origin: string; readonly index: number };
  readonly status: { readonly status_list: { readonly idx: number; readonly uri: string } };
};

/** The audience of tokens for an environment. */
export function audienceOf(environment: string): string {
  return `countersign:env:${environment}`;
}

type Test = (value: unknown) => boolean;

const text: Test = (value) => typeof value === 'string' && value !== '' && value.isWellFormed();
const count: Test = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const digest: Test = (value) => typeof value === 'string' && parseDigest(value) !== null;
const flag: Test = (value) => typeof value === 'boolean';
const listOf =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value) && value.every(test);
const optional =
  (test: Test): Test =>
  (value) =>
    value === undefined || test(value);

/** An object with these members, the optional ones perhaps absent, and no others. */
const shape =
  (members: Readonly<Record<string, Test>>): Test =>
  (value) =>
    isObject(value) &&
    Object.keys(value).every((name) => Object.hasOwn(members, name)) &&
    Object.entries(members).every(([name, test]) => test(Object.hasOwn(value, name) ? value[name] : undefined));

const CLAIMS: Readonly<Record<keyof PromotionClaims, Test>> = {
  iss: text,
  sub: (value) => text(value) && (value as string).startsWith('model:'),
  aud: text,
  iat: count,
  nbf: count,
  exp: count,
  jti: text,
  digest,
  manifest_digest: digest,
  env: text,
  use_case: text,
  tier: (value) => TIERS.includes(value as Tier),
  runtime: shape({
    environments: optional(listOf(text)),
    regions: optional(listOf(text)),
    exposure: optional(text),
    dataClasses: optional(listOf(text)),
  }),
  decision: text,
  policy: shape({ version: count, digest }),
  approvals: listOf(text),
  exemptions: listOf(text),
  pipeline: optional(text),
  trial: flag,
  requires: listOf(digest),
  log: shape({ origin: text, index: count }),
  status: shape({ status_list: shape({ idx: count, uri: text }) }),
};

export type ReadClaims =
  | { readonly ok: true; readonly claims: PromotionClaims }
  | { readonly ok: false; readonly message: string };

/** Reads the payload of a token whose signature was verified. */
export function readClaims(payload: Readonly<Record<string, unknown>>): ReadClaims {
  for (const [name, test] of Object.entries(CLAIMS)) {
    const value = Object.hasOwn(payload, name) ? payload[name] : undefined;
    if (test(value)) continue;
    return { ok: false, message: `The claim ${name} is ${value === undefined ? 'missing' : 'malformed'}` };
  }
  if (Object.keys(payload).some((name) => !Object.hasOwn(CLAIMS, name))) {
    return { ok: false, message: 'A claim is not understood' };
  }
  return { ok: true, claims: payload as PromotionClaims };
}
