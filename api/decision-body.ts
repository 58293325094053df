/** A decision as machines see it: every requirement with its reason and a link to where something can be done. */
import type { Decision } from '#domain/gate/decide.ts';
import { exemptionPath } from '#domain/gate/exemption-path.ts';
import type { Requirement } from '#domain/gate/requirements.ts';
import { isNeverWaivable } from '#domain/policy/invariants.ts';
import type { DecisionBody } from '#domain/wire/promotion.ts';

/** Where the browser shows a version; `?environment=` opens its environment. */
export function versionUrl(origin: string, ref: string, environment?: string): string {
  const at = ref.indexOf('@');
  const page = `${origin}/models/${ref.slice(0, at)}/versions/${encodeURIComponent(ref.slice(at + 1))}`;
  return environment === undefined ? page : `${page}?environment=${encodeURIComponent(environment)}`;
}

export function reviewUrl(origin: string, reviewId: string): string {
  return `${origin}/reviews/${reviewId}`;
}

export function compareUrl(origin: string, a: string, b: string): string {
  return `${origin}/compare?${new URLSearchParams({ a, b })}`;
}

function exemptionLink(origin: string, decision: Decision, { id, status, exemption }: Requirement): string | null {
  if (exemption !== null) return `${origin}/exemptions/${exemption}`;
  if (status === 'met' || isNeverWaivable(id)) return null;
  return origin + exemptionPath({ ref: decision.ref, environment: decision.environment, requirement: id });
}

export function decisionBody(
  origin: string,
  decision: Decision,
  ids: { readonly decision: string | null; readonly review: string | null },
): DecisionBody {
  const { voidApprovals: _voided, tokenUntil: _until, requirements, ...rest } = decision;
  const page = versionUrl(origin, decision.ref, decision.environment);
  return {
    id: ids.decision,
    outcome: rest.outcome,
    ref: rest.ref,
    environment: rest.environment,
    tier: rest.tier,
    tierReasons: rest.tierReasons.map((reason) => ({ ...reason })),
    contentDigest: rest.contentDigest,
    requirements: requirements.map((requirement) => ({
      ...requirement,
      link: requirement.id.startsWith('approval:') && ids.review !== null ? reviewUrl(origin, ids.review) : page,
      exemptionLink: exemptionLink(origin, decision, requirement),
    })),
    policies: rest.policies.map((policy) => ({ ...policy })),
    approvals: [...rest.approvals],
    exemptions: [...rest.exemptions],
    evaluator: rest.evaluator,
  };
}
