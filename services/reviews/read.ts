/** One review with everything in sight: facts, requirements, quorum, conversation, and what the reader may do. */
import { asc, eq } from 'drizzle-orm';
import type { Reader } from '#db/read.ts';
import { approval, review } from '#db/schema/gate.ts';
import { person, privateText, roleGrant } from '#db/schema/people.ts';
import { model, version } from '#db/schema/register.ts';
import type { Person } from '#domain/access/actor.ts';
import type { Digest } from '#domain/artifact/digest.ts';
import type { Json } from '#domain/canonical/json.ts';
import { reviewedContent } from '#domain/gate/content-digest.ts';
import { type Decision, tierOf } from '#domain/gate/decide.ts';
import type { GateFacts } from '#domain/gate/facts.ts';
import { myPart, type Part } from '#domain/gate/my-part.ts';
import { isOver, isSentBack, type ReviewState } from '#domain/gate/review-states.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { type Evaluation, evaluate } from '../gate/evaluate.ts';
import { actorNames } from '../ledger/events.ts';
import { query } from '../transact.ts';
import { countEntries } from './conversation.ts';

export interface VerdictRow {
  readonly id: string;
  readonly person: string;
  readonly verdict: 'approve' | 'request-changes' | 'reject';
  readonly capacity: string;
  readonly contentDigest: string;
  readonly at: Date;
  readonly authenticatedAt: Date;
  readonly method: 'local' | 'oidc';
  readonly role: { readonly grantedAt: Date; readonly grantedBy: string | null; readonly atSetup: boolean } | null;
  readonly comment: string | null;
  readonly withdrawnAt: Date | null;
  /** counts towards the quorum now; otherwise why not */
  readonly standing: { readonly counts: boolean; readonly reason: string | null };
  readonly mine: boolean;
}

export interface ReviewView {
  readonly id: string;
  readonly ref: string;
  readonly namespace: string;
  readonly name: string;
  readonly version: string;
  readonly versionId: string;
  readonly environment: string;
  readonly state: ReviewState;
  /** it was approved, and what it was approved on or by does not hold any more */
  readonly lapsed: boolean;
  /** sent back, and the content is still the one that was sent back */
  readonly unchangedSinceSentBack: boolean;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  /** when it was last asked for */
  readonly askedAt: Date;
  /** why it was closed, when the version ended while it waited */
  readonly closedBecause: string | null;
  readonly decision: Decision;
  readonly contentDigest: Digest;
  /** what the content digest is of */
  readonly content: Json;
  readonly facts: GateFacts;
  readonly trial: boolean;
  /** oldest first */
  readonly verdicts: readonly VerdictRow[];
  /** capacities I could act in, those without a refusal first */
  readonly parts: readonly Part[];
  /** why I cannot decide; null when I can */
  readonly refusal: string | null;
  /** a newer review of the same version and environment holds */
  readonly superseded: boolean;
  /** nobody is asked any more: it was rejected, closed or superseded */
  readonly over: boolean;
}

/** Whether an approval of mine stands on the present content. */
function approvedByMe({ facts, decision }: Evaluation, actor: Person): boolean {
  return (
    facts.review?.approvals.some(
      ({ personId, contentDigest }) => personId === actor.id && contentDigest === decision.contentDigest,
    ) ?? false
  );
}

