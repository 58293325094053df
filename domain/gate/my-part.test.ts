import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Grant, Person } from '#domain/access/actor.ts';
import { ROLES, type Role } from '#domain/access/roles.ts';
import type { ActKind } from '#domain/access/separation.ts';
import type { Policy } from '#domain/policy/document.ts';
import { decide } from './decide.ts';
import type { GateFacts } from './facts.ts';
import { myPart, type Part } from './my-part.ts';
import { anyDocument, anyFacts } from './testing/arbitraries.ts';
import { approvalOf, contentOf, documentWith, gateFacts, NOW, policyOf, reviewed, withRule } from './testing/facts.ts';

const HOUR = 3_600_000;
const at = (ms: number) => new Date(NOW.getTime() + ms);
const policy = policyOf();

function grantOf(role: Role, parts: Partial<Grant> = {}): Grant {
  return {
    id: `grant-${role}`,
    role,
    grantedAt: at(-1_000 * HOUR),
    grantedBy: 'administrator',
    sourceGroup: null,
    expiresAt: at(1_000 * HOUR),
    atSetup: false,
    ...parts,
  };
}

function person(grants: readonly Grant[], parts: Partial<Person> = {}): Person {
  return {
    kind: 'person',
    id: 'rui',
    issuer: 'https://idp.test',
    subject: 'rui',
    name: 'Rui',
    email: 'rui@demo.test',
    mustChangePassword: false,
    grants,
    teams: [],
    session: { id: 's', authenticatedAt: at(-60_000), method: 'oidc' },
    ...parts,
  };
}
const parts = (who: Person, facts: GateFacts = gateFacts('high'), policies: readonly Policy[] = [policy]) =>
  myPart(facts, policies, who, NOW).map(({ capacity, refusal }) => [capacity, refusal?.code ?? null]);

describe('what I can do about a review', () => {
  it('is what my roles are asked for, and nothing else', () => {
    expect(parts(person([]))).toEqual([]);
    expect(parts(person([grantOf('risk-reviewer'), grantOf('legal-reviewer'), grantOf('auditor')]))).toEqual([
      ['risk-reviewer', null],
    ]);
    expect(parts(person([grantOf('administrator')]))).toEqual([]);
  });

  it('is nothing where the environment is not gated, whatever its rules would say', () => {
    const rules = policy.document.environments.production?.rules;
    if (!rules) throw new Error('production has rules');
    const idle = documentWith({ environments: { ...policy.document.environments, sandbox: { gated: false, rules } } });
    for (const environment of ['sandbox', 'moon', 'constructor']) {
      expect(parts(person([grantOf('risk-reviewer')]), gateFacts('high', { environment }), [policyOf(idle)])).toEqual(
        [],
      );
    }
  });

  it('is asked by either of two policies', () => {
    const lawyers = policyOf(withRule({ approvals: [['legal-reviewer']] }), 2);
    const who = person([grantOf('legal-reviewer')]);
    expect(parts(who)).toEqual([]);
    expect(parts(who, undefined, [policy, lawyers])).toEqual([['legal-reviewer', null]]);
  });

  it('as use-case owner follows from the use case and needs no role', () => {
    const medium = gateFacts('medium');
    expect(parts(person([], { id: 'use-case-owner' }), medium)).toEqual([['use-case-owner', null]]);
    expect(parts(person([]), medium)).toEqual([]);
    expect(parts(person([], { id: 'use-case-owner' }), { ...medium, useCase: null })).toEqual([]);
  });

  it('lists what I may before what I may not', () => {
    const both = person([grantOf('reviewer', { grantedAt: at(-HOUR) })], { id: 'use-case-owner' });
    const facts = { ...gateFacts('medium'), acts: [] };
    expect(parts(both, facts)).toEqual([
      ['use-case-owner', null],
      ['reviewer', 'fresh-role'],
    ]);
  });

  it('judges each grant of a role by its own dates', () => {
    const old = grantOf('risk-reviewer', { id: 'old' });
    const fresh = grantOf('risk-reviewer', { id: 'fresh', grantedAt: at(-HOUR) });
    for (const grants of [
      [old, fresh],
      [fresh, old],
    ]) {
      const found = myPart(gateFacts('high'), [policy], person(grants), NOW);
      expect(found.map(({ grantId, refusal }) => [grantId, refusal?.code ?? null])).toEqual([
        ['old', null],
        ['fresh', 'fresh-role'],
      ]);
    }
  });
});

