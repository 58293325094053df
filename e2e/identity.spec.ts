/**
 * Outside trial mode, through a real OIDC provider (THREATS.md T27, T28, T32): who somebody is, what their groups carry, and
 * that neither an address, nor a forged return, nor a forgotten browser is taken for them.
 */
import type { Browser, Page } from '@playwright/test';
import { decode } from 'next-auth/jwt';
import { signIn } from './fixtures/acts.ts';
import { expect, test } from './fixtures/browser.ts';
import { AUTH_SECRET, FIRST, type OutsideTrial, startOutsideTrial } from './fixtures/outside-trial.ts';
import { CLIENT_SECRET } from './fixtures/provider.ts';

test.describe.configure({ mode: 'serial' });

let there: OutsideTrial;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  there = await startOutsideTrial();
  const person = (name: string, groups: string[] = [], emailVerified = true) =>
    there.provider.accounts.set(name, { name: `${name} Example`, email: `${name}@idp.test`, emailVerified, groups });
  person('ida', ['platform-admins']);
  person('ivo', ['platform-admins']);
  person('mia', ['model-risk', 'everybody']);
  person('una', [], false);
  person('dot');
  there.provider.accounts.set('thief', {
    name: 'Thief',
    email: FIRST.email,
    emailVerified: true,
    groups: ['model-risk'],
  });
});
test.afterAll(async () => there?.close());

/** At the provider's login form. */
async function logIn(page: Page, name: string): Promise<void> {
  await page.getByPlaceholder('Enter any login').fill(name);
  await page.getByPlaceholder('and password').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
}

async function enter(page: Page, name: string): Promise<void> {
  await page.goto(`${there.origin}/sign-in`);
  await page.getByRole('button', { name: /^Sign in with 127\.0\.0\.1/ }).click();
  await logIn(page, name);
  await page.waitForURL((url) => url.origin === there.origin);
}

async function signedIn(browser: Browser, name: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await enter(page, name);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What needs you');
  return page;
}

const sessionCookie = async (page: Page) =>
  (await page.context().cookies(there.origin)).find(({ name }) => name === 'countersign-session')?.value ?? '';

const groupsOf = (name: string, groups: readonly string[]) => {
  const account = there.provider.accounts.get(name);
  if (account) account.groups = groups;
};
const rolesInForce = async (subject: string) =>
  (
    await there.sql(
      `select r.role from role_grant r join identity i on i.person_id = r.person_id
       where i.subject = $1 and r.revoked_at is null order by 1`,
      [subject],
    )
  ).map(({ role }) => role);
const people = async () => Number((await there.sql('select count(*) as n from person'))[0]?.n);
/** As if so many minutes had passed since the person last proved who they are. */
const age = (subject: string, minutes: number) =>
  there.sql(
    `update session set authenticated_at = authenticated_at - $2 * interval '1 minute'
     where identity_id = (select id from identity where subject = $1)`,
    [subject, minutes],
  );

/** The person's panel in Settings. */
async function manage(page: Page, email: string): Promise<void> {
  await page.goto(`${there.origin}/settings/people`);
  await page
    .getByRole('row', { name: email })
    .getByRole('link', { name: /^Manage/ })
    .click();
  await expect(page.getByLabel('Give a role')).toBeVisible();
}

test('the sign-in page says which mode it is, and a provider that is configured makes it no trial', async ({
  stranger,
}) => {
  await stranger.goto(`${there.origin}/sign-in`);
  await expect(stranger.getByText('local accounts approve nothing here')).toBeVisible();
  const [leaf] = await there.sql(`select leaf from ledger_entry where action = 'deployment.configured'`);
  expect(JSON.parse(String(leaf?.leaf)).data).toMatchObject({
    trial: false,
    oidc: { issuer: there.provider.issuer, client: 'countersign' },
  });
});

test('groups carry roles, and the cookie carries a session id and nothing else', async ({ browser }) => {
  const mia = await signedIn(browser, 'mia');
  await mia.goto(`${there.origin}/settings/account`);
  await expect(mia.getByText('Risk reviewer, ends')).toBeVisible();
  await expect(mia.getByText('from the group model-risk')).toBeVisible();
  const said = await decode({ token: await sessionCookie(mia), secret: AUTH_SECRET, salt: 'countersign-session' });
  expect(Object.keys(said ?? {}).sort()).toEqual(['exp', 'iat', 'jti', 'sid']);
  const [row] = await there.sql(
    `select s.method, i.issuer, i.subject from session s join identity i on i.id = s.identity_id where s.id = $1`,
    [said?.sid],
  );
  expect(row).toEqual({ method: 'oidc', issuer: there.provider.issuer, subject: 'mia' });
});

