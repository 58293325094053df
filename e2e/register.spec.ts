/** The register: every filter is an address, a row can be looked at without leaving the list, and a keyboard is enough. */
import { expect, test } from './fixtures/browser.ts';
import { registerMany } from './fixtures/many-versions.ts';

const PATH = '/models?owner=support&tier=low&tier=high&sort=newest';

test('a filter is its address: reload, Back, a new tab and a shared link show the same', async ({ as }) => {
  const page = await as('olu');
  await page.goto('/models');
  const filters = page.getByRole('complementary', { name: 'Filters' });
  await filters
    .getByRole('region', { name: 'Team' })
    .getByRole('link', { name: /^support/ })
    .click();
  await expect(page).toHaveURL('/models?owner=support');
  await filters.getByRole('region', { name: 'Tier' }).getByRole('link', { name: /^high/ }).click();
  await expect(page).toHaveURL('/models?owner=support&tier=high');
  await page.getByLabel('Order').selectOption({ label: 'Newest first' });
  await expect(page).toHaveURL('/models?tier=high&owner=support&sort=newest');
  const chosen = page.getByRole('list', { name: 'Chosen filters' });
  await expect(chosen).toContainText('Team: support');
  await expect(chosen).toContainText('Tier: high');
  const shown = await page.getByRole('group', { name: 'Models' }).getByRole('row').allTextContents();
  expect(shown.some((line) => line.includes('support/doc-search'))).toBe(true);

  await page.reload();
  await expect(page.getByRole('group', { name: 'Models' }).getByRole('row')).toHaveCount(shown.length);
  const other = await as('rui');
  await other.goto(page.url());
  await expect(other.getByRole('group', { name: 'Models' }).getByRole('row')).toHaveCount(shown.length);
  await expect(other.getByLabel('Order')).toHaveValue('newest');

  await page.goBack();
  await expect(page).toHaveURL('/models?owner=support');
  await expect(chosen).not.toContainText('Tier: high');
});

test('what matches nothing can be taken back, and clearing keeps the order', async ({ as }) => {
  const page = await as('olu');
  await page.goto(`${PATH}&state=revoked&q=nothing-is-called-this`);
  await expect(page.getByText('Nothing matches')).toBeVisible();
  await expect(page.getByText('0 match')).toBeVisible();
  await page.getByRole('link', { name: 'Take away: “nothing-is-called-this”' }).click();
  await expect(page).toHaveURL(`${PATH}&state=revoked`);
  await page.getByRole('list', { name: 'Chosen filters' }).getByRole('link', { name: 'Clear filters' }).click();
  await expect(page).toHaveURL('/models?sort=newest');
  await expect(page.getByRole('link', { name: 'support/doc-search', exact: true })).toBeVisible();
});

test('searching keeps the chosen facets, and finds by description, use case and the first digits of a digest', async ({
  as,
}) => {
  const page = await as('olu');
  await page.goto('/models?tier=low&tier=medium&tier=high&tier=critical');
  const search = page.getByRole('searchbox', { name: /^Name, description/ });
  const row = page.getByRole('link', { name: 'support/doc-search', exact: true });
  const version = await page.request.get('/api/v1/models/support/doc-search/versions/1.0.0');
  const { digest } = (await version.json()) as { digest: string };
  for (const words of ['doc sea', digest.slice(0, 17)]) {
    await search.fill(words);
    await expect(page).toHaveURL((url) => url.searchParams.get('q') === words);
    expect(new URL(page.url()).searchParams.getAll('tier')).toHaveLength(4);
    await expect(row).toBeVisible();
  }
});

