/**
 * What people and systems are told of, and what each notice says in pseudonyms: ids, refs and codes, never a name or a
 * comment. The words are written when somebody looks (text.ts), so that erasing a person erases them here too.
 */
export const NOTICE_KINDS = [
  'review.requested',
  'review.decided',
  'review.voided',
  'review.commented',
  'use-case.submitted',
  'use-case.decided',
  'exemption.requested',
  'exemption.decided',
  'exemption.ending',
  'token.production',
  'retrain.seen',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

interface ExemptionData {
  readonly ref: string;
  readonly environment: string;
  readonly exemption: string;
  readonly requirement: string;
}

export interface NoticeData {
  'review.requested': { readonly ref: string; readonly environment: string; readonly review: string };
  'review.decided': {
    readonly ref: string;
    readonly environment: string;
    readonly review: string;
    readonly verdict: 'approve' | 'request-changes' | 'reject';
  };
  'review.voided': {
    readonly ref: string;
    readonly environment: string;
    readonly review: string;
    readonly approval: string;
    /** `withdrawn`, or why the gate no longer counts it (domain/gate/quorum.ts) */
    readonly reason: string;
  };
  'review.commented': { readonly ref: string; readonly environment: string; readonly review: string };
  'use-case.submitted': { readonly slug: string; readonly version: number };
  'use-case.decided': { readonly slug: string; readonly version: number; readonly verdict: 'approve' | 'reject' };
  'exemption.requested': ExemptionData;
  'exemption.decided': ExemptionData & { readonly verdict: 'grant' | 'refuse' | 'withdraw' };
  /** days: 14, 3, or 0 when it has ended */
  'exemption.ending': ExemptionData & { readonly until: string; readonly days: number };
  'token.production': { readonly ref: string; readonly environment: string; readonly jti: string };
  'retrain.seen': { readonly ref: string; readonly approved: string };
}

/** A notice's kind with its data. */
export type NoticeContent = { [K in NoticeKind]: { readonly kind: K; readonly data: NoticeData[K] } }[NoticeKind];

export interface KindInfo {
  readonly label: string;
  /** who is told */
  readonly audience: string;
  /** whether it also goes out by e-mail unless somebody chose otherwise */
  readonly mail: boolean;
}

export const KIND_INFO: Readonly<Record<NoticeKind, KindInfo>> = {
  'review.requested': {
    label: 'Review requested',
    audience: 'Reviewers who could give a missing approval',
    mail: true,
  },
  'review.decided': { label: 'Review decided', audience: 'Who requested it, and who answers for the team', mail: true },
  'review.voided': {
    label: 'Approval no longer counts',
    audience: 'Who approved, who requested it, and who answers for the team',
    mail: true,
  },
  'review.commented': {
    label: 'Comment on a review',
    audience: 'Who requested it, and whoever decided or commented on it',
    mail: true,
  },
  'use-case.submitted': { label: 'Use case to decide', audience: 'Risk reviewers outside the team', mail: true },
  'use-case.decided': { label: 'Use case decided', audience: 'Who submitted it and who owns it', mail: true },
  'exemption.requested': { label: 'Exemption requested', audience: 'Reviewers who could decide it', mail: true },
  'exemption.decided': {
    label: 'Exemption decided or withdrawn',
    audience: 'Who asked for it, and who answers for the team',
    mail: true,
  },
  'exemption.ending': {
    label: 'Exemption ending',
    audience: 'Who asked for it, and who answers for the team; 14 and 3 days before, and when it has ended',
    mail: true,
  },
  'token.production': {
    label: 'Token for production',
    audience: 'Who answers for the team, and the use-case owner',
    mail: false,
  },
  'retrain.seen': { label: 'Retrain seen', audience: 'The owning team', mail: true },
};

export function isNoticeKind(text: string): text is NoticeKind {
  return (NOTICE_KINDS as readonly string[]).includes(text);
}

/** Where a notice reaches somebody. */
export interface Choice {
  readonly inProduct: boolean;
  readonly mail: boolean;
}

/** What holds for those who never chose. */
export function defaultChoice(kind: NoticeKind): Choice {
  return { inProduct: true, mail: KIND_INFO[kind].mail };
}
