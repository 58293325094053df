/**
 * Locks the rows that a decision rests on until the transaction ends: the version (manifest, state, evidence), its use
 * case, its newest review (approvals), and the standing of who approved. Whoever changes one of them takes the same lock
 * first.
 */
import { type LockedRow, lockVersion } from '#db/queries/lock-for-decision.ts';
import { ServiceError } from '../errors.ts';
import type { Tx } from '../transact.ts';

/** Nobody who approved is disabled, and none of their roles taken, before this decision is in the log. */
async function lockApprovers(tx: Tx, reviewId: string): Promise<void> {
  const given = sql`${approval} where ${approval.reviewId} = ${reviewId} and ${approval.verdict} = 'approve'`;
  await tx.db.execute(sql`
    with people as (
      select ${person.id} from ${person} where ${person.id} in (select ${approval.personId} from ${given}) for share
    ), grants as (
      select ${roleGrant.id} from ${roleGrant} where ${roleGrant.id} in (select ${approval.grantId} from ${given}) for share
    )
    select (select count(*) from people) + (select count(*) from grants)`);
}

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
  return row;
}
