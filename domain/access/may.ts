/**
 * Who may do what: a pure, fail-closed function of action × role × relation (STYLE.md). An action that is not in the
 * table, an actor of another kind, or a missing relation is a refusal with its reason. Separation of duties is judged
 * apart (separation.ts): being allowed to review is not yet being allowed to approve this one.
 */
import { type Actor, hasRole } from './actor.ts';
import { APPROVING_ROLES, isApprovingRole, ROLE_LABELS, type Role } from './roles.ts';

/** How the actor stands to the subject; found by the service in the same transaction as the act. */
export type Relation =
  /** belongs to the team that owns the subject, or is the person who owns it */
  | 'owner'
  /** a pipeline whose scope covers the subject's model (and the environment, where one is named) */
  | 'in-scope'
  /** asked for the token or review, or made the key */
  | 'requester'
  | 'use-case-owner'
  /** gave an approval that it rests on */
  | 'approver'
  /** answers for the owning team */
  | 'accountable'
  /** an administrator, while nobody answers for the owning team */
  | 'caretaker'
  /** belongs to the team that a model is offered to */
  | 'receiver';

interface Rule {
  readonly signedIn?: true;
  readonly roles?: readonly Role[];
  /** any one of these relations suffices, for the kind of actor that can stand in it */
  readonly relations?: readonly Relation[];
  readonly pipelines: boolean;
  /** one's own sessions and password: all that is left to somebody whose password another chose */
  readonly ownAccount?: true;
  /** the deployment itself, at boot and on timers; no person and no pipeline */
  readonly systemOnly?: true;
  /** the actor is nobody yet: set-up link, sign-in */
  readonly anonymous?: true;
}

const person = { pipelines: false } as const;
const machine = { pipelines: true } as const;

export const ACTIONS = {
  'register.read': { ...machine, signedIn: true },
  'version.register': { ...machine, relations: ['owner', 'in-scope'] },
  'version.retire': { ...person, roles: ['administrator'], relations: ['owner'] },
  // The safe direction: who guards against bad models may end one without waiting for its owner.
  'version.revoke': { ...person, roles: ['security-reviewer', 'administrator'], relations: ['owner'] },
  'model.retire': { ...person, roles: ['administrator'], relations: ['owner'] },
  'handover.offer': { ...person, relations: ['owner', 'caretaker'] },
  'handover.cancel': { ...person, roles: ['administrator'], relations: ['owner'] },
  'handover.answer': { ...person, relations: ['receiver'] },
  'owner.take-over': { ...person, roles: ['administrator'], relations: ['accountable'] },
  'evidence.attach': { ...machine, relations: ['owner', 'in-scope'] },
  'evidence.read': { ...machine, signedIn: true },
  'promotion.request': { ...machine, relations: ['owner', 'in-scope'] },
  'promotion.read': { ...machine, roles: ['auditor', 'administrator'], relations: ['owner', 'in-scope', 'requester'] },
  'token.revoke': { ...machine, roles: ['security-reviewer', 'administrator'], relations: ['requester'] },
  'token.explain': { ...machine, signedIn: true },
  'review.read': { ...person, signedIn: true },
  'review.decide': { ...person, roles: APPROVING_ROLES, relations: ['use-case-owner'] },
  'exemption.read': { ...machine, signedIn: true },
  'exemption.request': { ...person, relations: ['owner'] },
  // Owning the use case is no capacity here: whoever profits does not lower the bar.
  'exemption.decide': { ...person, roles: APPROVING_ROLES },
  // The safe direction: whoever carries the risk of it may end it.
  'exemption.withdraw': {
    ...person,
    roles: ['security-reviewer', 'administrator'],
    relations: ['owner', 'requester', 'approver'],
  },
  'exemption.expire': { ...person, systemOnly: true },
  'review.comment': { ...person, signedIn: true },
  'use-case.create': { ...person, relations: ['owner'] },
  'use-case.decide': { ...person, roles: ['risk-reviewer'] },
  'use-case.hand-over': { ...person, roles: ['administrator'], relations: ['use-case-owner', 'accountable'] },
  'key.create': { ...person, relations: ['owner'] },
  'key.revoke': { ...person, roles: ['administrator', 'security-reviewer'], relations: ['owner', 'requester'] },
  'key.read': { ...person, signedIn: true },
  'people.read': { ...person, signedIn: true },
  'people.manage': { ...person, roles: ['administrator'] },
  'team.manage': { ...person, roles: ['administrator'] },
  'notice.read': { ...person, signedIn: true },
  'webhook.read': { ...person, roles: ['administrator'] },
  'webhook.manage': { ...person, roles: ['administrator'] },
  'ledger.read': { ...person, roles: ['auditor', 'administrator', ...APPROVING_ROLES] },
  'policy.install': { ...person, systemOnly: true },
  'deployment.configure': { ...person, systemOnly: true },
  'setup.offer': { ...person, systemOnly: true },
  'draft.keep': { ...person, signedIn: true },
  'view.keep': { ...person, signedIn: true },
  'account.manage': { ...person, signedIn: true, ownAccount: true },
  'session.start': { ...person, anonymous: true },
  'setup.complete': { ...person, anonymous: true },
} as const satisfies Record<string, Rule>;