test('a group that is lost takes its role with it at the next sign-in, and not what an administrator gave', async ({
  browser,
}) => {
  await signedIn(browser, 'ida');
  await there.sql(
    `insert into role_grant (id, person_id, role, granted_by, granted_at, expires_at)
     select gen_random_uuid(), m.person_id, 'auditor', a.person_id, now(), now() + interval '1 year'
     from identity m, identity a where m.subject = 'mia' and a.subject = 'ida'`,
  );
  expect(await rolesInForce('mia')).toEqual(['auditor', 'risk-reviewer']);
  groupsOf('mia', ['everybody']);
  await signedIn(browser, 'mia');
  expect(await rolesInForce('mia')).toEqual(['auditor']);
  groupsOf('mia', ['security-team']);
  await signedIn(browser, 'mia');
  expect(await rolesInForce('mia')).toEqual(['auditor', 'security-reviewer']);
});

test('an account is not taken over by an equal address: two administrators have to link it', async ({ browser }) => {
  const before = await people();
  const thief = await (await browser.newContext()).newPage();
  await enter(thief, 'thief');
  await expect(thief.getByText('Somebody here has this e-mail address already')).toBeVisible();
  expect(await sessionCookie(thief)).toBe('');
  expect(await people()).toBe(before);
  expect(await there.sql(`select person_id from identity where subject = 'thief'`)).toEqual([{ person_id: null }]);
  // Trying again is no way in, and leaves nothing more behind.
  await thief.goto(`${there.origin}/sign-in`);
  await thief.getByRole('button', { name: /^Sign in with/ }).click();
  await thief.waitForURL(/refused=email-taken/);
  expect(await there.sql(`select action from ledger_entry where action = 'identity.waiting'`)).toHaveLength(1);
});

test('an address that the provider does not vouch for is shown as such and matched with nothing', async ({
  browser,
}) => {
  await signedIn(browser, 'una');
  expect(await there.sql(`select email_key, email_verified from person where subject = 'una'`)).toEqual([
    { email_key: null, email_verified: false },
  ]);
  const ida = await signedIn(browser, 'ida');
  await ida.goto(`${there.origin}/settings/people`);
  await expect(ida.getByRole('row', { name: 'una@idp.test' })).toContainText('unverified');
});

test('a return that was altered, replayed or started in another browser signs nobody in', async ({ browser }) => {
  const page = await (await browser.newContext()).newPage();
  /** Signs in at the provider and returns the address that it sends the browser back to, before that is opened. */
  const attempt = async () => {
    await page.context().clearCookies();
    await page.goto(`${there.origin}/sign-in`);
    await page.getByRole('button', { name: /^Sign in with/ }).click();
    await expect(page.getByPlaceholder('Enter any login')).toBeVisible();
    const action = new URL((await page.locator('form').first().getAttribute('action')) ?? '', page.url()).href;
    const form = { prompt: 'login', login: 'dot', password: 'any' };
    let answer = await page.request.post(action, { form, maxRedirects: 0 });
    for (;;) {
      const next = new URL(answer.headers().location ?? '', there.provider.issuer);
      if (next.origin === there.origin) return next;
      answer = await page.request.get(next.href, { maxRedirects: 0 });
    }
  };
  const refused = async (where: Page, url: URL) => {
    await where.goto(url.href);
    await expect(where.getByText('was not completed, or its answer was not for this browser')).toBeVisible();
    expect(await sessionCookie(where)).toBe('');
  };
  for (const [name, value] of [
    ['state', 'forged'],
    ['state', null],
    ['code', 'forged'],
    ['iss', 'https://elsewhere.test'],
  ] as const) {
    const url = await attempt();
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
    await refused(page, url);
  }
  // An address that was caught is no use in a browser that did not start it.
  const caught = await attempt();
  await refused(await (await browser.newContext()).newPage(), caught);

  // The one that started it gets in, once.
  await page.goto(caught.href);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What needs you');
  const cookie = await sessionCookie(page);
  await page.context().clearCookies({ name: 'countersign-session' });
  await refused(page, caught);
  expect(cookie).not.toBe('');
});

