/** The review queue: its address says what it shows, and a keyboard walks it. */
import { expect, test } from './fixtures/browser.ts';
import { readJson } from './fixtures/workspace.ts';

const ref = () => readJson<{ ref: string }>('waiting.json').ref;

test('tab and filters live in the address: reload and a shared link show the same', async ({ as }) => {
  const rui = await as('rui');
  await rui.goto('/reviews');
  await expect(rui.getByRole('row', { name: new RegExp(ref()) })).toContainText('yours to decide');
  await rui.getByRole('navigation', { name: 'Reviews' }).getByRole('link', { name: /^All/ }).click();
  await rui.waitForURL(/\/reviews\?tab=all$/);
  await rui.getByLabel(/^For/).selectOption('production');
  await rui.waitForURL(/environment=production/);
  await rui.reload();
  await expect(rui.getByLabel(/^For/)).toHaveValue('production');
  await expect(rui.getByRole('row', { name: new RegExp(ref()) })).toContainText(/due in|over/);
  await rui.goto('/reviews?tab=all&environment=staging&tier=critical');
  await expect(rui.getByText('Nothing matches the filters above.')).toBeVisible();
});

test('it says to each their part, and why not', async ({ as }) => {
  const tam = await as('tam');
  await tam.goto('/reviews?tab=team');
  const row = tam.getByRole('row', { name: new RegExp(ref()) });
  await expect(row).toContainText('you cannot');
  await expect(row).toContainText('You have belonged to the owning team');
  const res = await as('res');
  await res.goto('/reviews?tab=all');
  await expect(res.getByRole('row', { name: new RegExp(ref()) })).toContainText('not asked of you');
});

test('single keys walk the queue, are listed, and can be switched off', async ({ as }) => {
  const rui = await as('rui');
  await rui.goto('/reviews?tab=all');
  await expect(rui.getByRole('table')).toBeVisible();
  const links = rui.locator('[data-queue-link]');
  // Before the page is alive a key does nothing.
  await expect(async () => {
    await rui.keyboard.press('j');
    await expect(links.first()).toBeFocused({ timeout: 500 });
  }).toPass();
  await rui.keyboard.press('k');
  await expect(links.first()).toBeFocused();
  await rui.keyboard.press('?');
  const dialog = rui.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(dialog).toBeVisible();
  await dialog.getByLabel('Single-key shortcuts are on').uncheck();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await rui.reload();
  await expect(rui.getByRole('table')).toBeVisible();
  await rui.keyboard.press('j');
  await expect(links.first()).not.toBeFocused();
  await expect(async () => {
    await rui.getByRole('button', { name: 'Keyboard' }).click();
    await expect(dialog).toBeVisible({ timeout: 500 });
  }).toPass();
  await dialog.getByLabel('Single-key shortcuts are on').check();
  await rui.keyboard.press('Escape');
  await rui.keyboard.press('j');
  await expect(links.first()).toBeFocused();
  await rui.keyboard.press('Enter');
  await rui.waitForURL(/\/reviews\/[0-9a-f-]{36}$/);
});
