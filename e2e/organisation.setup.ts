/**
 * Before every spec: an administrator makes the organisation in the browser, everybody signs in once and keeps the session,
 * and one model gets as far as a review that waits, so that every page has something to show.
 */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { Page } from '@playwright/test';
import {
  approve,
  approveExemption,
  approveUseCase,
  askExemption,
  makeWebhook,
  signIn,
  submitUseCase,
} from './fixtures/acts.ts';
import { expect, test } from './fixtures/browser.ts';
import { everybody, PEOPLE, passwordOf, type SomeBody, sessionOf } from './fixtures/people.ts';
import { makeRelease, openReview } from './fixtures/release.ts';
import { administrator, keepJson, origin, readJson, root } from './fixtures/workspace.ts';

test.describe.configure({ mode: 'serial' });

const TEAMS = { support: 'Customer support', research: 'Research' } as const;

test.beforeAll(() => {
  // The server built itself when it started; this builds the command where it is stale.
  execFileSync(process.execPath, [path.join(root, 'scripts/cli.mjs'), '--help'], { stdio: 'ignore' });
});

async function addPerson(page: Page, { name, email }: SomeBody): Promise<string> {
  await page.getByRole('button', { name: 'Add a person' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a person' });
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByLabel('E-mail address').fill(email);
  await dialog.getByRole('button', { name: 'Create the account' }).click();
  const password = await dialog.getByLabel('One-time password').textContent();
  await dialog.getByRole('button', { name: 'Close' }).click();
  return password ?? '';
}

async function managePerson(page: Page, { email, team, role }: SomeBody): Promise<void> {
  await page
    .getByRole('row', { name: email })
    .getByRole('link', { name: /^Manage/ })
    .click();
  const panel = page.getByRole('region').filter({ has: page.getByLabel('Give a role') });
  await expect(panel).toContainText(email);
  if (role) {
    await panel.getByLabel('Give a role').selectOption({ label: role });
    await panel.getByRole('button', { name: 'Give the role' }).click();
    await expect(panel.getByText('Role given')).toBeVisible();
  }
  if (team) {
    await panel.getByLabel('Add to a team').selectOption({ label: team });
    await panel.getByRole('button', { name: 'Add to the team' }).click();
    await expect(panel.getByText('Added to the team')).toBeVisible();
  }
  const row = page.getByRole('row', { name: email });
  for (const given of [role, team]) if (given) await expect(row).toContainText(given);
}

test('the administrator of the first start makes teams, people and roles', async ({ stranger: page }) => {
  test.setTimeout(180_000);
  await signIn(page, administrator);
  await page.goto('/settings/teams');
  for (const [slug, name] of Object.entries(TEAMS)) {
    await page.getByRole('button', { name: 'Create a team' }).click();
    const dialog = page.getByRole('dialog', { name: 'Create a team' });
    await dialog.getByLabel('Short name').fill(slug);
    await dialog.getByLabel('Name', { exact: true }).fill(name);
    await dialog.getByRole('button', { name: 'Create the team' }).click();
    await expect(dialog.getByText(`Team ${slug} is there.`)).toBeVisible();
    await dialog.getByRole('button', { name: 'Close' }).click();
  }
  await page.goto('/settings/people');
  const passwords: Record<string, string> = {};
  for (const who of everybody) {
    passwords[who] = await addPerson(page, PEOPLE[who]);
    await managePerson(page, PEOPLE[who]);
  }
  keepJson('one-time-passwords.json', passwords);

  await page.goto('/settings/teams');
  for (const [name, accountable] of [
    [TEAMS.support, PEOPLE.olu.name],
    [TEAMS.research, PEOPLE.res.name],
  ] as const) {
    const team = page.getByRole('region', { name });
    await expect(team.getByText(/Nobody, so the gate’s “owner known” stays unmet/)).toBeVisible();
    await team.getByRole('button', { name: 'Manage' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Accountable person').selectOption({ label: accountable });
    await dialog.getByRole('button', { name: 'Set' }).click();
    await expect(dialog.getByText('Accountable person set')).toBeVisible();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await expect(team.getByText(/Nobody, so/)).toHaveCount(0);
  }
  // To where nobody listens, so that the log has something to show.
  keepJson('webhook.json', await makeWebhook(page, 'Audit stream', 'http://127.0.0.1:49151/countersign'));
  await page.context().storageState({ path: sessionOf('adm') });
});

for (const who of everybody) {
  test(`${who} signs in with the one-time password and has to choose another`, async ({ stranger: page }) => {
    const oneTime = readJson<Record<string, string>>('one-time-passwords.json')[who] ?? '';
    await signIn(page, { email: PEOPLE[who].email, password: oneTime });
    await expect(page.getByText('Somebody else knows your password.')).toBeVisible();
    await page.getByLabel('Present password').fill(oneTime);
    await page.getByLabel('New password').fill(passwordOf(who));
    await page.getByRole('button', { name: 'Change the password' }).click();
    await expect(page.getByText('Password changed.')).toBeVisible();
    await page.context().storageState({ path: sessionOf(who) });
  });
}

test('one model is in staging, and waits for production', async ({ as }) => {
  test.setTimeout(120_000);
  const [olu, rui] = [await as('olu'), await as('rui')];
  const about = { title: 'Answers from our documents', description: 'Finds the page that answers a question.' };
  await submitUseCase(olu, { slug: 'doc-search', ...about });
  await approveUseCase(rui, 'doc-search');
  const made = await olu.request.post('/api/v1/keys', {
    headers: { origin },
    data: { name: 'ci', team: 'support', models: ['support/*'], environments: ['staging', 'production'], days: 1 },
  });
  expect(made.status()).toBe(201);
  keepJson('key.json', await made.json());

  const release = await makeRelease({ model: 'support/doc-search', useCase: 'doc-search', seed: 100 });
  await approve(rui, await openReview(release, 'staging'), 'Looked at the evidence.');
  expect((await release.run('promote', release.ref, '--env', 'staging', '-o', 'staging.jwt')).code).toBe(0);
  const reviewId = await openReview(release, 'production');
  keepJson('waiting.json', { ref: release.ref, reviewId });
});

test('another model is exempted from its scan for production', async ({ as }) => {
  test.setTimeout(120_000);
  const [olu, rui] = [await as('olu'), await as('rui')];
  const release = await makeRelease({ model: 'support/page-finder', useCase: 'doc-search', seed: 101 });
  expect((await release.run('register')).code).toBe(0);
  const id = await askExemption(olu, { ref: release.ref, environment: 'production', requirement: 'artifact-scan' });
  await approveExemption(rui, id, passwordOf('rui'));
  keepJson('exemption.json', { id, ref: release.ref });
});
