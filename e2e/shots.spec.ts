/** Pictures of every screen, to be looked at: SHOTS=1 npx playwright test shots, then test-results/shots. */
import type { Page } from '@playwright/test';
import { openAccountMenu } from './fixtures/acts.ts';
import { expect, test } from './fixtures/browser.ts';
import { shoot } from './fixtures/look.ts';
import { VISITS } from './fixtures/routes.ts';
import { readJson } from './fixtures/workspace.ts';

const nameOf = (route: string) => route.slice(1).replaceAll(/[^a-z]+/g, '-') || 'home';

for (const [route, { as: who, address }] of Object.entries(VISITS)) {
  test(`shot of ${route}`, async ({ as, stranger }) => {
    const page = who === null ? stranger : await as(who);
    await page.goto(address());
    await shoot(page, nameOf(route));
  });
}

const MORE: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'state-missing': (page) => page.goto('/models/nobody/nothing'),
  'state-forbidden': (page) => page.goto('/ledger'),
  'state-filtered': (page) => page.goto('/models?q=nothing-has-this-name'),
  'state-account-menu': async (page) => {
    await page.goto('/');
    await openAccountMenu(page);
  },
  'state-dialog': async (page) => {
    await page.goto('/settings/keys');
    await page.getByRole('button', { name: 'Create a key' }).click();
  },
  'state-problems': async (page) => {
    await page.goto('/models/register?way=paste');
    await page.getByLabel('Manifest', { exact: true }).fill('model: UPPER\nnonsense: true\n');
    await page.getByLabel('Output of the command', { exact: true }).fill('{"digest":"sha256:0","files":[]}');
    await page.getByRole('button', { name: 'Register', exact: true }).click();
    await expect(page.getByRole('group', { name: 'Problems' })).toBeFocused();
  },
  ...Object.fromEntries(
    ['identity', 'use-case', 'data', 'lineage', 'artifact', 'review'].map((step) => [
      `register-${step}`,
      async (page: Page) => {
        await page.goto('/models/register');
        await page
          .getByLabel('Paste or drop a description')
          .fill('---\nbase_model: org/base\ndatasets: [squad]\n---\n# A card\n');
        await page.getByRole('button', { name: 'Take over what it says' }).click();
        await expect(page.getByText(/^Draft saved/)).toBeVisible();
        await page.goto(page.url().replace('step=identity', `step=${step}`));
        await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible();
      },
    ]),
  ),
  'state-token': async (page) => {
    await page.goto('/models/support/doc-search/versions/1.0.0?environment=staging');
    await page.getByRole('button', { name: 'Issue promotion token for staging' }).click();
    await expect(page.getByText('Promotion token issued.')).toBeVisible();
  },
  'state-own-review': (page) => page.goto(`/reviews/${readJson<{ reviewId: string }>('waiting.json').reviewId}`),
  'state-owner-home': (page) => page.goto('/'),
};

for (const [name, reach] of Object.entries(MORE)) {
  test(`shot of ${name}`, async ({ as }) => {
    const page = await as('olu');
    await reach(page);
    await shoot(page, name);
  });
}
