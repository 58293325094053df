/** Drafts of the wizard: whatever happens to the page while somebody types, what was typed is there again. */
import { openAccountMenu, signIn } from './fixtures/acts.ts';
import { expect, test } from './fixtures/browser.ts';
import { PEOPLE, passwordOf } from './fixtures/people.ts';
import { begin, continueTo, field, open, saved, step, stepLink } from './fixtures/wizard.ts';

test.describe.configure({ timeout: 120_000 });

/** Something to wait at until the test opens it. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

test('nothing that was typed is lost: reload, Back, another tab, signing out', async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const sol = { email: PEOPLE.sec.email, password: passwordOf('sec') };
  await signIn(page, sol);
  await begin(page);
  await field(page, 'Model').fill('support/kept');
  // At once, before the pause after which it is saved.
  await page.reload();
  await expect(field(page, 'Model')).toHaveValue('support/kept');
  await field(page, 'Version').fill('7');
  await saved(page);
  await continueTo(page, 'Use case');
  await field(page, 'Use case').fill('doc-search');
  await page.goBack();
  await expect(field(page, 'Model')).toHaveValue('support/kept');
  await page.goForward();
  await expect(field(page, 'Use case')).toHaveValue('doc-search');
  await saved(page);

  const other = await context.newPage();
  await other.goto(page.url());
  await expect(field(other, 'Use case')).toHaveValue('doc-search');
  await field(other, 'Use case').fill('from-the-other-tab');
  await saved(other);
  await field(page, 'Use case').fill('from-the-first-tab');
  await expect(page.getByText('This draft was changed in another tab')).toBeVisible();
  await page.getByRole('button', { name: 'Take theirs' }).click();
  await expect(field(page, 'Use case')).toHaveValue('from-the-other-tab');
  await field(page, 'Use case').fill('mine');
  await saved(page);
  await field(other, 'Use case').fill('theirs');
  await other.getByRole('button', { name: 'Keep mine' }).click();
  await saved(other);
  await other.close();
  await page.reload();
  await expect(field(page, 'Use case')).toHaveValue('theirs');

  await field(page, 'Use case').fill('typed-just-before');
  await openAccountMenu(page);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(/sign-in/);
  await signIn(page, sol);
  await page.goto('/models/register');
  await page.getByRole('link', { name: 'support/kept@7' }).click();
  await stepLink(page, /Use case/).click();
  await expect(field(page, 'Use case')).toHaveValue('typed-just-before');

  await page.goto('/models/register');
  await page.getByRole('button', { name: 'Throw away support/kept@7' }).click();
  await expect(page.getByText('is thrown away')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(field(page, 'Model')).toHaveValue('support/kept');
  await context.close();
});

test('a draft that is named while its page is going away is found by the page that comes', async ({ as }) => {
  const page = await as('sec');
  await open(page);
  const [named, gone] = [gate(), gate()];
  await page.route('**/drafts', async (route) => {
    const answer = await route.fetch();
    await named.opened;
    await route.fulfill({ response: answer });
  });
  await page.getByRole('button', { name: 'Start with a blank form' }).click();
  await expect(step(page, 'Identity and owner')).toBeFocused();
  await field(page, 'Model').fill('support/late');
  await page.route('**/models/register?step=identity', async (route) => {
    await gone.opened;
    await route.continue();
  });
  const [reload] = await Promise.all([
    page.waitForRequest((request) => request.isNavigationRequest()),
    page.evaluate(() => setTimeout(() => location.reload())),
  ]);
  expect(new URL(reload.url()).search).toBe('?step=identity');
  // Nothing can be asked of a page that is on its way: that its address changes is told by an event.
  const addressed = page.waitForEvent('framenavigated');
  named.open();
  expect((await addressed).url()).toMatch(/draft=/);
  gone.open();
  await expect(field(page, 'Model')).toHaveValue('support/late');
  await expect(page).toHaveURL(/step=identity&draft=/);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.goto('/models/register');
  await page.getByRole('button', { name: 'Throw away support/late' }).click();
});

test('another person’s draft is not there', async ({ as }) => {
  const olu = await as('olu');
  await begin(olu);
  await field(olu, 'Model').fill('support/secret-plan');
  await saved(olu);
  const rea = await as('res');
  await rea.goto(olu.url());
  await expect(rea.getByText('That draft is not there')).toBeVisible();
  const id = new URL(olu.url()).searchParams.get('draft');
  expect((await rea.request.get(`/drafts/${id}`)).status()).toBe(404);
  expect((await rea.request.delete(`/drafts/${id}`)).status()).toBe(403);
  await expect(rea.getByText('secret-plan')).toHaveCount(0);
});
