/**
 * The people whose acts an actor's acts are (DESIGN.md §2): a person's own; for a pipeline, who made it, who answers for
 * its team, and whom its OIDC token names.
 */
import { versionAct } from '#db/schema/register.ts';
import type { Actor } from '#domain/access/actor.ts';
import type { Act } from '#domain/access/separation.ts';
import { newId } from '../ids.ts';
import type { Tx } from '../transact.ts';

type OwnKind = 'registered' | 'requested' | 'supplied-evidence';

type Recordable = Act & { readonly kind: OwnKind | 'pipeline-person' };

const VERBS: Readonly<Record<OwnKind, string>> = {
  registered: 'registered it',
  requested: 'requested the promotion',
  'supplied-evidence': 'supplied evidence',
};

function actsOf(actor: Actor, kind: OwnKind): Recordable[] {
  if (actor.kind === 'person') return [{ kind, personId: actor.id, detail: '' }];
  if (actor.kind !== 'pipeline') return [];
  const people = new Set([actor.makerId, actor.actorId, actor.accountableId].filter((id) => id !== null));
  return [...people].map((personId) => ({ kind: 'pipeline-person', personId, detail: `${actor.name} ${VERBS[kind]}` }));
}

/**
 * Writes down who did this to the version, for separation of duties. Acts that are `known` already are not written again.
 * @returns whether anything was added
 */
export async function recordAct(
  tx: Tx,
  actor: Actor,
  versionId: string,
  kind: OwnKind,
  known: readonly Act[] = [],
): Promise<boolean> {
  const fresh = actsOf(actor, kind).filter(
    (act) =>
      !known.some((other) => other.kind === act.kind && other.personId === act.personId && other.detail === act.detail),
  );
  if (fresh.length === 0) return false;
  const added = await tx.db
    .insert(versionAct)
    .values(fresh.map((act) => ({ id: newId(tx.now), versionId, ...act, at: tx.now })))
    .onConflictDoNothing()
    .returning({ id: versionAct.id });
  return added.length > 0;
}
