/**
 * An exemption from the requirement that is unmet to its end: asked for by the team, decided by somebody who may and who
 * has just signed in, waiving for exactly one version, and gone with its token when it is withdrawn or runs out.
 */
import { readFileSync } from 'node:fs';
import {
  approve,
  approveExemption,
  approveUseCase,
  askExemption,
  confirmIdentity,
  dayFromNow,
  submitUseCase,
} from './fixtures/acts.ts';
import { expect, test } from './fixtures/browser.ts';
import { passwordOf } from './fixtures/people.ts';
import { makeRelease, type Release, reviewIn } from './fixtures/release.ts';
import { origin, readJson } from './fixtures/workspace.ts';

test.describe.configure({ mode: 'serial', timeout: 120_000 });

let release: Release;
let id = '';

test('a denied promotion names what is unmet, and where an exemption from it can be asked for', async ({ as }) => {
  const [olu, rui] = [await as('olu'), await as('rui')];
  await submitUseCase(olu, {
    slug: 'reply-drafts',
    title: 'Reply drafts',
    description: 'Drafts answers to customers.',
  });
  await approveUseCase(rui, 'reply-drafts');
  release = await makeRelease({ model: 'support/reply-drafts', useCase: 'reply-drafts', seed: 301 });
  expect((await release.run('register')).code).toBe(0);
  const report = ['--type', 'evaluation', '--file', 'reports/holdout.json'];
  expect((await release.run('evidence', 'attach', release.ref, ...report)).code).toBe(0);
  const denied = await release.run('promote', release.ref, '--env', 'production');
  expect(denied.code).toBe(1);
  const link = /✗ artifact-scan[\s\S]*?ask for an exemption: (\S+)/.exec(denied.err)?.[1] ?? '';
  expect(link).toContain(`${origin}/exemptions/new?`);
  expect(denied.err.match(/ask for an exemption/g), 'approvals are not exempted from').toHaveLength(1);
  await olu.goto(link);
  await expect(olu.getByRole('heading', { level: 1 })).toHaveText('Ask for an exemption');
});

test('the team asks from the requirement itself; what can never be waived says so', async ({ as }) => {
  const olu = await as('olu');
  const version = `/models/support/reply-drafts/versions/1.0.0?environment=production`;
  await olu.goto(version);
  const row = olu.getByRole('row', { name: /^Artifact scan/ });
  await row.getByRole('link', { name: 'Ask for an exemption' }).click();
  await expect(olu.getByText(/At most 30 days at this tier/)).toBeVisible();

  // Nothing typed is lost to a refusal, and every problem leads to its field.
  await olu.getByLabel('Compensating control').fill('Scanned by hand');
  await olu.getByLabel('Last day (UTC)').fill(dayFromNow(60));
  await olu.getByRole('button', { name: 'Ask for the exemption' }).click();
  const problems = olu.getByRole('group', { name: 'Problems' });
  await expect(problems).toContainText('Say why the requirement cannot be met now');
  await expect(olu.getByLabel('Compensating control')).toHaveValue('Scanned by hand');
  await olu.getByLabel('Why it cannot be met now').fill('The scanner is being replaced');
  await olu.getByRole('button', { name: 'Ask for the exemption' }).click();
  await expect(problems).toContainText('This tier allows 30 days');

  id = await askExemption(olu, { ref: release.ref, environment: 'production', requirement: 'artifact-scan' });
  await expect(olu.getByText('waiting', { exact: true })).toBeVisible();
  await expect(olu.getByText('You cannot decide: None of your roles decides about this exemption')).toBeVisible();
  await expect(olu.getByRole('link', { name: 'https://tickets.test/SEC-12' })).toHaveAttribute('rel', /noopener/);

  await olu.goto(
    `/exemptions/new?${new URLSearchParams({ ref: release.ref, environment: 'production', requirement: 'owner-known' })}`,
  );
  await expect(olu.getByText('No exemption can waive this, whoever approves it')).toBeVisible();
  await expect(olu.getByRole('button', { name: 'Ask for the exemption' })).toHaveCount(0);
});