test('a nonce that is not the one that was asked with is refused', async ({ browser }) => {
  const page = await (await browser.newContext()).newPage();
  await page.route(
    `${there.provider.issuer}/auth?**`,
    async (route) => {
      const url = new URL(route.request().url());
      url.searchParams.set('nonce', 'of another sign-in');
      await route.continue({ url: url.href });
    },
    { times: 1 },
  );
  await enter(page, 'dot');
  await expect(page.getByText('was not completed, or its answer was not for this browser')).toBeVisible();
  expect(await sessionCookie(page)).toBe('');
});

test('what needs a fresh sign-in asks for it, and the same person has to come back', async ({ browser }) => {
  const ida = await signedIn(browser, 'ida');
  await age('ida', 6);
  await manage(ida, 'mia@idp.test');
  await ida.getByLabel('Give a role').selectOption({ label: 'Legal reviewer' });
  await ida.getByRole('button', { name: 'Give or propose the role' }).click();
  const link = ida.getByRole('link', { name: /^Confirm that it is you/ });
  await expect(link).toBeVisible();

  const confirm = async (name: string) => {
    const opened = ida.context().waitForEvent('page');
    await link.click();
    const tab = await opened;
    await tab.getByRole('button', { name: /^Sign in again at/ }).click();
    await logIn(tab, name);
    await tab.waitForURL((url) => url.origin === there.origin);
    return tab;
  };
  const other = await confirm('ivo');
  await expect(other.getByText('The provider signed in somebody else than you')).toBeVisible();
  await other.close();
  await ida.getByRole('button', { name: 'Give or propose the role' }).click();
  await expect(link).toBeVisible();

  const same = await confirm('ida');
  await expect(same.getByText('Confirmed, for the next five minutes.')).toBeVisible();
  await same.close();
  // Nothing that was chosen is lost.
  await expect(ida.getByLabel('Give a role')).toHaveValue('legal-reviewer');
  await ida.getByRole('button', { name: 'Give or propose the role' }).click();
  await expect(ida.getByText('Proposed: it waits')).toBeVisible();
});

test('taking the question out of the address confirms nobody: the provider has to say when', async ({ browser }) => {
  const ida = await signedIn(browser, 'ida');
  await age('ida', 6);
  await ida.goto(`${there.origin}/confirm`);
  await ida.route(
    `${there.provider.issuer}/auth?**`,
    async (route) => {
      const url = new URL(route.request().url());
      for (const name of ['prompt', 'max_age']) url.searchParams.delete(name);
      await route.continue({ url: url.href });
    },
    { times: 1 },
  );
  await ida.getByRole('button', { name: /^Sign in again at/ }).click();
  await expect(ida.getByText('The provider does not say that you signed in just now')).toBeVisible();
});

test('what one administrator proposes another confirms; neither proposer nor beneficiary can', async ({ browser }) => {
  const [ida, ivo] = [await signedIn(browser, 'ida'), await signedIn(browser, 'ivo')];
  await ida.goto(`${there.origin}/settings/people`);
  const waits = (page: Page) => page.getByRole('region', { name: 'Waiting for a second administrator' });
  await expect(waits(ida)).toContainText('Give the role of legal reviewer to mia Example');
  await expect(waits(ida)).toContainText('You proposed it');
  await expect(waits(ida).getByRole('button', { name: /^Confirm/ })).toHaveCount(0);
  expect(await rolesInForce('mia')).not.toContain('legal-reviewer');
  await ivo.goto(`${there.origin}/settings/people`);
  await waits(ivo).getByRole('button', { name: 'Confirm for mia Example' }).click();
  await expect(waits(ivo)).toContainText('Confirmed, and done.');
  await expect(waits(ivo)).toContainText('Nothing waits.');
  expect(await rolesInForce('mia')).toContain('legal-reviewer');

  await manage(ida, 'ivo@idp.test');
  await ida.getByLabel('Give a role').selectOption({ label: 'Privacy reviewer' });
  await ida.getByRole('button', { name: 'Give or propose the role' }).click();
  await expect(ida.getByText('Proposed: it waits')).toBeVisible();
  await ivo.goto(`${there.origin}/settings/people`);
  await expect(waits(ivo)).toContainText('It is about you');
  await expect(waits(ivo).getByRole('button', { name: /^Confirm/ })).toHaveCount(0);
  await waits(ivo).getByRole('button', { name: 'Cancel for ivo Example' }).click();
  await expect(waits(ivo)).toContainText('Cancelled.');
});

