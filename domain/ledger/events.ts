/**
 * What is written down (DESIGN.md §2 "Ledger"): typed events, named for what happened. A leaf is the canonical JSON of
 * one event. Leaves hold pseudonymous ids and salted commitments; a name, an e-mail address or a comment never.
 */
import type { Digest } from '#domain/artifact/digest.ts';
import { canonicalJson, type Json } from '#domain/canonical/json.ts';

/** SHA-256(salt ‖ text) of text kept in the erasable table. */
export type Commitment = Digest;

/** What went with a version or a model that ended; the tokens and reviews have events of their own. */
interface Ended {
  readonly reason: Commitment;
  readonly tokens: number;
  readonly reviews: number;
}

interface Handover {
  readonly handover: string;
  /** slugs of teams */
  readonly from: string;
  readonly to: string;
}

/** The data of each event, beside who did it, when, and to what. */
export interface EventData {
  'deployment.configured': {
    readonly origin: string;
    readonly store: string;
    readonly trial: boolean;
    readonly keys: readonly string[];
    /** who vouches for people, and which of its groups carry which roles; null where nobody does */
    readonly oidc: {
      readonly issuer: string;
      readonly client: string;
      readonly groupsClaim: string;
      readonly roles: readonly string[];
    } | null;
  };
  'setup.offered': { readonly link: string };
  'policy.installed': { readonly version: number; readonly digest: Digest };
  'person.created': { readonly issuer: string; readonly name: Commitment; readonly email: Commitment };
  /** the provider's name or address of somebody is not what it was */
  'person.changed': { readonly name: Commitment; readonly email: Commitment; readonly emailVerified: boolean };
  /** somebody of the provider cannot sign in until administrators say whose identity it is */
  'identity.waiting': { readonly identity: string; readonly issuer: string };
  'identity.linked': { readonly identity: string; readonly issuer: string };
  'person.disabled': Record<string, never>;
  'person.enabled': Record<string, never>;
  'password.changed': Record<string, never>;
  'password.reset': Record<string, never>;
  'session.started': { readonly session: string; readonly method: string };
  'session.confirmed': { readonly session: string; readonly method: string };
  'session.ended': { readonly session: string };
  'role.granted': {
    readonly role: string;
    readonly grant: string;
    readonly until: string;
    readonly atSetup: boolean /** the provider's group that carries it */;
    readonly group?: string;
  };
  'role.revoked': { readonly role: string; readonly grant: string; readonly group?: string };
  /** what needs a second administrator, and what became of it */
  'admin.proposed': {
    readonly proposal: string;
    readonly kind: string;
    readonly role: string | null;
    readonly identity: string | null;
    readonly until: string;
  };
  'admin.confirmed': { readonly proposal: string; readonly kind: string; readonly proposedBy: string };
  'admin.cancelled': { readonly proposal: string; readonly kind: string };
  'team.created': { readonly slug: string };
  'team.accountable-set': { readonly person: string | null };
  'team.member-added': { readonly person: string };
  'team.member-removed': { readonly person: string };
  'namespace.claimed': { readonly team: string };
  'key.created': {
    readonly team: string;
    readonly models: readonly string[];
    readonly environments: readonly string[];
    readonly until: string;
  };
  'key.revoked': Record<string, never>;
  /** `host`: the rest of an address may hold a secret */
  'webhook.created': { readonly host: string; readonly kinds: readonly string[] };
  'webhook.rotated': { readonly until: string };
  'webhook.disabled': Record<string, never>;
  'use-case.submitted': {
    readonly version: number;
    readonly facts: Json;
    readonly tags: readonly string[];
    readonly before: Json;
    /** approvals of reviews that it makes void, and whether it ended tokens because an answer got worse */
    readonly voids?: { readonly approvals: number; readonly tokens: number };
  };
  'use-case.handed-over': { readonly from: string; readonly to: string; readonly reason: Commitment };
  'use-case.approved': { readonly version: number; readonly comment: Commitment | null };
  'use-case.rejected': { readonly version: number; readonly comment: Commitment };
  'version.registered': {
    readonly artifact: Digest;
    readonly manifest: Digest;
    readonly tier: string;
    readonly source: Json;
    readonly retrainOf: string | null;
  };
  'version.retrain-detected': { readonly artifact: Digest; readonly approved: Digest };
  'version.tier-changed': { readonly before: string; readonly after: string };
  'version.retired': Ended;
  'version.revoked': Ended;
  'model.retired': Ended & { readonly versions: number };
  'model.reinstated': { readonly reason: Commitment };
  'model.handover-offered': Handover & { readonly reason: Commitment };
  'model.handover-accepted': Handover;
  'model.handover-declined': Handover;
  'model.handover-cancelled': Handover;
  /** `owner` commits to the owner that the manifests name, a person who left */
  'owner.taken-over': { readonly owner: Commitment; readonly by: string; readonly reason: Commitment };
  'manifest.revised': {
    readonly revision: number;
    readonly before: Digest;
    readonly after: Digest;
    readonly tier: string;
  };
  'evidence.attached': {
    readonly type: string;
    readonly digest: Digest;
    readonly subject: Digest;
    readonly outcome: string;
  };
  'evidence.opened': { readonly digest: Digest };
  'review.requested': {
    readonly review: string;
    readonly environment: string;
    readonly content: Digest;
    readonly policy: Digest;
  };
  /** asked for again on other content than before, or after its approvals ran out; it opens again */
  'review.resubmitted': {
    readonly review: string;
    readonly environment: string;
    readonly before: Digest | null;
    readonly content: Digest;
    readonly policy: Digest;
  };
  'review.commented': { readonly review: string; readonly content: Digest; readonly comment: Commitment };
  'approval.granted': {
    readonly review: string;
    readonly approval: string;
    readonly capacity: string;
    readonly content: Digest;
    readonly grant: string | null;
    readonly method: string;
    readonly authenticatedAt: string;
    readonly comment: Commitment | null;
  };
  'approval.withdrawn': { readonly review: string; readonly approval: string };
  'review.changes-requested': { readonly review: string; readonly content: Digest; readonly comment: Commitment };
  'review.closed': { readonly review: string; readonly environment: string; readonly reason: Commitment };
  'review.rejected': { readonly review: string; readonly content: Digest; readonly comment: Commitment };
  'exemption.requested': {
    readonly exemption: string;
    readonly environment: string;
    readonly requirement: string;
    readonly artifact: Digest;
    readonly until: string;
    readonly reason: Commitment;
    readonly control: Commitment;
    readonly ticket: Commitment | null;
    readonly renews: string | null;
  };
  /** one person's approval; the exemption begins with `exemption.granted` */
  'exemption.approved': {
    readonly exemption: string;
    readonly approval: string;
    readonly capacity: string;
    readonly grant: string | null;
    readonly method: string;
    readonly authenticatedAt: string;
    readonly comment: Commitment | null;
  };
  'exemption.granted': {
    readonly exemption: string;
    readonly environment: string;
    readonly requirement: string;
    readonly artifact: Digest;
    readonly from: string;
    readonly until: string;
    readonly approvals: readonly string[];
  };
  'exemption.refused': { readonly exemption: string; readonly capacity: string; readonly comment: Commitment };
  'exemption.withdrawn': { readonly exemption: string; readonly reason: Commitment };
  'exemption.expired': {
    readonly exemption: string;
    readonly environment: string;
    readonly requirement: string;
    readonly until: string;
  };
  /** the leaf commits to every requirement's result: no rule can win silently over another */
  'gate.decided': {
    readonly decision: string;
    readonly environment: string;
    readonly outcome: string;
    readonly facts: Digest;
    readonly requirements: readonly { readonly id: string; readonly status: string }[];
  };
  'token.issued': {
    readonly jti: string;
    readonly claims: Digest;
    readonly decision: string;
    readonly environment: string;
    readonly facts: Digest;
    readonly requirements: readonly { readonly id: string; readonly status: string }[];
  };
  'token.revoked': { readonly jti: string; readonly reason: Commitment };
  'access.denied': { readonly attempted: string; readonly code: string };
}

export type EventAction = keyof EventData;

/** An event as a service hands it over; who and when are added by the transaction. */
export type LedgerEvent = {
  [A in EventAction]: {
    readonly action: A;
    /** what it happened to: `ns/name@version`, `person:<id>`, `team:<slug>`, `key:<id>`, … */
    readonly subject: string;
    /** `namespace/name`, when it is about a model */
    readonly model?: string;
    readonly data: EventData[A];
  };
}[EventAction];

/** The canonical text of a leaf: the bytes that are hashed, served and carried in receipts. */
export function leafText(event: LedgerEvent, actor: string, at: Date): string {
  return canonicalJson({
    v: 1,
    at: at.toISOString(),
    action: event.action,
    actor,
    subject: event.subject,
    model: event.model ?? null,
    data: event.data as unknown as Json,
  });
}