test('who belongs to the team cannot decide, and is told why; others find it waiting', async ({ as }) => {
  const tam = await as('tam');
  await tam.goto(`/exemptions/${id}`);
  await expect(tam.getByText(/You cannot decide: You have belonged to the owning team/)).toBeVisible();
  await expect(tam.getByRole('button', { name: 'Approve', exact: true })).toHaveCount(0);
  await tam.goto('/exemptions?state=waiting&mine=1');
  await expect(tam.getByText('Nothing waits for you')).toBeVisible();

  const rui = await as('rui');
  await rui.goto('/');
  const waiting = rui.getByRole('region', { name: 'Exemptions that wait for you' });
  await expect(waiting.getByText(release.ref)).toBeVisible();
  await waiting.getByRole('link', { name: 'All of them' }).click();
  await rui.getByRole('link', { name: 'Artifact scan' }).first().click();
  await rui.getByRole('button', { name: 'Reject' }).click();
  await expect(rui.getByRole('group', { name: 'Problems' })).toContainText('Say why you reject it');
});

test('granted, it waives in sight: on its page with what is left, on the version, in the list and in the CLI', async ({
  as,
}) => {
  const rui = await as('rui');
  await approveExemption(rui, id, passwordOf('rui'));
  await rui.goto(`/exemptions/${id}`);
  await expect(rui.getByRole('progressbar', { name: /^Life of the exemption: .* left$/ })).toBeVisible();
  await expect(rui.getByText(/^approved$/)).toBeVisible();
  await rui.goto('/exemptions?state=ending&tier=high');
  await expect(rui.getByRole('row', { name: new RegExp(release.ref) })).toContainText(/live, \d+ days left/);

  await rui.goto('/models/support/reply-drafts/versions/1.0.0?environment=production');
  const row = rui.getByRole('row', { name: /^Artifact scan/ }).first();
  await expect(row).toContainText('waived');
  await row.getByRole('link', { name: 'The exemption' }).click();
  await rui.waitForURL(`/exemptions/${id}`);

  const status = await release.run('status', release.ref, '--env', 'production');
  expect(status.err).toMatch(
    new RegExp(`~ artifact-scan +Waived until [\\s\\S]*?exemption: ${origin}/exemptions/${id}`),
  );
  expect(status.code).toBe(3);
});

test('the token that rests on it cites it, and ends when it is withdrawn', async ({ as }) => {
  const [olu, rui, sec] = [await as('olu'), await as('rui'), await as('sec')];
  const pending = await release.run('promote', release.ref, '--env', 'production');
  expect([pending.code, pending.err]).toEqual([3, expect.stringMatching(/~ artifact-scan +Waived until/)]);
  for (const reviewer of [rui, sec]) await approve(reviewer, reviewIn(pending));
  const issued = await release.run('promote', release.ref, '--env', 'production', '-o', 'token.jwt');
  expect(issued.code, issued.err).toBe(0);
  const token = readFileSync(release.file('token.jwt'), 'utf8').trim();
  const introspect = async () =>
    (await olu.request.post('/api/v1/tokens/introspect', { form: { token }, headers: { origin } })).json();
  expect(await introspect()).toMatchObject({ active: true, exemptions: [id] });

  await olu.goto(`/exemptions/${id}`);
  const uses = olu.getByRole('group', { name: 'Decisions that used it' });
  await expect(uses.getByRole('row')).toHaveCount(3);
  await expect(uses).toContainText(/allow.*live/s);
  await olu.getByRole('button', { name: 'Withdraw', exact: true }).click();
  const dialog = olu.getByRole('dialog', { name: 'Withdraw this exemption?' });
  await expect(dialog).toContainText('One live token rests on it and ends with it.');
  await dialog.getByLabel('Reason').fill('The scanner is back');
  await dialog.getByRole('button', { name: 'Withdraw the exemption' }).click();
  await expect(olu.getByText('withdrawn', { exact: true })).toBeVisible();
  expect(await introspect()).toMatchObject({ active: false, reason: 'revoked' });
  expect((await release.run('promote', release.ref, '--env', 'production')).code).toBe(1);

  await olu.goto('/models/support/reply-drafts/versions/1.0.0?environment=production');
  await expect(olu.getByRole('row', { name: /^Artifact scan/ }).first()).toContainText('unmet');
  await expect(olu.getByRole('region', { name: 'Exemptions' })).toContainText('withdrawn');
});

