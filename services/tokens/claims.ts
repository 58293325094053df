/** The claims of a promotion token, made from the decision that allows it (CONTRACT.md §5). */
import type { Decision } from '#domain/gate/decide.ts';
import type { GateFacts } from '#domain/gate/facts.ts';
import { audienceOf, type PromotionClaims, type RuntimeScope } from '#domain/token/claims.ts';
import type { LedgerPosition } from '../ledger/append.ts';
import { statusListUri, statusPosition } from './status-position.ts';

export interface ClaimsInput {
  readonly origin: string;
  readonly ledgerOrigin: string;
  readonly jti: string;
  readonly decisionId: string;
  readonly facts: GateFacts;
  readonly decision: Decision;
  readonly pipeline: string | null;
  readonly position: LedgerPosition;
  readonly now: Date;
}

const seconds = (instant: Date | string) => Math.floor(new Date(instant).getTime() / 1000);

/** The approved scope: this environment, and what the manifest narrows further. */
function scope({ manifest, environment }: GateFacts): RuntimeScope {
  return {
    environments: [environment],
    ...(manifest.regions.length > 0 ? { regions: manifest.regions } : {}),
    ...(manifest.exposure === null ? {} : { exposure: manifest.exposure }),
    ...(manifest.dataClasses.length > 0 ? { dataClasses: manifest.dataClasses } : {}),
  };
}

/** Throws when the decision does not allow: there is no other way to claims. */
export function promotionClaims(input: ClaimsInput): PromotionClaims {
  const { decision, facts, position } = input;
  if (decision.outcome !== 'allow' || decision.tokenUntil === null)
    throw new Error('claims are made of decisions that allow');
  const current = decision.policies.at(-1);
  if (!current) throw new Error('a decision names its policy');
  const issued = seconds(input.now);
  const { list, index } = statusPosition(position.statusIndex);
  return {
    iss: input.origin,
    sub: `model:${facts.version.ref}`,
    aud: audienceOf(facts.environment),
    iat: issued,
    nbf: issued,
    // Rounded down: a token never outlives what it rests on, not by a fraction of a second.
    exp: seconds(decision.tokenUntil),
    jti: input.jti,
    digest: facts.artifactDigest,
    manifest_digest: facts.manifest.digest,
    env: facts.environment,
    use_case: facts.useCase?.slug ?? 'none',
    tier: decision.tier,
    runtime: scope(facts),
    decision: input.decisionId,
    policy: current,
    approvals: decision.approvals,
    exemptions: decision.exemptions,
    ...(input.pipeline === null ? {} : { pipeline: input.pipeline }),
    trial: facts.trial,
    requires: [],
    log: { origin: input.ledgerOrigin, index: position.index },
    status: { status_list: { idx: index, uri: statusListUri(input.origin, list) } },
  };
}
