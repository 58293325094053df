/** Who owns a model, what is wrong with that, what is on its way, and what the reader may do about it. */
import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Reader } from '#db/read.ts';
import { person, privateText, team, teamMember } from '#db/schema/people.ts';
import { manifestRevision, model, modelHandover, ownerTakeover, version } from '#db/schema/register.ts';
import { type Action, may } from '#domain/access/may.ts';
import { ofHandover } from '../access/handover-subject.ts';
import { ofModel, thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { query } from '../transact.ts';

/** Of each list; a model with more is told by its number. */
const SHOWN = 20;

export interface HandoverRow {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly state: 'offered' | 'accepted' | 'declined' | 'cancelled';
  readonly reason: string;
  readonly offeredBy: string;
  readonly offeredAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
}

export interface Ownership {
  readonly state: 'active' | 'retired';
  readonly team: {
    readonly slug: string;
    readonly name: string;
    readonly accountable: { readonly name: string; readonly leftAt: Date | null } | null;
  };
  /** active members, who may take over */
  readonly members: readonly { readonly id: string; readonly name: string }[];
  /** newest first, at most 20; an offer that waits is among them */
  readonly handovers: readonly HandoverRow[];
  readonly offer: HandoverRow | null;
  /** owners in person that manifests in force name, who are not here and whom nobody succeeded */
  readonly gone: readonly { readonly owner: string; readonly versions: number; readonly leftAt: Date | null }[];
  readonly takeovers: readonly {
    readonly owner: string;
    readonly by: string;
    readonly at: Date;
    readonly reason: string;
  }[];
  /** why the reader may not do each of these; null when they may */
  readonly refusals: Readonly<Record<'offer' | 'cancel' | 'answer' | 'takeOver' | 'retire', string | null>>;
}

async function readHandovers(db: Reader, modelId: string): Promise<HandoverRow[]> {
  const from = alias(team, 'from_team');
  const to = alias(team, 'to_team');
  const offerer = alias(person, 'offerer');
  const offererName = alias(privateText, 'offerer_name');
  const decider = alias(person, 'decider');
  const deciderName = alias(privateText, 'decider_name');
  const reason = alias(privateText, 'reason');
  const rows = await db
    .select({
      handover: modelHandover,
      from: from.slug,
      to: to.slug,
      offeredBy: offererName.text,
      decidedBy: deciderName.text,
      reason: reason.text,
    })
    .from(modelHandover)
    .innerJoin(from, eq(from.id, modelHandover.fromTeamId))
    .innerJoin(to, eq(to.id, modelHandover.toTeamId))
    .innerJoin(offerer, eq(offerer.id, modelHandover.offeredBy))
    .innerJoin(offererName, eq(offererName.id, offerer.nameId))
    .leftJoin(decider, eq(decider.id, modelHandover.decidedBy))
    .leftJoin(deciderName, eq(deciderName.id, decider.nameId))
    .innerJoin(reason, eq(reason.id, modelHandover.reasonId))
    .where(eq(modelHandover.modelId, modelId))
    .orderBy(desc(modelHandover.offeredAt), desc(modelHandover.id))
    .limit(SHOWN);
  return rows.map(({ handover, ...names }) => ({
    id: handover.id,
    from: names.from,
    to: names.to,
    state: handover.state,
    reason: names.reason ?? 'Erased',
    offeredBy: names.offeredBy ?? 'Erased person',
    offeredAt: handover.offeredAt,
    decidedBy: handover.decidedBy ? (names.decidedBy ?? 'Erased person') : null,
    decidedAt: handover.decidedAt,
  }));
}

async function readGone(db: Reader, modelId: string): Promise<Ownership['gone']> {
  const owner = sql<string>`lower(${manifestRevision.manifest} ->> 'owner')`;
  return db
    .select({
      owner,
      versions: sql<number>`count(*)::int`,
      leftAt: sql<Date | null>`max(${person.disabledAt})`.mapWith(person.disabledAt),
    })
    .from(version)
    .innerJoin(
      manifestRevision,
      and(eq(manifestRevision.versionId, version.id), eq(manifestRevision.number, version.revision)),
    )
    .leftJoin(person, sql`'user:' || ${person.emailKey} = ${owner}`)
    .where(
      and(
        eq(version.modelId, modelId),
        eq(version.state, 'active'),
        sql`${owner} like 'user:%'`,
        sql`(${person.id} is null or ${person.disabledAt} is not null)`,
        sql`not exists (select 1 from ${ownerTakeover} o join ${person} heir on heir.id = o.person_id
          where o.model_id = ${modelId} and o.owner = ${owner} and heir.disabled_at is null)`,
      ),
    )
    .groupBy(owner)
    .orderBy(asc(owner))
    .limit(SHOWN);
}

async function readTakeovers(db: Reader, modelId: string): Promise<Ownership['takeovers']> {
  const heirName = alias(privateText, 'heir_name');
  const reason = alias(privateText, 'reason');
  const rows = await db
    .select({ owner: ownerTakeover.owner, at: ownerTakeover.at, by: heirName.text, reason: reason.text })
    .from(ownerTakeover)
    .innerJoin(person, eq(person.id, ownerTakeover.personId))
    .innerJoin(heirName, eq(heirName.id, person.nameId))
    .innerJoin(reason, eq(reason.id, ownerTakeover.reasonId))
    .where(eq(ownerTakeover.modelId, modelId))
    .orderBy(desc(ownerTakeover.at))
    .limit(SHOWN);
  return rows.map((row) => ({ ...row, by: row.by ?? 'Erased person', reason: row.reason ?? 'Erased' }));
}

export async function readOwnership(ctx: Ctx, namespace: string, name: string): Promise<Ownership> {
  return query(ctx, 'register.read', thing(`${namespace}/${name}`), async (db) => {
    const [row] = await db
      .select({
        id: model.id,
        state: model.state,
        teamId: team.id,
        slug: team.slug,
        teamName: team.name,
        accountableId: team.accountableId,
        accountable: privateText.text,
        leftAt: person.disabledAt,
      })
      .from(model)
      .innerJoin(team, eq(team.id, model.teamId))
      .leftJoin(person, eq(person.id, team.accountableId))
      .leftJoin(privateText, eq(privateText.id, person.nameId))
      .where(and(eq(model.namespace, namespace), eq(model.name, name)));
    if (!row) throw new ServiceError('not-found', `There is no model ${namespace}/${name}`);
    const members = await db
      .select({ id: person.id, name: privateText.text })
      .from(teamMember)
      .innerJoin(person, eq(person.id, teamMember.personId))
      .innerJoin(privateText, eq(privateText.id, person.nameId))
      .where(and(eq(teamMember.teamId, row.teamId), isNull(teamMember.until), isNull(person.disabledAt)))
      .orderBy(asc(privateText.text))
      .limit(200);
    const handovers = await readHandovers(db, row.id);
    const offer = handovers.find(({ state }) => state === 'offered') ?? null;
    const relations = await ofModel({ namespace, name }).relations(db, ctx.actor);
    const answering = offer === null ? relations : await ofHandover(offer.id).relations(db, ctx.actor);
    const refused = (action: Action, held = relations) => {
      const permission = may(ctx.actor, action, held);
      return permission.allowed ? null : permission.reason;
    };
    return {
      state: row.state,
      team: {
        slug: row.slug,
        name: row.teamName,
        accountable: row.accountableId ? { name: row.accountable ?? 'Erased person', leftAt: row.leftAt } : null,
      },
      members: members.map(({ id, name: own }) => ({ id, name: own ?? 'Erased person' })),
      handovers,
      offer,
      gone: await readGone(db, row.id),
      takeovers: await readTakeovers(db, row.id),
      refusals: {
        offer: refused('handover.offer'),
        cancel: refused('handover.cancel', answering),
        answer: refused('handover.answer', answering),
        takeOver: refused('owner.take-over'),
        retire: refused('model.retire'),
      },
    };
  });
}
