/**
 * Locks the rows that a decision rests on until the transaction ends: the version (manifest, state, evidence), its use
 * case, its newest review (approvals), and the standing of who approved. Whoever changes one of them takes the same lock
 * first. Exemptions come and go under the version's lock, which the gate holds against them.
 */
import { type GateRow, gateRowOf } from '#db/queries/gate-facts.ts';
import { lockApprovers } from '#db/queries/lock-approvers.ts';
import { type LockedRow, lockVersion } from '#db/queries/lock-for-decision.ts';
import { type Question, reworded, together } from '#db/statement.ts';
import { ServiceError } from '../errors.ts';

export interface Locked extends LockedRow {
  /** the review whose approvers are locked */
  readonly approversOf: string | null;
  /** read when all of it was locked */
  readonly row: GateRow;
}

/**
 * Finds the version, locks what a decision about it rests on, and reads that. Three statements in one round trip, each
 * with a snapshot of its own: approvals hold still only once the review's row is locked, exemptions with the version's,
 * and the facts once everything is. Null when the version is not registered.
 */
export function lockForDecision(
  name: { readonly namespace: string; readonly name: string; readonly version: string },
  environment: string,
): Question<Locked | null> {
  const of = { ...name, environment };
  return reworded(together(lockVersion(of), lockApprovers(of), gateRowOf(of)), ([[locked], [approvers], [row]]) => {
    return locked && row ? { ...locked, approversOf: approvers?.reviewId ?? null, row } : null;
  });
}

/** Throws `not-found`. */
export function requireRegistered(locked: Locked | null, ref: string): Locked {
  if (locked) return locked;
  throw new ServiceError('not-found', `${ref} is not registered`, 'not-registered');
}

/**
 * Whether the review that a decision rests on is the one that is locked, with its approvers. Another could have begun
 * between two of the statements, after this one was rejected.
 */
export function holds(
  locked: Pick<Locked, 'reviewId' | 'approversOf'>,
  review: { readonly id: string } | null,
): boolean {
  const id = review?.id ?? null;
  return locked.reviewId === id && locked.approversOf === id;
}