export type Action = keyof typeof ACTIONS;

export type Permission =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly unauthenticated: boolean; readonly reason: string };

const RELATION_LABELS: Readonly<Record<Relation, string>> = {
  owner: 'belong to the owning team',
  'in-scope': 'be a pipeline whose key covers the model and the environment',
  requester: 'have asked for it',
  'use-case-owner': 'own the use case',
  approver: 'have approved it',
  accountable: 'answer for the owning team',
  caretaker: 'be an administrator while nobody answers for the owning team',
  receiver: 'belong to the team that it is offered to',
};

/** Who can stand in a relation at all: a pipeline reaches what its scope covers, and owns nothing. */
const HOLDERS: Readonly<Record<Relation, ReadonlySet<Actor['kind']>>> = {
  owner: new Set(['person']),
  'in-scope': new Set(['pipeline']),
  requester: new Set(['person', 'pipeline']),
  'use-case-owner': new Set(['person']),
  approver: new Set(['person']),
  accountable: new Set(['person']),
  caretaker: new Set(['person']),
  receiver: new Set(['person']),
};

/** `be an auditor, be a reviewer of any kind or belong to the owning team` */
function needed(rule: Rule): string {
  const roles = rule.roles ?? [];
  const anyReviewer = APPROVING_ROLES.every((role) => roles.includes(role));
  const single = anyReviewer ? roles.filter((role) => !isApprovingRole(role)) : roles;
  const ways = [
    ...single.map((role) => {
      const label = ROLE_LABELS[role].toLowerCase();
      return `be ${/^[aeiou]/.test(label) ? 'an' : 'a'} ${label}`;
    }),
    ...(anyReviewer ? ['be a reviewer of any kind'] : []),
    ...(rule.relations ?? []).map((relation) => RELATION_LABELS[relation]),
  ];
  const last = ways.pop() ?? '';
  return ways.length === 0 ? last : `${ways.join(', ')} or ${last}`;
}

/** Whether the actor may attempt the action on a subject to which it has these relations. */
export function may(actor: Actor, action: Action, relations: ReadonlySet<Relation>): Permission {
  // Own names only: `constructor` is no action.
  const rule: Rule | undefined = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
  if (!rule) return { allowed: false, unauthenticated: false, reason: `There is no action ${action}` };
  if (actor.kind === 'system') {
    // What people and pipelines answer for is never done in nobody's name.
    if (rule.systemOnly || rule.anonymous) return { allowed: true };
    return { allowed: false, unauthenticated: false, reason: 'Somebody has to answer for this; the deployment cannot' };
  }
  if (actor.kind === 'anonymous') {
    if (rule.anonymous) return { allowed: true };
    return { allowed: false, unauthenticated: true, reason: 'Sign in, or send a pipeline key' };
  }
  if (rule.systemOnly)
    return { allowed: false, unauthenticated: false, reason: 'Only the deployment itself does this' };
  if (rule.anonymous) return { allowed: false, unauthenticated: false, reason: 'Sign out first' };
  if (actor.kind === 'person' && actor.mustChangePassword && !rule.ownAccount) {
    return {
      allowed: false,
      unauthenticated: false,
      reason: 'Somebody else knows your password. Change it first, under Account',
    };
  }
  if (actor.kind === 'pipeline' && !rule.pipelines) {
    return { allowed: false, unauthenticated: false, reason: 'Only a signed-in person may do this, never a pipeline' };
  }
  if (rule.signedIn) return { allowed: true };
  if (rule.roles?.some((role) => hasRole(actor, role))) return { allowed: true };
  if (rule.relations?.some((relation) => relations.has(relation) && HOLDERS[relation].has(actor.kind))) {
    return { allowed: true };
  }
  return { allowed: false, unauthenticated: false, reason: `To do this you have to ${needed(rule)}` };
}
