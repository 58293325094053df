import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { APPROVING_ROLES, type Capacity } from './roles.ts';
import { type Act, type ActKind, type SeparationInput, separationRefusal } from './separation.ts';

const HOUR = 3_600_000;
const AT = new Date('2026-06-01T12:00:00.000Z');
const at = (ms: number) => new Date(AT.getTime() + ms);

const KINDS: readonly ActKind[] = [
  'registered',
  'requested',
  'committed',
  'supplied-evidence',
  'team-member',
  'pipeline-person',
];
const CAPACITIES: readonly Capacity[] = [...APPROVING_ROLES, 'use-case-owner'];

function input(parts: Partial<SeparationInput> = {}): SeparationInput {
  return {
    personId: 'rui',
    capacity: 'risk-reviewer',
    grant: {
      grantId: 'grant',
      grantedAt: at(-100 * HOUR),
      expiresAt: at(100 * HOUR),
      grantedBy: 'administrator',
      atSetup: false,
    },
    environment: 'production',
    acts: [],
    policyActs: [],
    at: AT,
    coolingOffHours: 24,
    ...parts,
  };
}
const code = (parts: Partial<SeparationInput>) => separationRefusal(input(parts))?.code ?? null;
const grant = (parts: object) => ({
  grantId: 'grant',
  grantedAt: at(-100 * HOUR),
  expiresAt: at(100 * HOUR),
  grantedBy: null,
  atSetup: false,
  ...parts,
});

describe('who took part does not approve', () => {
  it.each(CAPACITIES)('somebody who did nothing may, as %s', (capacity) => {
    const acts = KINDS.map((kind): Act => ({ kind, personId: 'somebody-else', detail: '' }));
    expect(code({ capacity, acts })).toBeNull();
  });

  it.each(KINDS.flatMap((kind) => CAPACITIES.map((capacity) => [kind, capacity] as const)))(
    '%s bars the %s slot, but team membership the use-case owner',
    (kind, capacity) => {
      const acts: Act[] = [{ kind, personId: 'rui', detail: 'ci' }];
      const excepted = kind === 'team-member' && capacity === 'use-case-owner';
      expect(code({ capacity, acts, grant: capacity === 'use-case-owner' ? null : grant({}) })).toBe(
        excepted ? null : kind,
      );
    },
  );

  it('a use-case owner in the team who also did something is barred by what they did', () => {
    const acts: Act[] = [
      { kind: 'team-member', personId: 'rui', detail: 'credit' },
      { kind: 'pipeline-person', personId: 'rui', detail: 'ci registered it' },
    ];
    expect(separationRefusal(input({ capacity: 'use-case-owner', grant: null, acts }))).toEqual({
      code: 'pipeline-person',
      reason: 'A pipeline of yours took part: ci registered it',
    });
  });

  it('no role, environment or set-up grace lifts an act', () => {
    const acts = fc.array(fc.record({ kind: fc.constantFrom(...KINDS), personId: fc.constant('rui') }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(
        acts,
        fc.constantFrom('production', 'staging', 'sandbox'),
        fc.boolean(),
        (done, environment, atSetup) => {
          const refusal = separationRefusal(
            input({ acts: done.map((act) => ({ ...act, detail: '' })), environment, grant: grant({ atSetup }) }),
          );
          expect(done.map(({ kind }) => kind)).toContain(refusal?.code);
        },
      ),
    );
  });
});

describe('the role', () => {
  it('is needed, except for the use-case owner, whose capacity is a relation', () => {
    expect(code({ grant: null })).toBe('no-role');
    expect(code({ grant: null, capacity: 'use-case-owner' })).toBeNull();
  });

  it('ends at the instant it expires', () => {
    expect(code({ grant: grant({ expiresAt: at(1) }) })).toBeNull();
    expect(code({ grant: grant({ expiresAt: at(0) }) })).toBe('role-expired');
    expect(code({ grant: grant({ expiresAt: at(-1) }) })).toBe('role-expired');
  });

  it.each(['production', 'prod', 'eu-production', 'constructor', ''])(
    'cools off for %j, to the millisecond',
    (environment) => {
      expect(code({ environment, grant: grant({ grantedAt: at(-24 * HOUR + 1) }) })).toBe('fresh-role');
      expect(code({ environment, grant: grant({ grantedAt: at(-24 * HOUR) }) })).toBeNull();
      expect(code({ environment, grant: grant({ grantedAt: at(-24 * HOUR - 1) }) })).toBeNull();
    },
  );

  it.each(['staging', 'sandbox'])('need not cool off for %s', (environment) => {
    expect(code({ environment, grant: grant({ grantedAt: at(0) }) })).toBeNull();
  });

  it.each(['production', 'staging', 'sandbox'])(
    'that was given after the approval does not carry it in %s',
    (environment) => {
      for (const atSetup of [true, false]) {
        expect(code({ environment, grant: grant({ grantedAt: at(1), atSetup }) })).toBe('no-role');
      }
    },
  );

  it('given at set-up counts at once, for its first 24 hours', () => {
    const fresh = (age: number, coolingOffHours: number) =>
      code({ coolingOffHours, grant: grant({ grantedAt: at(-age), atSetup: true }) });
    expect(fresh(0, 24)).toBeNull();
    expect(fresh(24 * HOUR - 1, 48)).toBeNull();
    // the grace is over and the longer cooling-off of this policy is not
    expect(fresh(24 * HOUR, 48)).toBe('fresh-role');
    expect(fresh(48 * HOUR, 48)).toBeNull();
  });

  it('says from when it may approve', () => {
    expect(separationRefusal(input({ grant: grant({ grantedAt: at(-HOUR) }) }))?.reason).toBe(
      'Your role is less than 24 hours old; you can approve from 2026-06-02T11:00:00.000Z',
    );
  });

  it('with times that cannot be read carries nothing', () => {
    const unreadable = new Date(Number.NaN);
    expect(code({ grant: grant({ expiresAt: unreadable }) })).toBe('role-expired');
    expect(code({ grant: grant({ grantedAt: unreadable }) })).toBe('no-role');
    expect(code({ at: unreadable })).toBe('no-role');
  });
});

describe('the author of a policy', () => {
  const authored = (ms: number, personId = 'rui') => code({ policyActs: [{ personId, at: at(ms) }] });

  it('does not approve for 24 hours, to the millisecond', () => {
    expect(authored(0)).toBe('policy-author');
    expect(authored(-24 * HOUR + 1)).toBe('policy-author');
    expect(authored(-24 * HOUR)).toBeNull();
    expect(authored(-24 * HOUR - 1)).toBeNull();
  });

  it('an approval from before the policy was written stands', () => {
    expect(authored(1)).toBeNull();
  });

  it('bars nobody else, and the use-case owner too', () => {
    expect(authored(0, 'somebody-else')).toBeNull();
    const policyActs = [{ personId: 'rui', at: AT }];
    expect(code({ policyActs, capacity: 'use-case-owner', grant: null })).toBe('policy-author');
  });

  it('is barred when the time of the policy cannot be read', () => {
    expect(authored(Number.NaN)).toBe('policy-author');
  });
});
