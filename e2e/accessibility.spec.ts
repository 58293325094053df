/** Everybody can use every page: axe finds nothing in either theme, nothing runs off a narrow screen, a keyboard is enough. */
import type { Locator, Page } from '@playwright/test';
import { expectAccessible, faults, overhang } from './fixtures/accessible.ts';
import { openAccountMenu } from './fixtures/acts.ts';
import { expect, test } from './fixtures/browser.ts';
import { makeRelease, openReview } from './fixtures/release.ts';
import { routes, VISITS } from './fixtures/routes.ts';

test('every page of the product is visited here', () => {
  expect(Object.keys(VISITS).sort()).toEqual(routes());
  expect(routes().length).toBeGreaterThan(15);
});

for (const [route, { as: who, address, heading }] of Object.entries(VISITS)) {
  test(`${route} is accessible in both themes and fits 390 and 320 pixels`, async ({ as, stranger }) => {
    const page = who === null ? stranger : await as(who);
    await page.goto(address());
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
    await expectAccessible(page);
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await overhang(page), `${width} px`).toBe(0);
    }
    expect(await faults(page), 'narrow').toEqual([]);
  });
}

const STATES: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'a page that is not there': async (page) => {
    await page.goto('/models/nobody/nothing');
    await expect(page.getByRole('heading', { level: 1, name: 'Nothing is here' })).toBeVisible();
  },
  'the account menu': async (page) => {
    await page.goto('/');
    await openAccountMenu(page);
    await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  },
  'a dialog': async (page) => {
    await page.goto('/settings/keys');
    await page.getByRole('button', { name: 'Create a key' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
  },
  'a form with every problem listed': async (page) => {
    await page.goto('/models/register?way=paste');
    await page.getByLabel('Manifest', { exact: true }).fill('model: UPPER\nnonsense: true\n');
    await page.getByLabel('Output of the command', { exact: true }).fill('{"digest":"sha256:0","files":[]}');
    await page.getByRole('button', { name: 'Register', exact: true }).click();
    await expect(page.getByRole('group', { name: 'Problems' })).toBeFocused();
  },
  'the steps of registering, each with a question or a problem': async (page) => {
    await page.goto('/models/register');
    await page.getByRole('button', { name: 'Start with a blank form' }).click();
    const go = (name: RegExp) => page.getByRole('navigation', { name: 'Steps' }).getByRole('link', { name }).click();
    await go(/Data/);
    await page.getByRole('button', { name: 'Add a dataset' }).click();
    await go(/Lineage/);
    await page.getByRole('button', { name: 'Add a base' }).click();
    for (const name of [/Identity/, /Use case/, /Data/, /Lineage/, /Artifact/]) {
      await go(name);
      await expect(page.getByRole('heading', { level: 2, name })).toBeFocused();
      await expectAccessible(page);
    }
    await go(/Review/);
    await expect(page.getByRole('group', { name: 'Problems' })).toBeVisible();
  },
  'a register where nothing matches': async (page) => {
    await page.goto('/models?q=nothing-has-this-name');
    await expect(page.getByText('Nothing matches')).toBeVisible();
  },
  'a look at a row of the register': async (page) => {
    await page.goto('/models?tier=high&peek=support/doc-search');
    await expect(page.getByRole('dialog').getByText('Why this tier')).toBeVisible();
  },
  'the history of a model': async (page) => {
    await page.goto('/models/support/doc-search?tab=versions');
    await expect(page.getByRole('checkbox', { name: 'Compare 1.0.0' })).toBeVisible();
  },
  'the lineage of a model': async (page) => {
    await page.goto('/models/support/doc-search?tab=lineage');
    await expect(page.getByText('From scratch, as declared.')).toBeVisible();
  },
  'what a pipeline of a model writes': async (page) => {
    await page.goto('/models/support/doc-search?tab=pipeline');
    await expect(page.getByRole('group', { name: 'GitHub Actions snippet' })).toBeVisible();
  },
  'a version with its gate’s answer': async (page) => {
    await page.goto('/models/support/doc-search/versions/1.0.0?environment=staging');
    await page.getByRole('button', { name: 'Issue promotion token for staging' }).click();
    await expect(page.getByText('Promotion token issued.')).toBeVisible();
  },
};

for (const [state, reach] of Object.entries(STATES)) {
  test(`${state} is accessible`, async ({ as }) => {
    const page = await as('olu');
    await reach(page);
    await expectAccessible(page);
    await page.setViewportSize({ width: 320, height: 800 });
    expect(await overhang(page)).toBe(0);
  });
}

test('a page that is not for one is accessible and says why', async ({ as }) => {
  const page = await as('res');
  await page.goto(`/ledger`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expectAccessible(page);
});

test('the chosen theme stays, whatever the system prefers', async ({ as }) => {
  const page = await as('aud');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('/');
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await ground();
  await openAccountMenu(page);
  await page.getByRole('button', { name: 'Dark' }).click();
  const dark = await ground();
  expect(dark).not.toBe(light);
  await page.reload();
  expect(await ground()).toBe(dark);
  expect(await faults(page)).toEqual([]);
});

/** Presses Tab until the element has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`${target} cannot be reached with Tab`);
}

test('the first Tab offers to skip to the content', async ({ as }) => {
  const page = await as('rui');
  await page.goto('/models');
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const inMain = () => page.evaluate(() => document.activeElement?.closest('main') !== null);
  expect(await inMain()).toBe(true);
});

test('a release is approved with the keyboard alone', async ({ as }) => {
  const release = await makeRelease({ model: 'support/by-keyboard', useCase: 'doc-search', seed: 3 });
  await openReview(release, 'staging');
  const page = await as('rui');
  await page.goto('/reviews');
  await tabTo(
    page,
    page
      .getByRole('row', { name: new RegExp(release.ref) })
      .getByRole('link')
      .first(),
  );
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: `${release.ref} for staging` })).toBeVisible();
  const label = (await page.getByText(/^To approve, type/).textContent()) ?? '';
  await tabTo(page, page.getByLabel(/^To approve, type/));
  await page.keyboard.type(label.slice(-8));
  await tabTo(page, page.getByRole('button', { name: 'Approve', exact: true }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Withdraw my approval' })).toBeVisible();
});
