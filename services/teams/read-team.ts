/** One team: who belongs to it and who answers for it, what it owns, and what is broken. */
import { and, asc, eq, isNull, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Reader } from '#db/read.ts';
import { namespace, person, privateText, team, teamMember } from '#db/schema/people.ts';
import { model, modelHandover, useCase } from '#db/schema/register.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { query } from '../transact.ts';

/** Members and namespaces in full up to this; models and use cases have lists of their own. */
const MEMBERS = 200;
const SHOWN = 20;

export interface TeamView {
  readonly slug: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly accountable: { readonly id: string; readonly name: string; readonly leftAt: Date | null } | null;
  readonly members: readonly {
    readonly id: string;
    readonly name: string;
    readonly since: Date;
    readonly leftAt: Date | null;
  }[];
  readonly namespaces: readonly string[];
  readonly models: { readonly count: number; readonly first: readonly { model: string; retired: boolean }[] };
  readonly useCases: {
    readonly count: number;
    readonly first: readonly { slug: string; owner: string; ownerLeft: boolean }[];
  };
  /** of models, to and from this team, that wait for an answer */
  readonly offers: readonly { readonly model: string; readonly from: string; readonly to: string; readonly at: Date }[];
}

async function readOffers(db: Reader, teamId: string): Promise<TeamView['offers']> {
  const from = alias(team, 'from_team');
  const to = alias(team, 'to_team');
  return db
    .select({
      model: sql<string>`${model.namespace} || '/' || ${model.name}`,
      from: from.slug,
      to: to.slug,
      at: modelHandover.offeredAt,
    })
    .from(modelHandover)
    .innerJoin(model, eq(model.id, modelHandover.modelId))
    .innerJoin(from, eq(from.id, modelHandover.fromTeamId))
    .innerJoin(to, eq(to.id, modelHandover.toTeamId))
    .where(
      and(
        eq(modelHandover.state, 'offered'),
        or(eq(modelHandover.fromTeamId, teamId), eq(modelHandover.toTeamId, teamId)),
      ),
    )
    .orderBy(asc(modelHandover.offeredAt))
    .limit(SHOWN);
}

export async function readTeam(ctx: Ctx, slug: string): Promise<TeamView> {
  return query(ctx, 'people.read', thing(`team:${slug}`), async (db) => {
    const [row] = await db
      .select({ team, accountable: privateText.text, leftAt: person.disabledAt })
      .from(team)
      .leftJoin(person, eq(person.id, team.accountableId))
      .leftJoin(privateText, eq(privateText.id, person.nameId))
      .where(eq(team.slug, slug));
    if (!row) throw new ServiceError('not-found', `There is no team ${slug}`);
    const { id } = row.team;
    const members = await db
      .select({ id: person.id, name: privateText.text, since: teamMember.since, leftAt: person.disabledAt })
      .from(teamMember)
      .innerJoin(person, eq(person.id, teamMember.personId))
      .innerJoin(privateText, eq(privateText.id, person.nameId))
      .where(and(eq(teamMember.teamId, id), isNull(teamMember.until)))
      .orderBy(asc(privateText.text))
      .limit(MEMBERS);
    const names = await db
      .select({ name: namespace.name })
      .from(namespace)
      .where(eq(namespace.teamId, id))
      .orderBy(asc(namespace.name))
      .limit(MEMBERS);
    const models = await db
      .select({ namespace: model.namespace, name: model.name, state: model.state })
      .from(model)
      .where(eq(model.teamId, id))
      .orderBy(asc(model.namespace), asc(model.name))
      .limit(SHOWN);
    const useCases = await db
      .select({ slug: useCase.slug, owner: privateText.text, leftAt: person.disabledAt })
      .from(useCase)
      .innerJoin(person, eq(person.id, useCase.ownerId))
      .innerJoin(privateText, eq(privateText.id, person.nameId))
      .where(eq(useCase.teamId, id))
      // What is broken comes first.
      .orderBy(sql`${person.disabledAt} is null`, asc(useCase.slug))
      .limit(SHOWN);
    return {
      slug: row.team.slug,
      name: row.team.name,
      createdAt: row.team.createdAt,
      accountable: row.team.accountableId
        ? { id: row.team.accountableId, name: row.accountable ?? 'Erased person', leftAt: row.leftAt }
        : null,
      members: members.map((member) => ({ ...member, name: member.name ?? 'Erased person' })),
      namespaces: names.map(({ name }) => name),
      models: {
        count: await db.$count(model, eq(model.teamId, id)),
        first: models.map((one) => ({ model: `${one.namespace}/${one.name}`, retired: one.state === 'retired' })),
      },
      useCases: {
        count: await db.$count(useCase, eq(useCase.teamId, id)),
        first: useCases.map((one) => ({
          slug: one.slug,
          owner: one.owner ?? 'Erased person',
          ownerLeft: one.leftAt !== null,
        })),
      },
      offers: await readOffers(db, id),
    };
  });
}
