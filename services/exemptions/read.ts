/** One exemption with everything in sight: what was asked, who decided in which role, whether it counts, and my part. */
import { and, asc, count, desc, eq } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { readExemptionRows } from '#db/queries/exemption-facts.ts';
import type { Reader } from '#db/read.ts';
import { exemption, exemptionDecision } from '#db/schema/exemptions.ts';
import { token } from '#db/schema/gate.ts';
import { person, privateText, roleGrant, team } from '#db/schema/people.ts';
import { model, version } from '#db/schema/register.ts';
import { may } from '#domain/access/may.ts';
import type { Capacity } from '#domain/access/roles.ts';
import {
  askRefusal,
  type ExemptionTerms,
  exemptionParts,
  exemptionStanding,
  exemptionTerms,
} from '#domain/gate/ask-exemption.ts';
import { type ExemptionState, exemptionState } from '#domain/gate/exemption-state.ts';
import type { Part } from '#domain/gate/my-part.ts';
import type { Requirement } from '#domain/gate/requirements.ts';
import type { Tier } from '#domain/risk/tier.ts';
import { ofExemption } from '../access/exemption-subject.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { type Evaluation, evaluate } from '../gate/evaluate.ts';
import { exemptionFact } from '../gate/load-facts.ts';
import { actorNames } from '../ledger/events.ts';
import { query } from '../transact.ts';
import { visibleTo } from './scope.ts';
import { restingOn } from './withdraw.ts';

export interface ExemptionVerdictRow {
  readonly id: string;
  readonly person: string;
  readonly verdict: 'approve' | 'refuse';
  readonly capacity: Capacity;
  readonly at: Date;
  readonly authenticatedAt: Date;
  readonly method: 'local' | 'oidc';
  readonly role: { readonly grantedAt: Date; readonly atSetup: boolean } | null;
  readonly comment: string | null;
  readonly mine: boolean;
}

export interface ExemptionView {
  readonly id: string;
  readonly ref: string;
  readonly namespace: string;
  readonly name: string;
  readonly version: string;
  readonly artifactDigest: string;
  readonly team: string;
  readonly tier: Tier;
  readonly environment: string;
  readonly requirement: string;
  readonly state: ExemptionState;
  /** the clock that `state` and the life bar go by */
  readonly now: Date;
  readonly reason: string;
  readonly control: string;
  readonly ticket: string | null;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly requestedEnd: Date;
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  readonly decidedAt: Date | null;
  readonly withdrawal: { readonly at: Date; readonly by: string; readonly reason: string } | null;
  /** the one that it renews, and the one that renews it */
  readonly renews: string | null;
  readonly renewedBy: string | null;
  /** oldest first */
  readonly verdicts: readonly ExemptionVerdictRow[];
  readonly terms: ExemptionTerms;
  /** whether the gate counts it now, until when; otherwise why not. Null unless it is live */
  readonly counts: { readonly until: Date | null; readonly reason: string | null } | null;
  /** as the gate answers now; null when it is not asked any more */
  readonly asked: Requirement | null;
  /** roles I could decide in, those without a refusal first */
  readonly parts: readonly Part[];
  /** why I cannot decide; null when I can */
  readonly refusal: string | null;
  readonly mayWithdraw: boolean;
  /** live tokens that would end with it */
  readonly liveTokens: number;
  /** why a renewal cannot be asked for now; null when it can, by the owning team */
  readonly renewalRefusal: string | null;
  readonly mayAsk: boolean;
}

async function readRow(db: Reader, ctx: Ctx, id: string) {
  const reason = alias(privateText, 'reason');
  const control = alias(privateText, 'control');
  const ticket = alias(privateText, 'ticket');
  const withdrawal = alias(privateText, 'withdrawal');
  const [row] = await db
    .select({
      exemption,
      namespace: model.namespace,
      name: model.name,
      version: version.version,
      artifactDigest: version.artifactDigest,
      tier: version.tier,
      team: team.slug,
      reason: reason.text,
      control: control.text,
      ticket: ticket.text,
      withdrawal: withdrawal.text,
    })
    .from(exemption)
    .innerJoin(version, eq(version.id, exemption.versionId))
    .innerJoin(model, eq(model.id, version.modelId))
    .innerJoin(team, eq(team.id, model.teamId))
    .innerJoin(reason, eq(reason.id, exemption.reasonId))
    .innerJoin(control, eq(control.id, exemption.controlId))
    .leftJoin(ticket, eq(ticket.id, exemption.ticketId))
    .leftJoin(withdrawal, eq(withdrawal.id, exemption.withdrawalId))
    .where(and(eq(exemption.id, id), visibleTo(ctx.actor)));
  if (!row) throw new ServiceError('not-found', 'There is no such exemption');
  return row;
}

