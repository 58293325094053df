/** People are told of what concerns them, and get from the notice to the thing itself. */
import { approve, approveUseCase, submitUseCase } from './fixtures/acts.ts';
import { expect, test } from './fixtures/browser.ts';
import { makeRelease, openReview } from './fixtures/release.ts';

test('a reviewer sees the notice, opens it and approves there; the owner hears of it', async ({ as }) => {
  test.setTimeout(120_000);
  const [olu, rui] = [await as('olu'), await as('rui')];
  await submitUseCase(olu, { slug: 'told-drafts', title: 'Told drafts', description: 'For notices.' });
  const decide = rui.getByRole('link', { name: /Use case to decide: told-drafts v1/ });
  await expect(async () => {
    await rui.goto('/notices');
    await expect(decide).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  await approveUseCase(rui, 'told-drafts');
  const release = await makeRelease({ model: 'support/told-drafts', useCase: 'told-drafts', seed: 900 });
  const reviewId = await openReview(release, 'staging');
  const requested = rui.getByRole('link', { name: `Review requested: ${release.ref} for staging` });
  await expect(async () => {
    await rui.goto('/notices');
    await expect(requested).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  await expect(rui.getByRole('link', { name: /^Notices, .*unread$/ })).toBeVisible();
  await requested.click();
  await rui.waitForURL(`/reviews/${reviewId}`);
  await approve(rui, reviewId);
  await rui.goto('/notices');
  await expect(requested).toHaveCount(0);
  await rui.goto('/notices?show=all');
  await expect(requested).toBeVisible();

  const approved = olu.getByRole('link', { name: `Approved: ${release.ref} for staging` });
  await expect(async () => {
    await olu.goto('/notices');
    await expect(approved).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  await expect(olu.getByRole('listitem').filter({ has: approved })).toContainText('by Rui Risk');
  await olu.getByRole('button', { name: 'Mark all as read' }).click();
  await expect(olu.getByText('Nothing unread')).toBeVisible();
  await expect(olu.getByRole('link', { name: 'Notices', exact: true })).toBeVisible();
});

test('what somebody chooses holds: a kind that is off is not told', async ({ as }) => {
  const res = await as('res');
  await res.goto('/settings/notices');
  const box = res.getByLabel('Retrain seen: in the product');
  await expect(box).toBeChecked();
  await box.uncheck();
  await res.getByRole('button', { name: 'Save' }).click();
  await expect(res.getByText('Saved.')).toBeVisible();
  await res.reload();
  await expect(box).not.toBeChecked();
  await expect(res.getByLabel('Review requested: in the product')).toBeChecked();
});

test('nobody opens the notice of another', async ({ as }) => {
  const [rui, aud] = [await as('rui'), await as('aud')];
  await expect(async () => {
    await rui.goto('/notices?show=all');
    await expect(rui.getByRole('listitem').getByRole('link').first()).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  const address = await rui
    .getByRole('main')
    .getByRole('listitem')
    .getByRole('link', { name: /Review requested|Use case to decide/ })
    .first()
    .getAttribute('href');
  expect(address).toMatch(/^\/notices\/[0-9a-f-]{36}$/);
  const answer = await aud.request.get(address ?? '');
  expect(answer.status()).toBe(404);
});
