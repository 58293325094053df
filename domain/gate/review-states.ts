/**
 * The life of a review (DESIGN.md §2): which act leads from which state to which. What is not in the table is refused here,
 * and by a trigger of the database besides (THREATS.md T39). A review that is rejected or closed is over for good; other
 * content starts the next one.
 */
export const REVIEW_STATES = ['open', 'changes-requested', 'approved', 'rejected', 'closed'] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];

export const REVIEW_ACTS = ['approve', 'request-changes', 'reject', 'withdraw', 'reopen', 'complete', 'close'] as const;
export type ReviewAct = (typeof REVIEW_ACTS)[number];

/**
 * `reopen`: asked for again on other content, or approved again after its approvals ran out. `complete`: the gate let the
 * version through. `close`: the version was retired.
 */
const TRANSITIONS: Readonly<Record<ReviewState, Readonly<Partial<Record<ReviewAct, ReviewState>>>>> = {
  open: {
    approve: 'open',
    'request-changes': 'changes-requested',
    reject: 'rejected',
    withdraw: 'open',
    reopen: 'open',
    complete: 'approved',
    close: 'closed',
  },
  'changes-requested': {
    // An approval leaves a request for changes standing: the one who asked for them has to be heard first.
    approve: 'changes-requested',
    'request-changes': 'changes-requested',
    reject: 'rejected',
    withdraw: 'changes-requested',
    reopen: 'open',
    // Only on other content than was sent back; the gate sees to that.
    complete: 'approved',
    close: 'closed',
  },
  approved: {
    approve: 'approved',
    'request-changes': 'changes-requested',
    reject: 'rejected',
    withdraw: 'open',
    reopen: 'open',
    complete: 'approved',
    close: 'closed',
  },
  rejected: {},
  closed: {},
};

/** The state after an act, or null where the act is out of place. */
export function afterAct(state: ReviewState, act: ReviewAct): ReviewState | null {
  return TRANSITIONS[state][act] ?? null;
}

/** No act leads out of it. */
export function isOver(state: ReviewState): boolean {
  return REVIEW_ACTS.every((act) => afterAct(state, act) === null);
}

/** Every change of state that some act makes: what the database lets through. */
export function stateChanges(): readonly (readonly [from: ReviewState, to: ReviewState])[] {
  return REVIEW_STATES.flatMap((from) =>
    REVIEW_STATES.filter((to) => to !== from && REVIEW_ACTS.some((act) => afterAct(from, act) === to)).map(
      (to) => [from, to] as const,
    ),
  );
}

/** Whether the gate's letting a version through changes its review: one that is over stays so, one that is approved is. */
export function isCompletable(state: ReviewState): boolean {
  return state !== 'approved' && afterAct(state, 'complete') === 'approved';
}

/** Changes were requested, and the content is still the one that was sent back. */
export function isSentBack(
  review: { readonly state: ReviewState; readonly decidedOn: string | null } | null,
  content: string,
): boolean {
  return review?.state === 'changes-requested' && review.decidedOn === content;
}