test('a local account proposes and confirms nothing, and its approvals would not count', async ({ stranger }) => {
  await signIn(stranger, FIRST, there.origin);
  await manage(stranger, 'mia@idp.test');
  await stranger.getByLabel('Give a role').selectOption({ label: 'Reviewer' });
  await stranger.getByRole('button', { name: 'Give or propose the role' }).click();
  await expect(stranger.getByText('a local account proposes and confirms nothing')).toBeVisible();
});

test('a waiting sign-in is linked by two administrators, and then opens the account that it belongs to', async ({
  browser,
}) => {
  const [ida, ivo] = [await signedIn(browser, 'ida'), await signedIn(browser, 'ivo')];
  await manage(ida, FIRST.email);
  await ida.getByRole('button', { name: 'Propose to link this sign-in' }).click();
  await expect(ida.getByText('Proposed: it waits')).toBeVisible();
  await ivo.goto(`${there.origin}/settings/people`);
  await ivo.getByRole('button', { name: /^Confirm/ }).click();
  await expect(ivo.getByText('Confirmed, and done.')).toBeVisible();
  const before = await people();
  const owner = await signedIn(browser, 'thief');
  await owner.goto(`${there.origin}/settings/account`);
  await expect(owner.getByRole('region', { name: 'You', exact: true })).toContainText(FIRST.email);
  expect(await people()).toBe(before);
});

test('disabling acts at the next request on pages and the machine interface, and at the provider’s door', async ({
  browser,
}) => {
  const [ida, dot] = [await signedIn(browser, 'ida'), await signedIn(browser, 'dot')];
  await dot.goto(`${there.origin}/settings/account`);
  await manage(ida, 'dot@idp.test');
  await ida.getByRole('button', { name: 'Disable the account' }).click();
  await expect(ida.getByRole('button', { name: 'Enable the account' })).toBeVisible();
  expect((await dot.request.get(`${there.origin}/api/v1/models`)).status()).toBe(401);
  await dot.goto(`${there.origin}/models`);
  await expect(dot).toHaveURL(/\/sign-in\?next=%2Fmodels$/);
  await dot.getByRole('button', { name: /^Sign in with/ }).click();
  await expect(dot.getByText('Your account here is disabled')).toBeVisible();
  await ida.getByRole('button', { name: 'Enable the account' }).click();
  await expect(ida.getByRole('button', { name: 'Disable the account' })).toBeVisible();
  await signedIn(browser, 'dot');
});

test('a role that is taken is gone at the next request of the session that had it', async ({ browser }) => {
  const [ida, mia] = [await signedIn(browser, 'ida'), await signedIn(browser, 'mia')];
  const ledger = async () => (await mia.request.get(`${there.origin}/api/v1/events`)).status();
  await there.sql(
    `update role_grant set revoked_at = now() where role <> 'auditor' and revoked_at is null
     and person_id = (select person_id from identity where subject = 'mia')`,
  );
  expect(await ledger()).toBe(200);
  await manage(ida, 'mia@idp.test');
  await ida.getByRole('button', { name: 'Take away Auditor' }).click();
  await expect(ida.getByRole('button', { name: 'Take away Auditor' })).toHaveCount(0);
  expect(await ledger()).toBe(403);
  await mia.goto(`${there.origin}/ledger`);
  await expect(mia.getByText(/To do this you have to be an? /)).toBeVisible();
});

test('no secret of the sign-in is in a log line', async () => {
  const log = there.logged();
  for (const secret of [CLIENT_SECRET, AUTH_SECRET, FIRST.password, 'eyJ', 'code=', '@idp.test']) {
    expect(log, secret).not.toContain(secret);
  }
  for (const line of log.split('\n').filter((text) => text.startsWith('{')))
    expect(() => JSON.parse(line)).not.toThrow();
});

test('a provider that is away is said at the sign-in and in the log, and machines are served all the same', async ({
  stranger,
}) => {
  await there.provider.close();
  await stranger.goto(`${there.origin}/sign-in`);
  await stranger.getByRole('button', { name: /^Sign in with/ }).click();
  await expect(
    stranger.getByText(/The sign-in provider 127\.0\.0\.1:\d+ cannot be used now: it cannot be reached/),
  ).toBeVisible();
  expect(there.logged()).toContain('the sign-in provider cannot be used');
  expect((await stranger.request.get(`${there.origin}/readyz`)).status()).toBe(200);
});
