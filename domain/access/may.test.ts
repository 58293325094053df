import { describe, expect, it } from 'vitest';
import type { Actor } from './actor.ts';
import { ACTIONS, type Action, may, type Relation } from './may.ts';
import { APPROVING_ROLES, ROLES, type Role } from './roles.ts';
import { anonymous, personWith, pipeline, system } from './testing/actors.ts';

const actions = Object.keys(ACTIONS) as Action[];
const RELATIONS: readonly Relation[] = [
  'owner',
  'in-scope',
  'requester',
  'use-case-owner',
  'accountable',
  'caretaker',
  'receiver',
  'approver',
];

/**
 * Who may, written down a second time and in another form: `*` is anybody signed in, `person:*` any signed-in person;
 * a role, a relation of a person, and a relation of a pipeline each suffice. What is not here is refused.
 */
const EXPECTED: Readonly<Record<Action, readonly string[]>> = {
  'register.read': ['person:*', 'pipeline:*'],
  'version.register': ['person:owner', 'pipeline:in-scope'],
  'version.retire': ['administrator', 'person:owner'],
  'version.revoke': ['security-reviewer', 'administrator', 'person:owner'],
  'model.retire': ['administrator', 'person:owner'],
  'handover.offer': ['person:owner', 'person:caretaker'],
  'handover.cancel': ['administrator', 'person:owner'],
  'handover.answer': ['person:receiver'],
  'owner.take-over': ['administrator', 'person:accountable'],
  'evidence.attach': ['person:owner', 'pipeline:in-scope'],
  'evidence.read': ['person:*', 'pipeline:*'],
  'promotion.request': ['person:owner', 'pipeline:in-scope'],
  'promotion.read': [
    'auditor',
    'administrator',
    'person:owner',
    'person:requester',
    'pipeline:in-scope',
    'pipeline:requester',
  ],
  'token.revoke': ['security-reviewer', 'administrator', 'person:requester', 'pipeline:requester'],
  'token.explain': ['person:*', 'pipeline:*'],
  'review.read': ['person:*'],
  'review.comment': ['person:*'],
  'review.decide': [...APPROVING_ROLES, 'person:use-case-owner'],
  'exemption.read': ['person:*', 'pipeline:*'],
  'exemption.request': ['person:owner'],
  'exemption.decide': [...APPROVING_ROLES],
  'exemption.withdraw': ['security-reviewer', 'administrator', 'person:owner', 'person:requester', 'person:approver'],
  'exemption.expire': ['system'],
  'use-case.create': ['person:owner'],
  'use-case.decide': ['risk-reviewer'],
  'use-case.hand-over': ['administrator', 'person:use-case-owner', 'person:accountable'],
  'key.create': ['person:owner'],
  'key.revoke': ['administrator', 'security-reviewer', 'person:owner', 'person:requester'],
  'key.read': ['person:*'],
  'people.read': ['person:*'],
  'people.manage': ['administrator'],
  'team.manage': ['administrator'],
  'notice.read': ['person:*'],
  'webhook.read': ['administrator'],
  'webhook.manage': ['administrator'],
  'ledger.read': ['auditor', 'administrator', ...APPROVING_ROLES],
  'policy.install': ['system'],
  'deployment.configure': ['system'],
  'setup.offer': ['system'],
  'draft.keep': ['person:*'],
  'view.keep': ['person:*'],
  'account.manage': ['person:*'],
  'session.start': ['anonymous', 'system'],
  'setup.complete': ['anonymous', 'system'],
};

interface Case {
  readonly actor: Actor;
  readonly role: Role | null;
  readonly relation: Relation | null;
}

/** Every kind of actor with no role or one, and no relation or one. */
const cases: readonly Case[] = [null, ...RELATIONS].flatMap((relation) => [
  ...[null, ...ROLES].map((role) => ({ actor: personWith(role ? [role] : []), role, relation })),
  ...[pipeline, system, anonymous].map((actor) => ({ actor, role: null, relation })),
]);

function expected(action: Action, { actor, role, relation }: Case): boolean {
  const { kind } = actor;
  return EXPECTED[action].some(
    (who) => who === kind || who === `${kind}:*` || who === `${kind}:${relation}` || who === role,
  );
}

describe.each(actions)('%s', (action) => {
  it('is for exactly those of the table, and for nobody else', () => {
    for (const one of cases) {
      const { allowed } = may(one.actor, action, new Set(one.relation ? [one.relation] : []));
      const who = `${one.actor.kind}, role ${one.role}, relation ${one.relation}`;
      expect(allowed, who).toBe(expected(action, one));
    }
  });

  it('says why not', () => {
    for (const { actor, relation } of cases) {
      const permission = may(actor, action, new Set(relation ? [relation] : []));
      if (permission.allowed) continue;
      expect(permission.reason).toMatch(/^[A-Z].{8}/);
      expect(permission.unauthenticated).toBe(actor.kind === 'anonymous');
    }
  });
});

describe('deny by default', () => {
  it.each(['', 'nothing', 'constructor', '__proto__', 'toString', 'review.decide ', 'Review.Decide'])(
    'the unknown action %j is refused to everybody',
    (action) => {
      for (const { actor } of cases) {
        expect(may(actor, action as Action, new Set(RELATIONS)), actor.kind).toEqual({
          allowed: false,
          unauthenticated: false,
          reason: `There is no action ${action}`,
        });
      }
    },
  );

  it('somebody with every role and relation still does nothing that only the deployment does', () => {
    const alone = actions.filter((action) => EXPECTED[action].every((who) => who === 'system'));
    expect(alone).toEqual(['exemption.expire', 'policy.install', 'deployment.configure', 'setup.offer']);
    for (const action of alone) {
      for (const actor of [personWith(ROLES), pipeline, anonymous]) {
        expect(may(actor, action, new Set(RELATIONS)).allowed, `${actor.kind} ${action}`).toBe(false);
      }
    }
  });
});

describe('machines', () => {
  const decisive = actions.filter((action) =>
    /\.decide$|^key\.|\.manage$|^use-case\.|^handover\.|^owner\.|\.retire$|\.revoke$/.test(action),
  );

  it('never approve, make keys or manage people, whatever relation is claimed for them', () => {
    // Taking back its own token is the one of these that a pipeline may do.
    const never = decisive.filter((action) => action !== 'token.revoke');
    expect(never).toHaveLength(19);
    for (const action of never) {
      for (const actor of [pipeline, system]) {
        expect(may(actor, action, new Set(RELATIONS)).allowed, `${actor.kind} ${action}`).toBe(false);
      }
    }
  });

  it('a pipeline owns nothing: only its scope lets it in', () => {
    expect(may(pipeline, 'version.register', new Set<Relation>(['owner'])).allowed).toBe(false);
    expect(may(pipeline, 'version.register', new Set<Relation>(['in-scope'])).allowed).toBe(true);
  });
});

describe('somebody whose password another chose', () => {
  const newcomer = personWith(ROLES, { mustChangePassword: true });

  it('does nothing but look after the account until it is changed', () => {
    const open = actions.filter((action) => may(newcomer, action, new Set(RELATIONS)).allowed);
    expect(open).toEqual(['account.manage']);
  });

  it('is told to change it', () => {
    expect(may(newcomer, 'review.decide', new Set())).toMatchObject({
      reason: expect.stringContaining('Change it first'),
    });
  });
});