async function readVerdicts(db: Reader, ctx: Ctx, id: string): Promise<ExemptionVerdictRow[]> {
  const comment = alias(privateText, 'comment');
  const rows = await db
    .select({ given: exemptionDecision, name: privateText.text, grant: roleGrant, comment: comment.text })
    .from(exemptionDecision)
    .innerJoin(person, eq(person.id, exemptionDecision.personId))
    .innerJoin(privateText, eq(privateText.id, person.nameId))
    .leftJoin(roleGrant, eq(roleGrant.id, exemptionDecision.grantId))
    .leftJoin(comment, eq(comment.id, exemptionDecision.commentId))
    .where(eq(exemptionDecision.exemptionId, id))
    .orderBy(asc(exemptionDecision.at), asc(exemptionDecision.id));
  return rows.map(({ given, name, grant, comment: text }) => ({
    id: given.id,
    person: name ?? 'Erased person',
    verdict: given.verdict,
    capacity: given.capacity as Capacity,
    at: given.at,
    authenticatedAt: given.authenticatedAt,
    method: given.method,
    role: grant && { grantedAt: grant.grantedAt, atSetup: grant.atSetup },
    comment: text,
    mine: ctx.actor.kind === 'person' && given.personId === ctx.actor.id,
  }));
}

function refusalOf(state: ExemptionState, requestedEnd: Date, mine: boolean, parts: readonly Part[], now: Date) {
  if (state !== 'waiting') return 'This exemption has been decided';
  if (mine) return 'You have approved this exemption';
  if (requestedEnd <= now) return 'The end that was asked for has passed';
  const [part] = parts;
  if (!part) return 'None of your roles decides about this exemption';
  return part.refusal?.reason ?? null;
}

async function standingOf(db: Reader, id: string, { facts, policies }: Evaluation, now: Date) {
  const [row] = await readExemptionRows(db, [id]);
  if (!row) throw new ServiceError('not-found', 'There is no such exemption');
  const fact = exemptionFact(row);
  return { fact, standing: exemptionStanding(fact, facts, policies, now) };
}

export async function readExemption(ctx: Ctx, id: string): Promise<ExemptionView> {
  return query(ctx, 'exemption.read', thing(`exemption:${id}`), async (db, now) => {
    const row = await readRow(db, ctx, id);
    const one = row.exemption;
    const state = exemptionState(one, now);
    const evaluation = await evaluate(db, one.versionId, one.environment, ctx.runtime.trial, now);
    const { facts, policies, decision } = evaluation;
    const { fact, standing } = await standingOf(db, id, evaluation, now);
    const verdicts = await readVerdicts(db, ctx, id);
    const { actor } = ctx;
    const parts = actor.kind === 'person' ? exemptionParts(fact, facts, policies, actor, now) : [];
    const relations = await ofExemption(id).relations(db, actor);
    const asked = decision.requirements.find((requirement) => requirement.id === one.requirement);
    const [tokens] = await db.select({ live: count() }).from(token).where(restingOn(one, now));
    const [later] = await db
      .select({ id: exemption.id })
      .from(exemption)
      .where(eq(exemption.renewsId, id))
      .orderBy(desc(exemption.requestedAt), desc(exemption.id))
      .limit(1);
    const names = await actorNames(db, [`person:${one.requestedBy}`, ...(one.withdrawnBy ? [one.withdrawnBy] : [])]);
    const nameOf = (who: string) => names.get(who) ?? who;
    return {
      id,
      ref: facts.version.ref,
      namespace: row.namespace,
      name: row.name,
      version: row.version,
      artifactDigest: row.artifactDigest,
      team: row.team,
      tier: decision.tier,
      environment: one.environment,
      requirement: one.requirement,
      state,
      now,
      reason: row.reason ?? 'Erased',
      control: row.control ?? 'Erased',
      ticket: row.ticket,
      requestedBy: nameOf(`person:${one.requestedBy}`),
      requestedAt: one.requestedAt,
      requestedEnd: one.requestedEnd,
      startsAt: one.startsAt,
      endsAt: one.endsAt,
      decidedAt: one.decidedAt,
      withdrawal:
        one.withdrawnAt && one.withdrawnBy
          ? { at: one.withdrawnAt, by: nameOf(one.withdrawnBy), reason: row.withdrawal ?? 'Erased' }
          : null,
      renews: one.renewsId,
      renewedBy: later?.id ?? null,
      verdicts,
      terms: exemptionTerms(facts, policies),
      counts:
        state !== 'live'
          ? null
          : standing.holds
            ? { until: new Date(standing.until), reason: null }
            : { until: null, reason: standing.reason },
      asked: asked ?? null,
      parts,
      refusal: refusalOf(
        state,
        one.requestedEnd,
        verdicts.some(({ mine }) => mine),
        parts,
        now,
      ),
      mayWithdraw: (state === 'waiting' || state === 'live') && may(actor, 'exemption.withdraw', relations).allowed,
      liveTokens: tokens?.live ?? 0,
      renewalRefusal: askRefusal(one.requirement, asked, facts.exemptions, now)?.reason ?? null,
      mayAsk: may(actor, 'exemption.request', relations).allowed,
    };
  });
}