test('asked for anew it is a renewal, which who approved the one before does not decide', async ({ as }) => {
  const [olu, rui, sec] = [await as('olu'), await as('rui'), await as('sec')];
  await olu.goto(`/exemptions/${id}`);
  await olu.getByRole('link', { name: 'Renew' }).click();
  await olu.waitForURL(/\/exemptions\/new/);
  await expect(olu.getByLabel('Why it cannot be met now')).not.toHaveValue('');
  await expect(olu.getByRole('link', { name: 'the one before' })).toHaveAttribute('href', `/exemptions/${id}`);
  const again = await askExemption(olu, { ref: release.ref, environment: 'production', requirement: 'artifact-scan' });
  await expect(olu.getByRole('link', { name: 'the earlier exemption' })).toBeVisible();
  await rui.goto(`/exemptions/${again}`);
  await expect(rui.getByText(/You approved the exemption that this one renews/)).toBeVisible();
  await approveExemption(sec, again, passwordOf('sec'));
});

test('the page crosses the edge by itself: live a second before its end, expired at it', async ({ as }) => {
  const aud = await as('aud');
  const live = readJson<{ id: string }>('exemption.json').id;
  const answer = await aud.request.get(`/api/v1/exemptions/${live}`);
  const { endsAt } = (await answer.json()) as { endsAt: string };
  const end = new Date(endsAt).getTime();
  await aud.clock.install({ time: end - 60_000 });
  await aud.goto(`/exemptions/${live}`);
  await expect(aud.getByText(/^live, 0:[0-5]\d left$/)).toBeVisible();
  // An installed clock goes on by itself, however slow the machine is: from here on it stands still.
  await aud.clock.pauseAt(end - 1_000);
  await expect(aud.getByText('live, 0:01 left', { exact: true })).toBeVisible();
  await aud.clock.runFor(2_000);
  await expect(aud.getByText('expired', { exact: true })).toBeVisible();
});

test('a stale sign-in is asked to be confirmed before a verdict counts', async ({ as }) => {
  // Whoever decides without a fresh sign-in gets the link; with one, the same form goes through. See approveExemption.
  const rui = await as('rui');
  const live = readJson<{ ref: string }>('exemption.json');
  const olu = await as('olu');
  const one = await askExemption(olu, { ref: live.ref, environment: 'production', requirement: 'evaluation-report' });
  await rui.goto(`/exemptions/${one}`);
  await rui.getByLabel('Comment').fill('No: attach the report');
  await rui.getByRole('button', { name: 'Reject' }).click();
  const asked = rui.getByRole('link', { name: /^Confirm that it is you/ });
  const refused = rui.getByText('The exemption is rejected.');
  await expect(asked.or(refused)).toBeVisible();
  if (await asked.isVisible()) {
    await confirmIdentity(rui, passwordOf('rui'));
    await expect(rui.getByLabel('Comment')).toHaveValue('No: attach the report');
    await rui.getByRole('button', { name: 'Reject' }).click();
  }
  await expect(refused).toBeVisible();
});

test('the sandbox says what stands between an experiment and each other environment', async ({ as }) => {
  const olu = await as('olu');
  const { ref } = readJson<{ ref: string }>('exemption.json');
  const [model, version] = ref.split('@');
  await olu.goto(`/models/${model}/versions/${version}?environment=sandbox`);
  const leaving = olu.getByRole('region', { name: 'Leaving the sandbox' });
  await expect(leaving).toContainText('A sandbox token opens nothing else');
  const production = leaving.getByRole('listitem').filter({ has: olu.getByRole('link', { name: 'production' }) });
  await expect(production).toContainText(/deny.*Missing:.*Evaluation report/s);
  await expect(production, 'what is waived is not missing').not.toContainText('Artifact scan');
  await production.getByRole('link', { name: 'production' }).click();
  await expect(olu.getByRole('region', { name: 'Requirements for production' })).toBeVisible();
});
