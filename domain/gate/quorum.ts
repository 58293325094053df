/**
 * Which approvals count, and which slots they fill (DESIGN.md §2). One human counts once and fills one slot; a slot that
 * several capacities may fill takes any of them. The assignment is a maximum matching, so that the order of approvals
 * never decides whether a quorum is reached.
 */

import { ROLE_LABELS } from '#domain/access/roles.ts';
import { separationRefusal } from '#domain/access/separation.ts';
import type { Digest } from '#domain/artifact/digest.ts';
import type { Rule, Slot, TierLimits } from '#domain/policy/document.ts';
import type { ApprovalFact, ConsentFact, GateFacts } from './facts.ts';
import { DAY, earliest, millis } from './instants.ts';

/** A step-up sign-in is fresh for this long before the approval. */
const STEP_UP_MS = 5 * 60_000;

/** Whether somebody who signed in then has stepped up for an act at `at`; a sign-in after the act is none. */
export function steppedUp(authenticatedAt: Date, at: Date): boolean {
  const age = at.getTime() - authenticatedAt.getTime();
  return age >= 0 && age <= STEP_UP_MS;
}

export interface CountedApproval {
  readonly approval: ApprovalFact;
  /** when it stops counting */
  readonly until: string;
}

export interface VoidApproval {
  readonly approval: ApprovalFact;
  readonly code: string;
  readonly reason: string;
}

export interface QuorumRule {
  readonly rule: Rule;
  readonly limits: TierLimits;
  readonly coolingOffHours: number;
}

/** When an approval stops counting by itself: by its age, or with the role it was given in. */
function endOf(approval: ApprovalFact, limits: TierLimits): string {
  const age = new Date(millis(approval.at) + limits.approvalDays * DAY).toISOString();
  return earliest(approval.grant ? [age, approval.grant.expiresAt] : [age]) ?? age;
}

function readable({ at, authenticatedAt, grant }: ConsentFact): boolean {
  const instants = [at, authenticatedAt, ...(grant ? [grant.grantedAt, grant.expiresAt] : [])];
  return instants.every((instant) => Number.isFinite(millis(instant)));
}

export interface ConsentRule {
  /** given within 5 minutes of a sign-in, or it does not count */
  readonly stepUp: boolean;
  readonly coolingOffHours: number;
}

interface Refusal {
  readonly code: string;
  readonly reason: string;
}

/**
 * Why what somebody agreed to does not count now, or null when it does: eligible when it was given, as far as is known
 * today, and standing still. The same for approvals of reviews and of exemptions.
 */
export function consentRefusal(consent: ConsentFact, facts: GateFacts, rule: ConsentRule, now: Date): Refusal | null {
  if (!readable(consent)) return { code: 'unreadable', reason: 'One of its times cannot be read' };
  const at = new Date(consent.at);
  if (!consent.standing)
    return { code: 'not-standing', reason: 'The person no longer holds the role, or has been disabled' };
  if (at > now) return { code: 'future', reason: 'Dated in the future' };
  // Ending by itself or being taken away: a role that is over no longer carries what was approved in it.
  if (consent.grant && now.getTime() >= millis(consent.grant.expiresAt)) {
    return { code: 'role-ended', reason: `The person's role ended on ${consent.grant.expiresAt}` };
  }
  if (consent.method === 'local' && !facts.trial)
    return { code: 'local-account', reason: 'Local accounts approve in trial mode only' };
  if (rule.stepUp && !steppedUp(new Date(consent.authenticatedAt), at)) {
    return { code: 'step-up', reason: 'This tier needs a sign-in within the 5 minutes before approving' };
  }
  const refusal = separationRefusal({
    personId: consent.personId,
    capacity: consent.capacity,
    grant: consent.grant && {
      grantId: consent.grant.id,
      grantedAt: new Date(consent.grant.grantedAt),
      expiresAt: new Date(consent.grant.expiresAt),
      grantedBy: consent.grant.grantedBy,
      atSetup: consent.grant.atSetup,
    },
    environment: facts.environment,
    acts: facts.acts,
    policyActs: facts.policyActs.map(({ personId, at: when }) => ({ personId, at: new Date(when) })),
    at,
    coolingOffHours: rule.coolingOffHours,
  });
  if (refusal) return refusal;
  if (consent.capacity === 'use-case-owner' && facts.useCase?.ownerId !== consent.personId) {
    return { code: 'not-use-case-owner', reason: 'The person does not own the use case' };
  }
  return null;
}