describe('why I cannot', () => {
  const risk = grantOf('risk-reviewer');

  it('took part', () => {
    const facts = gateFacts('high', { acts: [{ kind: 'supplied-evidence', personId: 'rui', detail: '' }] });
    expect(parts(person([risk]), facts)).toEqual([['risk-reviewer', 'supplied-evidence']]);
  });

  it('the role has not cooled off under the stricter of two policies', () => {
    const patient = policyOf(documentWith({ coolingOffHours: 48 }), 2);
    const who = person([grantOf('risk-reviewer', { grantedAt: at(-30 * HOUR) })]);
    expect(parts(who)).toEqual([['risk-reviewer', null]]);
    for (const policies of [
      [policy, patient],
      [patient, policy],
    ]) {
      expect(parts(who, undefined, policies)).toEqual([['risk-reviewer', 'fresh-role']]);
    }
  });

  it('a local account, outside trial mode', () => {
    const local = person([risk], { session: { id: 's', authenticatedAt: at(0), method: 'local' } });
    expect(parts(local)).toEqual([['risk-reviewer', 'local-account']]);
    expect(parts(local, gateFacts('high', { trial: true }))).toEqual([['risk-reviewer', null]]);
  });

  it.each([
    [-5 * 60_000, null],
    [-5 * 60_000 - 1, 'step-up'],
    [1, 'step-up'],
  ])('a critical tier wants a fresh sign-in (%d ms: %s)', (ms, code) => {
    const who = person([risk], { session: { id: 's', authenticatedAt: at(ms), method: 'oidc' } });
    expect(parts(who, gateFacts('critical'))).toEqual([['risk-reviewer', code]]);
    expect(parts(who, gateFacts('high'))).toEqual([['risk-reviewer', null]]);
  });
});

/** The approval that the service would write down for this part, now. */
function recorded(who: Person, part: Part, facts: GateFacts, submitted: Policy): GateFacts {
  const grant = who.grants.find(({ id }) => id === part.grantId);
  const approval = approvalOf(contentOf(facts, submitted), part.capacity, {
    id: 'mine',
    personId: who.id,
    at: NOW.toISOString(),
    authenticatedAt: who.session.authenticatedAt.toISOString(),
    method: who.session.method,
    grant: grant
      ? { ...grant, grantedAt: grant.grantedAt.toISOString(), expiresAt: grant.expiresAt.toISOString() }
      : null,
  });
  return reviewed(facts, submitted, [approval]);
}

describe('the same answer as the quorum', () => {
  const instant = (from: number, to: number) => fc.integer({ min: from * HOUR, max: to * HOUR }).map(at);
  const grant = fc.record({
    role: fc.constantFrom(...ROLES),
    id: fc.uuid(),
    grantedAt: instant(-100, 0),
    expiresAt: instant(-1, 1_000),
    atSetup: fc.boolean(),
  });
  const anyPerson = fc
    .record({
      id: fc.constantFrom('rui', 'use-case-owner'),
      grants: fc.array(grant, { minLength: 1, maxLength: 5 }),
      signedIn: fc.integer({ min: 0, max: 600_000 }),
      method: fc.constantFrom('oidc' as const, 'oidc' as const, 'local' as const),
    })
    .map(({ id, grants, signedIn, method }) =>
      person(
        grants.map(({ role, ...dates }) => grantOf(role, dates)),
        { id, session: { id: 's', authenticatedAt: at(-signedIn), method } },
      ),
    );
  const acts = fc.array(
    fc.record({
      kind: fc.constantFrom<ActKind>('registered', 'requested', 'committed', 'team-member', 'pipeline-person'),
      personId: fc.constantFrom('rui', 'developer', 'developer'),
      detail: fc.constant(''),
    }),
    { maxLength: 2 },
  );
  const policyActs = fc.array(
    fc.record({
      personId: fc.constantFrom('rui', 'developer', 'developer'),
      at: instant(-40, 0).map((when) => when.toISOString()),
    }),
    { maxLength: 1 },
  );

  it('if nothing is said against me, an approval recorded now counts under every policy; else it counts not under all', () => {
    const seen = { may: 0, mayNot: 0 };
    fc.assert(
      fc.property(
        anyPerson,
        anyFacts,
        anyDocument,
        anyDocument,
        acts,
        policyActs,
        (who, given, one, other, ...rest) => {
          const facts = { ...given, acts: rest[0], policyActs: rest[1] };
          const policies = [policyOf(one), policyOf(other, 2)] as const;
          for (const part of myPart(facts, policies, who, NOW)) {
            const { voidApprovals } = decide(recorded(who, part, facts, policies[0]), policies, NOW);
            expect(voidApprovals.length > 0, part.refusal?.code ?? 'may').toBe(part.refusal !== null);
            seen[part.refusal ? 'mayNot' : 'may']++;
          }
        },
      ),
      { numRuns: 2_000 },
    );
    expect(Math.min(seen.may, seen.mayNot)).toBeGreaterThan(100);
  });
});