test('a row is looked at by keyboard, the next one too, and the address says which', async ({ as }) => {
  const page = await as('olu');
  await page.goto('/models');
  const buttons = page.getByRole('link', { name: /^Peek at / });
  await buttons.first().focus();
  const names = await buttons.evaluateAll((all) => all.map((one) => one.getAttribute('data-peek') ?? ''));
  await page.keyboard.press('Space');
  const peek = page.getByRole('dialog');
  await expect(peek.getByRole('heading', { level: 2 })).toHaveText(names[0] ?? '');
  await expect(page).toHaveURL((url) => url.searchParams.get('peek') === names[0]);
  await expect(peek.getByText('What stands in its way')).toBeVisible();
  if (names.length > 1) {
    await page.keyboard.press('j');
    await expect(peek.getByRole('heading', { level: 2 })).toHaveText(names[1] ?? '');
    await page.keyboard.press('k');
    await expect(peek.getByRole('heading', { level: 2 })).toHaveText(names[0] ?? '');
  }
  await page.keyboard.press('Escape');
  await expect(peek).toHaveCount(0);
  await expect(page).toHaveURL('/models');
  await expect(buttons.first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(peek).toBeVisible();
});

test('a look at a row is a link to share, also one that leads nowhere', async ({ as }) => {
  const page = await as('rui');
  await page.goto('/models?peek=support/doc-search');
  const peek = page.getByRole('dialog', { name: 'Peek at support/doc-search' });
  await expect(peek.getByText('Why this tier')).toBeVisible();
  await page.goto('/models?peek=nobody/nothing');
  await expect(page.getByRole('dialog').getByText('No such model')).toBeVisible();
});

test('a filter is kept by a name, stands above the register, and is gone when it is removed', async ({ as }) => {
  const page = await as('tam');
  await page.goto('/models?owner=support&sort=newest');
  await page.getByRole('button', { name: 'Save this view' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save this view' });
  await dialog.getByLabel('Name').fill('What support made');
  await dialog.getByRole('button', { name: 'Save the view' }).click();
  const views = page.getByRole('navigation', { name: 'Saved views' });
  await expect(views.getByRole('link', { name: 'What support made' })).toBeAttached();
  await page.goto('/models');
  await views.getByRole('link', { name: 'What support made' }).click();
  await expect(page).toHaveURL('/models?owner=support&sort=newest');
  const other = await as('rui');
  await other.goto('/models?owner=support');
  await expect(other.getByRole('button', { name: 'Save this view' })).toBeVisible();
  await expect(other.getByText('What support made')).toHaveCount(0);
  await page.getByRole('button', { name: 'Edit views' }).click();
  await page.getByRole('button', { name: 'Remove What support made' }).click();
  await expect(page.getByRole('link', { name: 'What support made' })).toHaveCount(0);
});

test('a model’s history is paged, found in, and two of its versions are compared', async ({ as }) => {
  const page = await as('olu');
  await registerMany(page.request, 'long-history', 55);
  await page.goto('/models/support/long-history?tab=versions');
  const table = page.getByRole('group', { name: 'Versions' });
  const versions = table.getByRole('checkbox');
  await expect(versions).toHaveCount(50);
  await expect(page.getByText('55 in all, newest first')).toBeVisible();
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(versions).toHaveCount(5);
  await expect(table.getByRole('link', { name: '1.0.0', exact: true })).toBeVisible();
  await page.goBack();
  await expect(versions).toHaveCount(50);

  await page.getByLabel('Part of the version').fill('.17.');
  await expect(versions).toHaveCount(1);
  await expect(page).toHaveURL(
    (url) => url.searchParams.get('q') === '.17.' && url.searchParams.get('tab') === 'versions',
  );
  await page.getByLabel('Part of the version').fill('1.1');
  await expect(versions).toHaveCount(11);
  await table.getByRole('checkbox', { name: 'Compare 1.1.0' }).check();
  await table.getByRole('checkbox', { name: 'Compare 1.19.0' }).check();
  await page.getByRole('link', { name: 'Compare the two' }).click();
  await expect(page).toHaveURL((url) => {
    const { searchParams: query } = url;
    return query.get('a') === 'support/long-history@1.1.0' && query.get('b') === 'support/long-history@1.19.0';
  });
});

test('every tab of a model shows what it is for, and its address opens it', async ({ as }) => {
  const page = await as('olu');
  await page.goto('/models/support/doc-search');
  await expect(page.getByRole('region', { name: /^What stands in the way/ })).toBeVisible();
  const tabs = page.getByRole('navigation', { name: 'Model' });
  for (const [tab, region] of [
    ['Lineage', /^Made from/],
    ['Reviews', 'Reviews'],
    ['Exemptions', 'Exemptions'],
    ['Tokens', 'Promotion tokens'],
    ['Activity', 'Activity'],
    ['Pipeline', 'Pipeline'],
  ] as const) {
    await tabs.getByRole('link', { name: tab }).click();
    await expect(page.getByRole('region', { name: region }).first()).toBeVisible();
    await expect(tabs.getByRole('link', { name: tab })).toHaveAttribute('aria-current', 'page');
  }
  await page.getByRole('link', { name: 'GitLab CI' }).click();
  await expect(page).toHaveURL((url) => url.searchParams.get('ci') === 'gitlab');
  await page.reload();
  await expect(page.getByRole('group', { name: 'GitLab CI snippet' })).toContainText('support/doc-search@$VERSION');
});
