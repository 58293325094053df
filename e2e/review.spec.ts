/** A review as its people see it: what changed, what is said, sent back and asked again, and content that changes meanwhile. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { approve } from './fixtures/acts.ts';
import { expect, test } from './fixtures/browser.ts';
import { makeRelease, openReview, type Release, reviewIn } from './fixtures/release.ts';

test.describe.configure({ mode: 'serial', timeout: 120_000 });

const MODEL = 'support/reviewed';
const [FIRST, SECOND] = [`${MODEL}@1.0.0`, `${MODEL}@2.0.0`];
let release: Release;
let reviewId = '';

function edit(from: RegExp, to: string): void {
  const manifest = release.file('countersign.yaml');
  const text = readFileSync(manifest, 'utf8');
  if (!from.test(text)) throw new Error(`the manifest does not hold ${from}`);
  writeFileSync(manifest, text.replace(from, to));
}

/** Another description is another manifest, and so other content. */
async function describe(text: string): Promise<void> {
  edit(/^description:.*$/m, `description: ${text}`);
  const { code, err } = await release.run('register');
  expect(code, err).toBe(0);
}

async function digits(page: Page): Promise<string> {
  const label = await page.getByText(/^To approve, type/).textContent();
  return /[0-9a-f]{8}$/.exec(label ?? '')?.[0] ?? '';
}

const conversation = (page: Page) => page.getByRole('region', { name: 'Conversation' });

test('the first version for an environment says that there is nothing to compare with', async ({ as }) => {
  release = await makeRelease({ model: MODEL, useCase: 'doc-search', seed: 300 });
  const first = await openReview(release, 'production');
  const [rui, sec] = [await as('rui'), await as('sec')];
  await rui.goto(`/reviews/${first}`);
  await expect(
    rui.getByText('This is the first version for production: there is nothing to compare with'),
  ).toBeVisible();
  await approve(rui, first);
  // A model's first version has to be approved by two.
  await approve(sec, first);
  expect((await release.run('promote', FIRST, '--env', 'production', '-o', 'one.jwt')).code).toBe(0);
});

test('the next shows what changed since, the same as the API says, and counts what it hides', async ({ as }) => {
  edit(/^version:.*$/m, 'version: 2.0.0');
  appendFileSync(release.file('model/labels.json'), '\n');
  expect((await release.run('register')).code).toBe(0);
  for (const [type, file] of [
    ['evaluation', 'reports/holdout.json'],
    ['scan', 'reports/scan.json'],
  ] as const)
    expect((await release.run('evidence', 'attach', SECOND, '--type', type, '--file', file)).code).toBe(0);
  reviewId = reviewIn(await release.run('promote', SECOND, '--env', 'production'));
  const rui = await as('rui');
  const asked = new URLSearchParams({ a: FIRST, b: SECOND });
  const answer = await rui.request.get(`/api/v1/compare?${asked}`);
  interface Part {
    title: string;
    counts: Record<string, number>;
    entries: { change: string; label: string }[];
  }
  const { sections } = (await answer.json()) as { sections: Part[] };
  await rui.goto(`/reviews/${reviewId}`);
  let changed = 0;
  for (const { title, counts, entries } of sections) {
    const labels = entries.filter(({ change }) => change !== 'same').map(({ label }) => label);
    const part = rui
      .getByRole('region', { name: title, exact: true })
      .filter({ has: rui.getByRole('columnheader', { name: 'Change' }) });
    if (labels.length === 0) {
      await expect(part).toHaveCount(0);
      continue;
    }
    changed += 1;
    await expect(part.getByRole('rowheader').or(part.locator('tbody tr'))).toHaveCount(labels.length);
    for (const label of labels) await expect(part).toContainText(label);
    if ((counts.same ?? 0) > 0) await expect(part).toContainText(`${counts.same} the same, not shown`);
  }
  expect(changed).toBeGreaterThan(2);
  await expect(rui.getByText(/^Without a change and not shown:/)).toBeVisible();
  await rui.getByRole('link', { name: 'Everything', exact: true }).click();
  await expect(rui.getByText(/^Without a change and not shown:/)).toHaveCount(0);
});

test('anybody who may read it says something, and it stands in the conversation', async ({ as }) => {
  const [res, rui] = [await as('res'), await as('rui')];
  await res.goto(`/reviews/${reviewId}`);
  await expect(res.getByText('You cannot decide: None of your roles is asked for by this review')).toBeVisible();
  await res.getByLabel('Message').fill('Is the holdout of this quarter?');
  await res.getByRole('button', { name: 'Add to the conversation' }).click();
  await expect(conversation(res)).toContainText('Is the holdout of this quarter?');
  await rui.goto(`/reviews/${reviewId}`);
  await expect(conversation(rui)).toContainText('Rea Research');
  await expect(conversation(rui)).toContainText('asked for the promotion');
});

test('the quorum names who could give what is missing, and the page why one cannot', async ({ as }) => {
  const tam = await as('tam');
  await tam.goto(`/reviews/${reviewId}`);
  await expect(tam.getByText(/You have belonged to the owning team since this version was registered/)).toBeVisible();
  await expect(tam.getByText('Somebody outside the team has to approve.')).toBeVisible();
  const approvals = tam.getByRole('region', { name: 'Approvals' });
  await expect(approvals).toContainText('Could be given by');
  await expect(approvals).toContainText('Rui Risk');
  await expect(approvals).not.toContainText('Tam Teammate');
});

