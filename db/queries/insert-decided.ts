/** What one answer of the gate leaves behind: the decision with its promotion, and the token when it allows. */
import { sql } from 'drizzle-orm';
import type { decision, promotion, token } from '../schema/gate.ts';
import { type Write, writing } from '../statement.ts';

export interface Decided {
  readonly decision: typeof decision.$inferInsert;
  readonly promotion: Pick<typeof promotion.$inferInsert, 'id' | 'requestedBy' | 'reviewId' | 'requestedAt'>;
  /** the review that this answer completes */
  readonly approvedReviewId: string | null;
}

interface Asked {
  readonly decisionId: string;
  readonly versionId: string;
  readonly environment: string;
  readonly outcome: string;
  readonly facts: string;
  readonly answer: string;
  readonly decidedAt: Date;
  readonly promotionId: string;
  readonly requestedBy: string;
  readonly reviewId: string | null;
  readonly requestedAt: Date;
}

const insertAsked = writing<Asked>(
  'insert-asked',
  (p) => sql`
  with decided as (
    insert into decision (id, version_id, environment, outcome, facts, answer, decided_at)
    values (${p.decisionId}, ${p.versionId}, ${p.environment}, ${p.outcome}, ${p.facts}, ${p.answer}, ${p.decidedAt})
  )
  insert into promotion (id, version_id, environment, requested_by, review_id, decision_id, requested_at)
  values (${p.promotionId}, ${p.versionId}, ${p.environment}, ${p.requestedBy}, ${p.reviewId}, ${p.decisionId}, ${p.requestedAt})`,
);

type TokenRow = Omit<typeof token.$inferInsert, 'revokedAt' | 'revokedBy' | 'reasonId'>;

const tokenRow = writing<Omit<TokenRow, 'claims'> & { readonly claims: string }>(
  'insert-token',
  (p) => sql`
  insert into token (jti, version_id, environment, decision_id, claims, claims_digest, ledger_index, status_index,
    requested_by, issued_at, expires_at)
  values (${p.jti}, ${p.versionId}, ${p.environment}, ${p.decisionId}, ${p.claims}, ${p.claimsDigest}, ${p.ledgerIndex},
    ${p.statusIndex}, ${p.requestedBy}, ${p.issuedAt}, ${p.expiresAt})`,
);

const approveReview = writing<{ reviewId: string; at: Date }>(
  'approve-review',
  ({ reviewId, at }) => sql`update review set state = 'approved', updated_at = ${at} where id = ${reviewId}`,
);

export function insertDecided({ decision, promotion, approvedReviewId }: Decided): Write[] {
  const asked = insertAsked({
    decisionId: decision.id,
    versionId: decision.versionId,
    environment: decision.environment,
    outcome: decision.outcome,
    facts: decision.facts,
    answer: JSON.stringify(decision.answer),
    decidedAt: decision.decidedAt,
    promotionId: promotion.id,
    requestedBy: promotion.requestedBy,
    reviewId: promotion.reviewId ?? null,
    requestedAt: promotion.requestedAt,
  });
  return approvedReviewId === null
    ? [asked]
    : [asked, approveReview({ reviewId: approvedReviewId, at: decision.decidedAt })];
}

/** To be sent after its decision. */
export function insertToken({ claims, ...row }: TokenRow): Write {
  return tokenRow({ ...row, claims: JSON.stringify(claims) });
}
