/** A namespace belongs to the team that registers in it first (DESIGN.md, opening). */
import { eq } from 'drizzle-orm';
import { namespace, team } from '#db/schema/people.ts';
import type { Actor } from '#domain/access/actor.ts';
import type { LedgerEvent } from '#domain/ledger/events.ts';
import { ServiceError } from '../errors.ts';
import type { Tx } from '../transact.ts';

/** Which team would claim an unclaimed namespace: the manifest's, else the pipeline's, else a person's only one. */
export function claimingTeam(actor: Actor, owner: string): string | null {
  if (owner.startsWith('team:')) return owner.slice('team:'.length);
  if (actor.kind === 'pipeline') return actor.team;
  return actor.kind === 'person' && actor.teams.length === 1 ? (actor.teams[0] ?? null) : null;
}

/** The namespace's team, claiming it when nobody has. The actor's membership has been authorised by then. */
export async function claimNamespace(
  tx: Tx,
  name: string,
  claimBy: string | null,
): Promise<{ teamId: string; events: LedgerEvent[] }> {
  const [held] = await tx.db.select({ teamId: namespace.teamId }).from(namespace).where(eq(namespace.name, name));
  if (held) return { teamId: held.teamId, events: [] };
  const [claimant] =
    claimBy === null ? [] : await tx.db.select({ id: team.id }).from(team).where(eq(team.slug, claimBy));
  if (!claimant)
    throw new ServiceError(
      'forbidden',
      `Nobody has claimed the namespace ${name}, and there is no team ${claimBy ?? ''} to claim it`,
      'namespace',
    );
  // Two first registrations at once: the second waits here, and goes on where the same team claimed it.
  const claimed = await tx.db
    .insert(namespace)
    .values({ name, teamId: claimant.id, claimedAt: tx.now })
    .onConflictDoNothing()
    .returning({ name: namespace.name });
  if (claimed.length === 0) {
    const [winner] = await tx.db.select({ teamId: namespace.teamId }).from(namespace).where(eq(namespace.name, name));
    if (winner?.teamId === claimant.id) return { teamId: claimant.id, events: [] };
    throw new ServiceError(
      'conflict',
      `Another team claimed the namespace ${name} at the same moment`,
      'namespace-taken',
    );
  }
  return {
    teamId: claimant.id,
    events: [{ action: 'namespace.claimed', subject: `namespace:${name}`, data: { team: claimBy ?? '' } }],
  };
}
