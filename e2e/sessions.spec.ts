/** A session ends where it is ended: at once, in every browser that holds its cookie (THREATS.md, sessions). */
import type { Browser, Page } from '@playwright/test';
import { openAccountMenu, signIn } from './fixtures/acts.ts';
import { expect, test } from './fixtures/browser.ts';
import { PEOPLE, passwordOf } from './fixtures/people.ts';

test.describe.configure({ mode: 'serial' });

const lea = { email: PEOPLE.lea.email, password: passwordOf('lea') };

/** A browser that somebody copied the cookie into. */
async function copyOf(page: Page, browser: Browser): Promise<Page> {
  const context = await browser.newContext({ storageState: await page.context().storageState() });
  return context.newPage();
}

async function expectSignedOut(page: Page): Promise<void> {
  await page.goto('/models');
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fmodels$/);
  expect((await page.request.get('/api/v1/models')).status()).toBe(401);
}

async function expectSignedIn(page: Page): Promise<void> {
  await page.goto('/models');
  await expect(page.getByRole('heading', { level: 1, name: 'Register' })).toBeVisible();
  expect((await page.request.get('/api/v1/models')).status()).toBe(200);
}

async function setDisabled(adm: Page, button: 'Disable the account' | 'Enable the account'): Promise<void> {
  await adm.goto('/settings/people');
  await adm
    .getByRole('row', { name: lea.email })
    .getByRole('link', { name: /^Manage/ })
    .click();
  await adm.getByRole('button', { name: button }).click();
  const other = button === 'Disable the account' ? 'Enable the account' : 'Disable the account';
  await expect(adm.getByRole('button', { name: other })).toBeVisible();
}

test('signing out ends the session, and a copy of its cookie with it', async ({ stranger, browser }) => {
  await signIn(stranger, lea);
  const copy = await copyOf(stranger, browser);
  await expectSignedIn(copy);
  await openAccountMenu(stranger);
  await stranger.getByRole('button', { name: 'Sign out' }).click();
  await stranger.waitForURL('/sign-in');
  await expectSignedOut(copy);
});

test('ending another session from the account page ends it at its next request', async ({ stranger, browser }) => {
  await signIn(stranger, lea);
  const elsewhere = await (await browser.newContext()).newPage();
  await signIn(elsewhere, lea);
  await stranger.goto('/settings/account');
  const sessions = stranger.getByRole('table');
  const others = sessions.getByRole('button', { name: 'End' });
  for (let left = await others.count(); left > 0; left -= 1) {
    await others.first().click();
    await expect(others).toHaveCount(left - 1);
  }
  await expectSignedOut(elsewhere);
  await expectSignedIn(stranger);
});

test('disabling somebody ends their session at the next request, and enabling opens the door again', async ({
  as,
  stranger,
}) => {
  const adm = await as('adm');
  await signIn(stranger, lea);
  await expectSignedIn(stranger);
  await setDisabled(adm, 'Disable the account');
  await expectSignedOut(stranger);
  await stranger.getByLabel('E-mail address').fill(lea.email);
  await stranger.getByLabel('Password').fill(lea.password);
  await stranger.getByRole('button', { name: 'Sign in' }).click();
  await expect(stranger.getByText('do not match an account here')).toBeVisible();
  await setDisabled(adm, 'Enable the account');
  await signIn(stranger, lea);
  await expectSignedIn(stranger);
});
