// Configuration (CONTRACT.md §1): read in one place, every problem at once, never a value in a message.

import { expect, test } from 'vitest';
import { ConfigError, isTrial, readConfig } from './config.ts';

function problemsOf(variables: Record<string, string>): readonly string[] {
  try {
    readConfig(variables, '/srv');
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}
const named = (problems: readonly string[]) => problems.map((line) => line.split(':')[0]).sort();

test('nothing set is a good configuration: embedded, on this machine', () => {
  const config = readConfig({ PORT: '', DATABASE_URL: '' }, '/srv');
  expect(config).toMatchObject({ port: 3000, host: '127.0.0.1', origin: 'http://localhost:3000' });
  expect(config.store).toEqual({ kind: 'embedded', dataDir: '/srv/.data' });
  expect(config.keyDir).toBe('/srv/.data/keys');
});

test('every problem is listed at once, by name, and no value is repeated', () => {
  const secret = 'canary-short';
  const variables = {
    PORT: '99999',
    COUNTERSIGN_ORIGIN: 'https://gate.test/path',
    DATABASE_URL: `mysql://user:${secret}@db/x`,
    AUTH_SECRET: secret,
    COUNTERSIGN_INIT_ADMIN_EMAIL: `${secret} at nowhere`,
    COUNTERSIGN_INIT_ADMIN_PASSWORD: 'canary',
    COUNTERSIGN_SIGNER: `kms-${secret}`,
    COUNTERSIGN_TRIAL: 'yes',
    COUNTERSIGN_LOG_LEVEL: 'loud',
  };
  const problems = problemsOf(variables);
  expect(named(problems)).toEqual([...Object.keys(variables), 'COUNTERSIGN_KEY_DIR'].sort());
  expect(problems.join('\n')).not.toContain('canary');
});

test('PostgreSQL needs its secret, keys and origin, all said at once', () => {
  const problems = problemsOf({ DATABASE_URL: 'postgres://app:canary@db/x' });
  expect(named(problems)).toEqual(['AUTH_SECRET', 'COUNTERSIGN_KEY_DIR', 'COUNTERSIGN_ORIGIN']);
  expect(problems.join('\n')).not.toContain('canary');
});

test('faults of single variables do not hide what is missing between them', () => {
  const problems = problemsOf({ DATABASE_URL: 'postgres://app@db/x', PORT: 'x' });
  expect(named(problems)).toEqual(['AUTH_SECRET', 'COUNTERSIGN_KEY_DIR', 'COUNTERSIGN_ORIGIN', 'PORT']);
});

const PROVIDER = {
  COUNTERSIGN_OIDC_ISSUER: 'https://idp.test/realms/x',
  COUNTERSIGN_OIDC_CLIENT_ID: 'countersign',
  COUNTERSIGN_OIDC_CLIENT_SECRET: 'canary',
};

test('groups carry roles, whatever their names hold; a provider alone makes no embedded store out of trial', () => {
  const roles = 'model-risk=risk-reviewer, cn=admins=administrator,, Risk Leads = risk-reviewer';
  const config = readConfig({ ...PROVIDER, COUNTERSIGN_OIDC_ROLES: roles }, '/srv');
  expect(config.oidc).toMatchObject({ scope: 'openid profile email', groupsClaim: 'groups' });
  expect(config.oidc?.roles).toEqual([
    { group: 'model-risk', role: 'risk-reviewer' },
    { group: 'cn=admins', role: 'administrator' },
    { group: 'Risk Leads', role: 'risk-reviewer' },
  ]);
  expect(isTrial(config)).toBe(true);
  const store = { kind: 'postgres', url: 'postgres://app@db/x', migrationUrl: undefined, trial: true } as const;
  expect(isTrial({ ...config, store })).toBe(false);
  expect(isTrial({ store, oidc: undefined })).toBe(true);
});

test.each([
  ['half of the first administrator', { COUNTERSIGN_INIT_ADMIN_EMAIL: 'a@b.test' }, 'COUNTERSIGN_INIT_ADMIN_EMAIL and'],
  ['an origin with a slash', { COUNTERSIGN_ORIGIN: 'https://gate.test/' }, 'COUNTERSIGN_ORIGIN'],
  ['an origin that is no web address', { COUNTERSIGN_ORIGIN: 'file:///etc' }, 'COUNTERSIGN_ORIGIN'],
  ['a port of zero', { PORT: '0' }, 'PORT'],
  [
    'a demo on a real database',
    {
      COUNTERSIGN_DEMO: '1',
      DATABASE_URL: 'postgres://app@db/x',
      AUTH_SECRET: 'x'.repeat(32),
      COUNTERSIGN_KEY_DIR: 'keys',
      COUNTERSIGN_ORIGIN: 'https://gate.test',
    },
    'DATABASE_URL',
  ],
  ['a provider without its secret', { ...PROVIDER, COUNTERSIGN_OIDC_CLIENT_SECRET: '' }, 'COUNTERSIGN_OIDC_ISSUER, '],
  ['a provider over http', { ...PROVIDER, COUNTERSIGN_OIDC_ISSUER: 'http://idp.test' }, 'COUNTERSIGN_OIDC_ISSUER'],
  ['a scope without openid', { ...PROVIDER, COUNTERSIGN_OIDC_SCOPE: 'profile email' }, 'COUNTERSIGN_OIDC_SCOPE'],
  [
    'a group that carries no role of ours',
    { ...PROVIDER, COUNTERSIGN_OIDC_ROLES: 'x=owner' },
    'COUNTERSIGN_OIDC_ROLES',
  ],
  ['a role without a group', { ...PROVIDER, COUNTERSIGN_OIDC_ROLES: 'auditor' }, 'COUNTERSIGN_OIDC_ROLES'],
  ['roles without a provider', { COUNTERSIGN_OIDC_ROLES: 'a=auditor' }, 'COUNTERSIGN_OIDC_ROLES'],
  ['a secret of 31 characters', { AUTH_SECRET: 'x'.repeat(31) }, 'AUTH_SECRET'],
])('%s is refused', (_name, variables, start) => {
  const problems = problemsOf(variables as unknown as Record<string, string>);
  expect(problems.length).toBeGreaterThan(0);
  for (const problem of problems) expect(problem.startsWith(start), problem).toBe(true);
});
