/**
 * What an act is about, and how the actor stands to it: the relations that `may` asks for, found inside the same
 * transaction as the act.
 */
import { and, eq } from 'drizzle-orm';
import { namespaceTeam } from '#db/queries/namespace-team.ts';
import { ask, type Reader } from '#db/read.ts';
import { token } from '#db/schema/gate.ts';
import { pipelineKey, team } from '#db/schema/people.ts';
import { model, version } from '#db/schema/register.ts';
import { known, type Question, reworded } from '#db/statement.ts';
import { type Actor, actorId, coversModel } from '#domain/access/actor.ts';
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

/** A model, a version of it, or a promotion of one; the owner is the team that claimed the namespace. */
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
    return reworded(namespaceTeam({ namespace: name.namespace }), ([claimed]) => {
      const owner = claimed?.slug ?? scope.claimBy;
      const found = new Set<Relation>();
      if (actor.kind === 'person') {
        if (owner !== undefined && actor.teams.includes(owner)) found.add('owner');
      } else {
        // A key works for one team and never reaches into another's namespace, whatever its patterns say.
        const reaches = owner === actor.team && coversModel(actor.models, full);
        const allowed = scope.environment === undefined || actor.environments.includes(scope.environment);
        if (reaches && allowed) found.add('in-scope');
      }
      return found;
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
