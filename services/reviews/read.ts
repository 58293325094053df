/** One review with everything in sight: facts, requirements, quorum, conversation, and what the reader may do. */
import { asc, eq } from 'drizzle-orm';
import { approval, review } from '#db/schema/gate.ts';
import { person, privateText, roleGrant } from '#db/schema/people.ts';
import { model, version } from '#db/schema/register.ts';
import type { Digest } from '#domain/artifact/digest.ts';
import type { Json } from '#domain/canonical/json.ts';
import { reviewedContent } from '#domain/gate/content-digest.ts';
import { type Decision, tierOf } from '#domain/gate/decide.ts';
import type { GateFacts } from '#domain/gate/facts.ts';
import { myPart, type Part } from '#domain/gate/my-part.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { evaluate } from '../gate/evaluate.ts';
import { actorNames } from '../ledger/events.ts';
import { query } from '../transact.ts';

export interface VerdictRow {
  readonly id: string;
  readonly person: string;
  readonly verdict: 'approve' | 'request-changes' | 'reject';
  readonly capacity: string;
  readonly contentDigest: string;
  readonly at: Date;
  readonly authenticatedAt: Date;
  readonly method: 'local' | 'oidc';
  readonly role: { readonly grantedAt: Date; readonly atSetup: boolean } | null;
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
  readonly environment: string;
  readonly state: 'open' | 'changes-requested' | 'approved' | 'rejected';
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly decision: Decision;
  readonly contentDigest: Digest;
  /** what the content digest is of */
  readonly content: Json;
  readonly facts: GateFacts;
  /** oldest first */
  readonly verdicts: readonly VerdictRow[];
  /** capacities I could act in, those without a refusal first */
  readonly parts: readonly Part[];
  /** why I cannot decide; null when I can */
  readonly refusal: string | null;
  /** a newer review of the same version and environment holds */
  readonly superseded: boolean;
}

export async function readReview(ctx: Ctx, id: string): Promise<ReviewView> {
  return query(ctx, 'review.read', thing(`review:${id}`), async (db, now) => {
    const [row] = await db
      .select({ review, namespace: model.namespace, name: model.name, version: version.version })
      .from(review)
      .innerJoin(version, eq(version.id, review.versionId))
      .innerJoin(model, eq(model.id, version.modelId))
      .where(eq(review.id, id));
    if (!row) throw new ServiceError('not-found', 'There is no such review');
    const { facts, policies, decision } = await evaluate(
      db,
      row.review.versionId,
      row.review.environment,
      ctx.runtime.trial,
      now,
    );
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
      ).map(({ id: one, text }) => [one, text]),
    );
    const { actor } = ctx;
    const superseded = facts.review?.id !== id;
    const parts = actor.kind === 'person' ? myPart(facts, policies, actor, now) : [];
    const mine = given.some(
      ({ approval: one }) =>
        actor.kind === 'person' &&
        one.personId === actor.id &&
        one.verdict === 'approve' &&
        !one.withdrawnAt &&
        one.contentDigest === decision.contentDigest,
    );
    const names = await actorNames(db, [row.review.requestedBy]);
    const first = parts[0];
    const refusal =
      superseded || row.review.state === 'rejected'
        ? 'This review is over'
        : mine
          ? 'You have approved this content'
          : !first
            ? 'None of your roles is asked for by this review'
            : (first.refusal?.reason ?? null);
    return {
      id,
      ref: `${row.namespace}/${row.name}@${row.version}`,
      namespace: row.namespace,
      name: row.name,
      version: row.version,
      environment: row.review.environment,
      state: row.review.state,
      requestedBy: names.get(row.review.requestedBy) ?? row.review.requestedBy,
      requestedAt: row.review.requestedAt,
      decision,
      contentDigest: decision.contentDigest,
      content: reviewedContent(facts, tierOf(facts, policies[0]), policies[0].digest),
      facts,
      verdicts: given.map(({ approval: one, name, grant }) => {
        const voided = decision.voidApprovals.find((entry) => entry.id === one.id);
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
          role: grant && { grantedAt: grant.grantedAt, atSetup: grant.atSetup },
          comment: comments.get(one.id) ?? null,
          withdrawnAt: one.withdrawnAt,
          standing: { counts: one.verdict === 'approve' && reason === null && !superseded, reason },
          mine: actor.kind === 'person' && one.personId === actor.id,
        };
      }),
      parts,
      refusal,
      superseded,
    };
  });
}
