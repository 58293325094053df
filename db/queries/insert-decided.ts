/** Writes what one answer of the gate leaves behind in one statement: decision, promotion and, when it allows, the token. */
import { sql } from 'drizzle-orm';
import type { decision, promotion, token } from '../schema/gate.ts';
import { type Named, type Write, writing } from '../statement.ts';

export interface Decided {
  readonly decision: typeof decision.$inferInsert;
  readonly promotion: Pick<typeof promotion.$inferInsert, 'id' | 'requestedBy' | 'reviewId' | 'requestedAt'>;
  readonly token: typeof token.$inferInsert | null;
  /** the review that this answer completes */
  readonly approvedReviewId: string | null;
}

/** What is written of every answer, and what more when it allows. */
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

interface Issued extends Asked {
  readonly jti: string;
  readonly claims: string;
  readonly claimsDigest: string;
  readonly ledgerIndex: number;
  readonly statusIndex: number;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

const decisionRow = (p: Named<Asked>) => sql`
  insert into decision (id, version_id, environment, outcome, facts, answer, decided_at)
  values (${p.decisionId}, ${p.versionId}, ${p.environment}, ${p.outcome}, ${p.facts}, ${p.answer}, ${p.decidedAt})`;

const promotionRow = (p: Named<Asked>) => sql`
  insert into promotion (id, version_id, environment, requested_by, review_id, decision_id, requested_at)
  values (${p.promotionId}, ${p.versionId}, ${p.environment}, ${p.requestedBy}, ${p.reviewId}, ${p.decisionId}, ${p.requestedAt})`;

const insertAsked = writing<Asked>('insert-asked', (p) => sql`with decided as (${decisionRow(p)}) ${promotionRow(p)}`);

const insertIssued = writing<Issued>(
  'insert-issued',
  (p) => sql`
  with decided as (${decisionRow(p)}), asked as (${promotionRow(p)})
  insert into token (jti, version_id, environment, decision_id, claims, claims_digest, ledger_index, status_index,
    requested_by, issued_at, expires_at)
  values (${p.jti}, ${p.versionId}, ${p.environment}, ${p.decisionId}, ${p.claims}, ${p.claimsDigest}, ${p.ledgerIndex},
    ${p.statusIndex}, ${p.requestedBy}, ${p.issuedAt}, ${p.expiresAt})`,
);

const approveReview = writing<{ reviewId: string; at: Date }>(
  'approve-review',
  ({ reviewId, at }) => sql`update review set state = 'approved', updated_at = ${at} where id = ${reviewId}`,
);

export function insertDecided({ decision, promotion, token, approvedReviewId }: Decided): Write[] {
  const asked: Asked = {
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
  };
  if (token === null) return [insertAsked(asked)];
  const { jti, claims, claimsDigest, ledgerIndex, statusIndex, issuedAt, expiresAt } = token;
  const issued = { jti, claims: JSON.stringify(claims), claimsDigest, ledgerIndex, statusIndex, issuedAt, expiresAt };
  return [
    insertIssued({ ...asked, ...issued }),
    ...(approvedReviewId === null ? [] : [approveReview({ reviewId: approvedReviewId, at: decision.decidedAt })]),
  ];
}
