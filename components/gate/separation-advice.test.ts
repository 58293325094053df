import { expect, test } from 'vitest';
import { separationRefusals } from '#domain/access/separation.ts';
import { separationAdvice } from './separation-advice.ts';

const KINDS = ['registered', 'requested', 'committed', 'supplied-evidence', 'team-member', 'pipeline-person'] as const;
const at = new Date('2026-11-24T12:00:00Z');
const ago = (hours: number) => new Date(at.getTime() - hours * 3_600_000);

test('every reason that separation of duties can give is listed, and says what to do', () => {
  const refusals = separationRefusals({
    personId: 'me',
    capacity: 'reviewer',
    grant: { grantId: 'g', grantedAt: ago(1), expiresAt: new Date(at.getTime() + 1), grantedBy: null, atSetup: false },
    environment: 'production',
    acts: KINDS.map((kind) => ({ kind, personId: 'me', detail: '' })),
    policyActs: [{ personId: 'me', at: ago(1) }],
    at,
    coolingOffHours: 24,
  });
  expect(refusals.map(({ code }) => code)).toEqual([...KINDS, 'policy-author', 'fresh-role']);
  for (const { code } of [...refusals, { code: 'role-expired' }, { code: 'step-up' }, { code: 'local-account' }])
    expect(separationAdvice(code), code).not.toBeNull();
  expect(separationAdvice('constructor')).toBeNull();
});