test('content that changes while the page is open: a banner with the difference, the button refuses, the comment stays', async ({
  as,
}) => {
  const rui = await as('rui');
  await rui.goto(`/reviews/${reviewId}`);
  await rui.getByLabel('Comment').fill('Typed before it changed');
  await rui.getByLabel(/^To approve/).fill(await digits(rui));
  const before = await digits(rui);
  await describe('Finds the page, and says which');
  await expect(rui.getByText('The content changed while you were looking')).toBeVisible({ timeout: 20_000 });
  await expect(rui.getByRole('group', { name: 'What changed', exact: true })).toContainText('manifest');
  for (const name of ['Approve', 'Request changes', 'Reject'])
    await expect(rui.getByRole('button', { name, exact: true })).toBeDisabled();
  await rui.getByRole('button', { name: 'Show what is there now' }).click();
  await expect(rui.getByRole('button', { name: 'Approve', exact: true })).toBeEnabled();
  expect(await digits(rui)).not.toBe(before);
  await expect(rui.getByLabel('Comment')).toHaveValue('Typed before it changed');
  await expect(rui.getByLabel(/^To approve/)).toHaveValue('');
  await expect(conversation(rui)).toContainText('Nobody has asked again or decided since.');
});

test('changes requested, asked again on the same and then on other content, and approved', async ({ as }) => {
  const rui = await as('rui');
  await rui.goto(`/reviews/${reviewId}`);
  await rui.getByLabel('Comment').fill('Say in which languages');
  await rui.getByRole('button', { name: 'Request changes' }).click();
  await expect(rui.getByText('changes requested', { exact: true })).toBeVisible();
  const same = await release.run('promote', SECOND, '--env', 'production');
  expect([same.code, same.err]).toEqual([3, expect.stringContaining('changes were requested on this content')]);
  await rui.reload();
  await expect(rui.getByText(/the content is still the one that was sent back/)).toBeVisible();
  await describe('Finds the page, in English');
  await rui.reload();
  await expect(rui.getByText(/the content has changed since/)).toBeVisible();
  expect(reviewIn(await release.run('promote', SECOND, '--env', 'production'))).toBe(reviewId);
  await rui.reload();
  await expect(conversation(rui)).toContainText('asked again, on other content');
  await expect(conversation(rui)).toContainText('Say in which languages');
  await expect(conversation(rui)).toContainText('Is the holdout of this quarter?');
  await conversation(rui).getByText('One change').last().click();
  await expect(conversation(rui).getByRole('group', { name: 'What changed in the content' }).last()).toContainText(
    'manifest',
  );
  await approve(rui, reviewId);
  await approve(await as('sec'), reviewId);
  expect((await release.run('promote', SECOND, '--env', 'production', '-o', 'two.jwt')).code).toBe(0);
});

test('before an approval is withdrawn, it says what ends with it', async ({ as }) => {
  const rui = await as('rui');
  await rui.goto(`/reviews/${reviewId}`);
  await expect(async () => {
    await rui.getByRole('button', { name: 'Withdraw my approval' }).click();
    await expect(rui.getByText(/One live token rests on it and will be revoked at once/)).toBeVisible({
      timeout: 1_000,
    });
  }).toPass();
  await rui.getByRole('button', { name: 'Keep it' }).click();
  await expect(rui.getByRole('button', { name: 'Withdraw my approval' })).toBeVisible();
});

test('an approval that does not hold any more is shown as lapsed', async ({ as }) => {
  const rui = await as('rui');
  await describe('Finds the page, in English and French');
  await rui.goto(`/reviews/${reviewId}`);
  await expect(rui.getByText('approval lapsed')).toBeVisible();
  await expect(conversation(rui)).toContainText('does not count');
  await expect(conversation(rui)).toContainText('Given on other content');
});

test('the whole approval by keyboard alone', async ({ as }) => {
  expect((await release.run('promote', SECOND, '--env', 'production')).code).toBe(3);
  const rui = await as('rui');
  await rui.goto(`/reviews/${reviewId}`);
  const typed = await digits(rui);
  const focused = (text: RegExp) =>
    rui.evaluate((source) => {
      const at = document.activeElement;
      const said = at instanceof HTMLInputElement ? (at.labels?.[0]?.textContent ?? '') : (at?.textContent ?? '');
      return new RegExp(source).test(said);
    }, text.source);
  const tabTo = async (text: RegExp) => {
    for (let presses = 0; presses < 400; presses += 1) {
      await rui.keyboard.press('Tab');
      if (await focused(text)) return;
    }
    throw new Error(`the keyboard does not reach ${text}`);
  };
  await tabTo(/^To approve, type/);
  await rui.keyboard.type(typed);
  await tabTo(/^Approve$/);
  await rui.keyboard.press('Enter');
  await expect(rui.getByRole('button', { name: 'Withdraw my approval' })).toBeVisible();
});