async function verdictsOf(db: Reader, id: string, evaluation: Evaluation, superseded: boolean, me: string | null) {
  const given = await db
    .select({ approval, name: privateText.text, grant: roleGrant })
    .from(approval)
    .innerJoin(person, eq(person.id, approval.personId))
    .innerJoin(privateText, eq(privateText.id, person.nameId))
    .leftJoin(roleGrant, eq(roleGrant.id, approval.grantId))
    .where(eq(approval.reviewId, id))
    .orderBy(asc(approval.at), asc(approval.id));
  const comments = new Map(
    (
      await db
        .select({ id: approval.id, text: privateText.text })
        .from(approval)
        .innerJoin(privateText, eq(privateText.id, approval.commentId))
        .where(eq(approval.reviewId, id))
    ).map(({ id: one, text }) => [one, text ?? 'The comment was erased']),
  );
  const granters = await actorNames(
    db,
    given.flatMap(({ grant }) => (grant?.grantedBy ? [`person:${grant.grantedBy}`] : [])),
  );
  return given.map(({ approval: one, name, grant }): VerdictRow => {
    const voided = evaluation.decision.voidApprovals.find((entry) => entry.id === one.id);
    const withdrawn = one.withdrawnAt ? 'Withdrawn, or given again on newer content' : null;
    const reason = one.verdict !== 'approve' ? null : (withdrawn ?? voided?.reason ?? null);
    return {
      id: one.id,
      person: name ?? 'Erased person',
      verdict: one.verdict,
      capacity: one.capacity,
      contentDigest: one.contentDigest,
      at: one.at,
      authenticatedAt: one.authenticatedAt,
      method: one.method,
      role: grant && {
        grantedAt: grant.grantedAt,
        grantedBy: grant.grantedBy === null ? null : (granters.get(`person:${grant.grantedBy}`) ?? null),
        atSetup: grant.atSetup,
      },
      comment: comments.get(one.id) ?? null,
      withdrawnAt: one.withdrawnAt,
      standing: { counts: one.verdict === 'approve' && reason === null && !superseded, reason },
      mine: one.personId === me,
    };
  });
}

/** The review and the evaluation that it was read with, for a query that is under way. */
export async function readOne(ctx: Ctx, db: Reader, id: string, now: Date) {
  const [row] = await db
    .select({
      review,
      namespace: model.namespace,
      name: model.name,
      version: version.version,
      closedBecause: privateText.text,
    })
    .from(review)
    .leftJoin(privateText, eq(privateText.id, review.closedReasonId))
    .innerJoin(version, eq(version.id, review.versionId))
    .innerJoin(model, eq(model.id, version.modelId))
    .where(eq(review.id, id));
  if (!row) throw new ServiceError('not-found', 'There is no such review');
  const { versionId, environment, state } = row.review;
  const evaluation = await evaluate(db, versionId, environment, ctx.runtime.trial, now);
  const { facts, policies, decision } = evaluation;
  const actor = ctx.actor.kind === 'person' ? ctx.actor : null;
  const superseded = facts.review?.id !== id;
  const over = superseded || isOver(state);
  const parts = actor ? myPart(facts, policies, actor, now) : [];
  const [first] = parts;
  const refusal = over
    ? 'This review is over'
    : actor && approvedByMe(evaluation, actor)
      ? 'You have approved this content'
      : !first
        ? 'None of your roles is asked for by this review'
        : (first.refusal?.reason ?? null);
  const names = await actorNames(db, [row.review.requestedBy]);
  const view: ReviewView = {
    id,
    ref: `${row.namespace}/${row.name}@${row.version}`,
    namespace: row.namespace,
    name: row.name,
    version: row.version,
    versionId,
    environment,
    state,
    lapsed: state === 'approved' && !superseded && decision.outcome !== 'allow',
    unchangedSinceSentBack: isSentBack(row.review, decision.contentDigest),
    requestedBy: names.get(row.review.requestedBy) ?? row.review.requestedBy,
    requestedAt: row.review.requestedAt,
    askedAt: row.review.askedAt,
    closedBecause: row.review.state === 'closed' ? (row.closedBecause ?? 'The version ended') : null,
    decision,
    contentDigest: decision.contentDigest,
    content: reviewedContent(facts, tierOf(facts, policies[0]), policies[0].digest),
    facts,
    trial: ctx.runtime.trial,
    verdicts: await verdictsOf(db, id, evaluation, superseded, actor?.id ?? null),
    parts,
    refusal,
    superseded,
    over,
  };
  return { view, evaluation };
}

/** The review itself, for the gate's API and for what watches it. */
export async function readReview(ctx: Ctx, id: string): Promise<ReviewView> {
  return query(ctx, 'review.read', thing(`review:${id}`), async (db, now) => (await readOne(ctx, db, id, now)).view);
}

/** With how many entries its conversation has: what an open page watches. */
export async function readStanding(ctx: Ctx, id: string): Promise<{ review: ReviewView; entries: number }> {
  return query(ctx, 'review.read', thing(`review:${id}`), async (db, now) => {
    const { view } = await readOne(ctx, db, id, now);
    return { review: view, entries: await countEntries(db, id) };
  });
}
