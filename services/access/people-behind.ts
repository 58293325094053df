/**
 * The people whose acts an actor's acts are (DESIGN.md §2): a person's own; for a pipeline, who made it, who answers for
 * its team, and whom its OIDC token names.
 */
import { eq } from 'drizzle-orm';
import { team } from '#db/schema/people.ts';
import { versionAct } from '#db/schema/register.ts';
import type { Ctx } from '../context.ts';
import { newId } from '../ids.ts';
import type { Tx } from '../transact.ts';

type OwnKind = 'registered' | 'requested' | 'supplied-evidence';

const VERBS: Readonly<Record<OwnKind, string>> = {
  registered: 'registered it',
  requested: 'requested the promotion',
  'supplied-evidence': 'supplied evidence',
};

/** Writes down who did this to the version, for separation of duties. Repeating an act adds nothing. */
export async function recordAct(tx: Tx, ctx: Ctx, versionId: string, kind: OwnKind): Promise<void> {
  const { actor } = ctx;
  if (actor.kind === 'person') {
    await tx.db
      .insert(versionAct)
      .values({ id: newId(tx.now), versionId, kind, personId: actor.id, detail: '', at: tx.now })
      .onConflictDoNothing();
    return;
  }
  if (actor.kind !== 'pipeline') return;
  const [owner] = await tx.db.select({ id: team.accountableId }).from(team).where(eq(team.slug, actor.team));
  const people = new Set([actor.makerId, actor.actorId, owner?.id].filter((id) => id != null));
  await tx.db
    .insert(versionAct)
    .values(
      [...people].map((personId) => ({
        id: newId(tx.now),
        versionId,
        kind: 'pipeline-person' as const,
        personId,
        detail: `${actor.name} ${VERBS[kind]}`,
        at: tx.now,
      })),
    )
    .onConflictDoNothing();
}
