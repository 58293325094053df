/**
 * Locks the rows that a decision rests on until the transaction ends: the version (manifest, state, evidence), its use
 * case, its newest review (approvals), and the standing of who approved. Whoever changes one of them takes the same lock
 * first. Exemptions come and go under the version's lock, which the gate holds against them.
 */
import { lockApprovers } from '#db/queries/lock-approvers.ts';
import { type LockedRow, lockVersion } from '#db/queries/lock-for-decision.ts';
import { ServiceError } from '../errors.ts';
import type { Tx } from '../transact.ts';

/** Finds the version and locks it for a decision. Throws `not-found`. */
export async function lockForDecision(
  tx: Tx,
  name: { readonly namespace: string; readonly name: string; readonly version: string },
  environment: string,
): Promise<LockedRow> {
  const row = await lockVersion(tx.db, name, environment);
  if (!row) {
    throw new ServiceError(
      'not-found',
      `${name.namespace}/${name.name}@${name.version} is not registered`,
      'not-registered',
    );
  }
  // A statement of its own: approvals hold still only once the review's row is locked, and exemptions with the version's.
  await lockApprovers(tx.db, row, environment);
  return row;
}