/** Other content, and the use case by name where its change came after the approval. */
function contentReason(approval: ApprovalFact, { useCase }: GateFacts): string {
  const replaced =
    useCase?.submittedAt !== undefined && useCase.version > 1 && millis(useCase.submittedAt) > millis(approval.at);
  return replaced
    ? `Given before ${useCase.slug} v${useCase.version} replaced v${useCase.version - 1}; ask for it again`
    : 'Given on other content; ask for it again';
}

/** Why an approval does not count now, or null when it does. */
function voidReason(
  approval: ApprovalFact,
  facts: GateFacts,
  content: Digest,
  rule: QuorumRule,
  now: Date,
): Refusal | null {
  if (readable(approval) && approval.contentDigest !== content)
    return { code: 'content-changed', reason: contentReason(approval, facts) };
  const age = now.getTime() - millis(approval.at);
  if (readable(approval) && approval.standing && age >= rule.limits.approvalDays * DAY) {
    return { code: 'too-old', reason: `Older than ${rule.limits.approvalDays} days` };
  }
  return consentRefusal(approval, facts, { stepUp: rule.rule.stepUp, coolingOffHours: rule.coolingOffHours }, now);
}

/** Splits a review's approvals into those that count under a rule and those that do not, with the reason. */
export function judgeApprovals(
  facts: GateFacts,
  content: Digest,
  rule: QuorumRule,
  now: Date,
): { counted: CountedApproval[]; voided: VoidApproval[] } {
  const counted: CountedApproval[] = [];
  const voided: VoidApproval[] = [];
  for (const approval of facts.review?.approvals ?? []) {
    const reason = voidReason(approval, facts, content, rule, now);
    if (reason) {
      voided.push({ approval, ...reason });
    } else if (counted.some((other) => other.approval.personId === approval.personId)) {
      voided.push({ approval, code: 'same-person', reason: 'One human counts once' });
    } else {
      counted.push({ approval, until: endOf(approval, rule.limits) });
    }
  }
  return { counted, voided };
}

/** The slots that a version of this standing has to fill. */
export function slotsOf(rule: Rule, first: boolean): readonly Slot[] {
  return first ? [...rule.approvals, ...rule.firstVersionApprovals] : rule.approvals;
}

/** `risk-reviewer` or `privacy-reviewer|legal-reviewer`. */
export function slotName(slot: Slot): string {
  return [...slot].sort().join('|');
}

/** The requirements' ids of slots, in their order: the second of two alike is `approval:reviewer#2`. */
export function slotIds(slots: readonly Slot[]): readonly string[] {
  const seen = new Map<string, number>();
  return slots.map((slot) => {
    const nth = (seen.get(slotName(slot)) ?? 0) + 1;
    seen.set(slotName(slot), nth);
    return `approval:${slotName(slot)}${nth > 1 ? `#${nth}` : ''}`;
  });
}

/** For screens and reasons: `a risk reviewer`, `a privacy reviewer or legal reviewer`, `a reviewer of any kind`. */
export function slotLabel(slot: Slot): string {
  if (slot.includes('reviewer') && slot.length > 2) return 'a reviewer of any kind';
  return `a ${slot.map((capacity) => ROLE_LABELS[capacity].toLowerCase()).join(' or ')}`;
}

/**
 * Assigns approvals to slots, as many as possible (augmenting paths; slots and approvals number a handful).
 * Returns for each slot the approval that fills it, or null.
 */
export function assign(slots: readonly Slot[], approvals: readonly CountedApproval[]): (CountedApproval | null)[] {
  const filledBy: (CountedApproval | null)[] = slots.map(() => null);
  const place = (approval: CountedApproval, tried: Set<number>): boolean => {
    for (const [index, slot] of slots.entries()) {
      if (tried.has(index) || !slot.includes(approval.approval.capacity)) continue;
      tried.add(index);
      const sitting = filledBy[index];
      if (!sitting || place(sitting, tried)) {
        filledBy[index] = approval;
        return true;
      }
    }
    return false;
  };
  for (const approval of approvals) place(approval, new Set());
  return filledBy;
}
