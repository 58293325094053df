/**
 * From a ledger leaf to what it means for people: notices that it makes, and approvals that it may have made void. Pure,
 * so that reading the same leaf twice says the same thing; who is told is found by the service (services/notices/).
 */
import { countsAsProduction } from '#domain/access/separation.ts';
import type { EventAction, EventData } from '#domain/ledger/events.ts';

/** A leaf of the ledger as the notices read it. */
export interface Leaf {
  readonly index: number;
  readonly at: string;
  readonly action: string;
  /** `person:<id>`, `pipeline:<id>`, `system` */
  readonly actor: string;
  readonly subject: string;
  readonly data: unknown;
}

/** Whose approvals have to be looked at again. */
export type Recheck =
  | { readonly by: 'version'; readonly ref: string }
  | { readonly by: 'use-case'; readonly slug: string }
  | { readonly by: 'person'; readonly id: string }
  | { readonly by: 'everything' };

export type Signal =
  | { readonly kind: 'review.requested'; readonly review: string }
  | {
      readonly kind: 'review.decided';
      readonly review: string;
      readonly verdict: 'approve' | 'request-changes' | 'reject';
    }
  | { readonly kind: 'review.commented'; readonly review: string }
  | { readonly kind: 'approval.withdrawn'; readonly review: string; readonly approval: string }
  | { readonly kind: 'use-case.submitted'; readonly slug: string; readonly version: number }
  | {
      readonly kind: 'use-case.decided';
      readonly slug: string;
      readonly version: number;
      readonly verdict: 'approve' | 'reject';
    }
  | { readonly kind: 'exemption.requested'; readonly exemption: string }
  | {
      readonly kind: 'exemption.decided';
      readonly exemption: string;
      readonly verdict: 'grant' | 'refuse' | 'withdraw';
    }
  | { readonly kind: 'exemption.ended'; readonly exemption: string; readonly until: string }
  | { readonly kind: 'token.production'; readonly jti: string; readonly environment: string }
  | { readonly kind: 'retrain.seen'; readonly ref: string; readonly approved: string }
  | { readonly kind: 'recheck'; readonly recheck: Recheck };

type Reading<A extends EventAction> = (data: EventData[A], subject: string) => readonly Signal[];

/** `use-case:<slug>` → the slug; also `person:<id>`. */
const after = (subject: string) => subject.slice(subject.indexOf(':') + 1);

const again = (recheck: Recheck): Signal => ({ kind: 'recheck', recheck });

const READINGS: { readonly [A in EventAction]?: Reading<A> } = {
  'review.requested': ({ review }) => [{ kind: 'review.requested', review }],
  // Whoever could approve has to look again: other content is another question.
  'review.resubmitted': ({ review }) => [{ kind: 'review.requested', review }],
  'approval.granted': ({ review }) => [{ kind: 'review.decided', review, verdict: 'approve' }],
  'review.changes-requested': ({ review }) => [{ kind: 'review.decided', review, verdict: 'request-changes' }],
  'review.rejected': ({ review }) => [{ kind: 'review.decided', review, verdict: 'reject' }],
  'review.commented': ({ review }) => [{ kind: 'review.commented', review }],
  'approval.withdrawn': ({ review, approval }) => [{ kind: 'approval.withdrawn', review, approval }],
  'use-case.submitted': ({ version }, subject) => [
    { kind: 'use-case.submitted', slug: after(subject), version },
    again({ by: 'use-case', slug: after(subject) }),
  ],
  'use-case.approved': ({ version }, subject) => [
    { kind: 'use-case.decided', slug: after(subject), version, verdict: 'approve' },
  ],
  'use-case.rejected': ({ version }, subject) => [
    { kind: 'use-case.decided', slug: after(subject), version, verdict: 'reject' },
  ],
  'exemption.requested': ({ exemption }) => [{ kind: 'exemption.requested', exemption }],
  'exemption.granted': ({ exemption }) => [{ kind: 'exemption.decided', exemption, verdict: 'grant' }],
  'exemption.refused': ({ exemption }) => [{ kind: 'exemption.decided', exemption, verdict: 'refuse' }],
  'exemption.withdrawn': ({ exemption }) => [{ kind: 'exemption.decided', exemption, verdict: 'withdraw' }],
  'exemption.expired': ({ exemption, until }) => [{ kind: 'exemption.ended', exemption, until }],
  'token.issued': ({ jti, environment }) =>
    countsAsProduction(environment) ? [{ kind: 'token.production', jti, environment }] : [],
  'version.retrain-detected': ({ approved }, subject) => [{ kind: 'retrain.seen', ref: subject, approved }],
  'manifest.revised': (_data, subject) => [again({ by: 'version', ref: subject })],
  'evidence.attached': (_data, subject) => [again({ by: 'version', ref: subject })],
  'version.tier-changed': (_data, subject) => [again({ by: 'version', ref: subject })],
  'role.revoked': (_data, subject) => [again({ by: 'person', id: after(subject) })],
  'person.disabled': (_data, subject) => [again({ by: 'person', id: after(subject) })],
  // Joining the owning team bars from approving what it registered; so does having committed, once somebody is matched.
  'team.member-added': ({ person }) => [again({ by: 'person', id: after(person) })],
  'policy.installed': ({ version }) => (version === 1 ? [] : [again({ by: 'everything' })]),
};

/** What a leaf gives rise to; nothing for most. */
export function signalsOf({ action, data, subject }: Pick<Leaf, 'action' | 'data' | 'subject'>): readonly Signal[] {
  if (!Object.hasOwn(READINGS, action)) return [];
  const reading = READINGS[action as EventAction] as Reading<EventAction> | undefined;
  return reading?.(data as EventData[EventAction], subject) ?? [];
}
