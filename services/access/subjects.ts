/**
 * What an act is about, and how the actor stands to it: the relations that `may` asks for, found inside the same
 * transaction as the act.
 */
import { and, eq } from 'drizzle-orm';
import { type OwningTeam, owningTeam } from '#db/queries/owning-team.ts';
import { ask, type Reader } from '#db/read.ts';
import { token } from '#db/schema/gate.ts';
import { pipelineKey, team } from '#db/schema/people.ts';
import { model, version } from '#db/schema/register.ts';
import { known, type Question, reworded } from '#db/statement.ts';
import { type Actor, actorId, coversModel, hasRole, type Person } from '#domain/access/actor.ts';
import type { Relation } from '#domain/access/may.ts';

export interface Subject {
  /** as the ledger names it */
  readonly label: string;
  /** `namespace/name`, when it is about a model */
  readonly model?: string;
  relations(db: Reader, actor: Actor): Promise<ReadonlySet<Relation>>;
  /** the same as a question of fixed text, where it is one: a transaction opens with it */
  asked?(actor: Actor): Question<ReadonlySet<Relation>>;
}

const none: ReadonlySet<Relation> = new Set();

/** Something to which nobody stands in a special relation. */
export function thing(label: string): Subject {
  return { label, relations: async () => none };
}

/** How a person stands to what a team owns. */
export function relationsToTeam(actor: Person, owning: OwningTeam): Set<Relation> {
  const found = new Set<Relation>();
  if (actor.teams.includes(owning.slug)) found.add('owner');
  if (owning.accountableId === actor.id) found.add('accountable');
  // What nobody answers for must not lie still for ever: an administrator may act for it, and for nothing else.
  const nobody = owning.accountableId === null || owning.accountableLeft;
  if (nobody && hasRole(actor, 'administrator')) found.add('caretaker');
  return found;
}

/**
 * A model, a version of it, or a promotion of one. It belongs to its own team, which a handover changes; before the first
 * registration it would belong to the team that claimed the namespace.
 */
export function ofModel(
  name: { readonly namespace: string; readonly name: string },
  label = `${name.namespace}/${name.name}`,
  scope: {
    readonly environment?: string /** who would claim a namespace that nobody has */;
    readonly claimBy?: string;
  } = {},
): Subject {
  const full = `${name.namespace}/${name.name}`;
  const asked = (actor: Actor): Question<ReadonlySet<Relation>> => {
    if (actor.kind !== 'person' && actor.kind !== 'pipeline') return known(none);
    return reworded(owningTeam(name), ([owning]) => {
      if (actor.kind === 'person') {
        if (owning) return relationsToTeam(actor, owning);
        const claims = scope.claimBy !== undefined && actor.teams.includes(scope.claimBy);
        return claims ? new Set<Relation>(['owner']) : none;
      }
      // A key works for one team and never reaches into another's model, whatever its patterns say.
      const reaches = (owning?.slug ?? scope.claimBy) === actor.team && coversModel(actor.models, full);
      const allowed = scope.environment === undefined || actor.environments.includes(scope.environment);
      return reaches && allowed ? new Set<Relation>(['in-scope']) : none;
    });
  };
  return { label, model: full, asked, relations: (db, actor) => ask(db, asked(actor)) };
}

/** Something that belongs to a team. */
export function ofTeam(slug: string, label = `team:${slug}`): Subject {
  return {
    label,
    relations: async (_db, actor) =>
      actor.kind === 'person' && actor.teams.includes(slug) ? new Set(['owner']) : none,
  };
}

/** A pipeline key: its team owns it, its maker asked for it. */
export function ofKey(id: string): Subject {
  return {
    label: `key:${id}`,
    async relations(db, actor) {
      if (actor.kind !== 'person') return none;
      const [row] = await db
        .select({ slug: team.slug, makerId: pipelineKey.makerId })
        .from(pipelineKey)
        .innerJoin(team, eq(team.id, pipelineKey.teamId))
        .where(eq(pipelineKey.id, id));
      const found = new Set<Relation>();
      if (row && actor.teams.includes(row.slug)) found.add('owner');
      if (row?.makerId === actor.id) found.add('requester');
      return found;
    },
  };
}

/** A promotion token: who asked for it may always take it back. */
export function ofToken(jti: string): Subject {
  return {
    label: `token:${jti}`,
    async relations(db, actor) {
      const [row] = await db
        .select({ requestedBy: token.requestedBy })
        .from(token)
        .innerJoin(version, eq(version.id, token.versionId))
        .innerJoin(model, and(eq(model.id, version.modelId)))
        .where(eq(token.jti, jti));
      return row?.requestedBy === actorId(actor) ? new Set<Relation>(['requester']) : none;
    },
  };
}
