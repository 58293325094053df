/** People are told of what concerns them, and get from the notice to the thing itself. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { approve, approveUseCase, makeWebhook, sendConfirmed, submitUseCase } from './fixtures/acts.ts';
import { expect, test } from './fixtures/browser.ts';
import { makeRelease, openReview } from './fixtures/release.ts';
import { administrator } from './fixtures/workspace.ts';

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

test('a webhook: made, tried out, verified by its receiver, rotated, and its log shows each attempt', async ({
  as,
}) => {
  const adm = await as('adm');
  const got: { headers: IncomingHttpHeaders; body: string }[] = [];
  let answer = 503;
  const receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString('utf8');
    });
    request.on('end', () => {
      got.push({ headers: request.headers, body });
      response.writeHead(answer).end();
    });
  });
  // What the other tests do is delivered here too, in between.
  const tests = () => got.filter(({ body }) => (JSON.parse(body) as { type: string }).type === 'test');
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const { port } = receiver.address() as AddressInfo;
  try {
    const { id, secret } = await makeWebhook(adm, 'Ticket queue', `http://127.0.0.1:${port}/in`);
    await adm.goto(`/settings/webhooks/${id}`);
    await adm.getByRole('button', { name: 'Send a test message' }).click();
    await expect(adm.getByText('A test message is on its way')).toBeVisible();
    await expect.poll(() => tests().length, { timeout: 20_000 }).toBe(1);
    const verify = (one: string, { headers, body }: (typeof got)[number]) =>
      new Webhook(one).verify(body, headers as Record<string, string>);
    expect(verify(secret, tests()[0] ?? { headers: {}, body: '' })).toMatchObject({ type: 'test' });

    const row = adm.getByRole('row', { name: /Test message/ }).first();
    await expect(async () => {
      await adm.reload();
      await expect(row).toContainText('failed, will retry', { timeout: 1_000 });
    }).toPass({ timeout: 20_000 });
    await expect(row).toContainText('answered 503');
    answer = 200;
    await row.getByRole('button', { name: /^Retry now/ }).click();
    await expect.poll(() => tests().length, { timeout: 20_000 }).toBeGreaterThan(1);
    expect(tests()[1]?.headers['webhook-id']).toBe(tests()[0]?.headers['webhook-id']);
    await expect(async () => {
      await adm.reload();
      await expect(row).toContainText('answered 503');
      await expect(row.getByText('sent', { exact: true }).first()).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 20_000 });

    await adm.getByRole('button', { name: 'Rotate the secret' }).click();
    const dialog = adm.getByRole('dialog');
    const shown = dialog.getByLabel('New signing secret');
    const rotate = dialog.getByRole('button', { name: 'Rotate the secret' });
    await sendConfirmed(adm, rotate, shown, administrator.password);
    const fresh = (await shown.textContent()) ?? '';
    await dialog.getByRole('button', { name: 'Close' }).click();
    const before = tests().length;
    await adm.getByRole('button', { name: 'Send a test message' }).click();
    await expect.poll(() => tests().length, { timeout: 20_000 }).toBeGreaterThan(before);
    for (const one of [secret, fresh])
      expect(verify(one, tests().at(-1) ?? { headers: {}, body: '' })).toMatchObject({ type: 'test' });
    expect(await adm.content()).not.toContain(secret.slice(6));

    await adm.getByRole('button', { name: 'Disable' }).click();
    await adm.getByRole('button', { name: 'Disable the webhook' }).click();
    await expect(adm.getByText('disabled', { exact: true })).toBeVisible();
    await expect(adm.getByRole('button', { name: 'Send a test message' })).toHaveCount(0);
  } finally {
    receiver.closeAllConnections();
    receiver.close();
  }
});

test('webhooks and the log are the administrators’: others see neither tab nor page', async ({ as }) => {
  const olu = await as('olu');
  await olu.goto('/settings/account');
  await expect(olu.getByRole('link', { name: 'My notices' })).toBeVisible();
  await expect(olu.getByRole('link', { name: 'Webhooks' })).toHaveCount(0);
  for (const path of ['/settings/webhooks', '/settings/deliveries']) {
    expect((await olu.goto(path))?.status(), path).toBe(403);
  }
});

test('a webhook to where only the server can reach is refused, and what was typed stays', async ({ as }) => {
  const adm = await as('adm');
  await adm.goto('/settings/webhooks');
  await adm.getByRole('button', { name: 'Add a webhook' }).click();
  const dialog = adm.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Metadata');
  await dialog.getByLabel('Address').fill('https://169.254.169.254/latest/meta-data/');
  await dialog.getByRole('button', { name: 'Add the webhook' }).click();
  await expect(dialog.getByText('Its address is not on the public internet').first()).toBeVisible();
  await expect(dialog.getByLabel('Name')).toHaveValue('Metadata');
});
