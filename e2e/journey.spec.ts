/**
 * The way of one real model to production, as the people and the pipeline see it: refused, reviewed, approved on its exact
 * bytes, issued a token, verified without a network; and every way in which that token stops being good.
 */
import { appendFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { approve, approveUseCase, makeKey, submitUseCase } from './fixtures/acts.ts';
import { expect, test } from './fixtures/browser.ts';
import { canCutOff, countersign } from './fixtures/command.ts';
import { passwordOf } from './fixtures/people.ts';
import {
  type AtHand,
  early,
  fetchStatus,
  status,
  token,
  trust,
  verdict,
  verifyOffline,
} from './fixtures/point-of-use.ts';
import { makeRelease, type Release, reviewIn } from './fixtures/release.ts';
import { claimsIn, type PromotionClaims, type StatusClaims } from './fixtures/token.ts';
import { origin, workFile } from './fixtures/workspace.ts';

test.describe.configure({ mode: 'serial', timeout: 90_000 });

const MODEL = 'support/ticket-router';
const USE_CASE = 'ticket-routing';

let release: Release;
let reviewId = '';

/** `verify` of the release's token for production, but for what `change` says. */
const verify = (change: Partial<AtHand> = {}) => verifyOffline({ artifact: release.file('model'), ...change });

const tokenClaims = () => claimsIn<PromotionClaims>(readFileSync(token(), 'utf8'));
const at = (seconds: number) => new Date(seconds * 1_000);

test('an owner describes a use case, and its facts are shown with what they weigh', async ({ as }) => {
  const olu = await as('olu');
  await submitUseCase(olu, {
    slug: USE_CASE,
    title: 'Ticket routing',
    description: 'Puts a ticket of a customer into the queue of those who can answer it.',
    yes: [/customer data/],
  });
  const facts = olu.getByRole('region', { name: 'Facts' });
  await expect(facts.getByRole('listitem').filter({ hasText: 'customer data' })).toContainText(/yes.*high/i);
  await expect(olu.getByText('You cannot decide on it')).toBeVisible();
});

test('a pipeline key is made in the browser and shown once', async ({ as }) => {
  const olu = await as('olu');
  const secret = await makeKey(olu, 'release pipeline', MODEL, passwordOf('olu'));
  expect(secret.length).toBeGreaterThan(30);
  await olu.getByRole('button', { name: 'Create a key' }).click();
  await expect(olu.getByRole('dialog').getByLabel('Name')).toBeVisible();
  await olu.reload();
  await expect(olu.getByRole('row', { name: /release pipeline/ })).toContainText('active');
  expect(await olu.content()).not.toContain(secret);
  release = await makeRelease({ model: MODEL, useCase: USE_CASE, seed: 1, key: secret });
});

test('the pipeline registers the model, and again is the same', async () => {
  const first = await release.run('register');
  expect(first.code, first.err).toBe(0);
  const digest = (await release.run('digest', './model')).out.trim();
  expect(first.out).toBe(`${release.ref} ${digest}\n`);
  expect(first.err).toContain('tier high');
  const again = await release.run('register');
  expect([again.code, again.out]).toEqual([0, first.out]);
  expect(again.err).toContain('ALREADY REGISTERED');
});

test('other bytes under the same version are refused', async () => {
  const labels = readFileSync(release.file('model/labels.json'));
  appendFileSync(release.file('model/labels.json'), ' ');
  const refused = await release.run('register');
  writeFileSync(release.file('model/labels.json'), labels);
  expect(refused.code).toBe(1);
  expect(refused.err).toContain('NOT REGISTERED');
});

test('the gate denies, with every reason at once', async () => {
  const denied = await release.run('promote', release.ref, '--env', 'production', '-o', token());
  expect(denied.code).toBe(1);
  expect(denied.err).toContain('DENIED');
  for (const id of ['use-case-approved', 'evaluation-report', 'artifact-scan']) expect(denied.err).toContain(id);
  expect(denied.err).toContain('a risk reviewer outside the owning team has to approve it');
  expect(() => readFileSync(token())).toThrow();
});

test('a risk reviewer outside the team approves the use case; one inside cannot', async ({ as }) => {
  const [tam, rui] = [await as('tam'), await as('rui')];
  await tam.goto(`/use-cases/${USE_CASE}`);
  await expect(tam.getByText('You cannot decide on it')).toBeVisible();
  await expect(tam.getByRole('button', { name: /^Approve/ })).toHaveCount(0);
  await approveUseCase(rui, USE_CASE);
});

test('with its evidence, only approvals are missing: exit 3, and a review', async ({ as }) => {
  for (const [type, file, says] of [
    ['evaluation', 'reports/holdout.json', 'accuracy'],
    ['scan', 'reports/scan.json', 'pass, 0 findings'],
  ] as const) {
    const attached = await release.run('evidence', 'attach', release.ref, '--type', type, '--file', file);
    expect(attached.code, attached.err).toBe(0);
    expect(attached.err).toContain(says);
  }
  const pending = await release.run('promote', release.ref, '--env', 'production', '-o', token());
  expect(pending.code, pending.err).toBe(3);
  expect(pending.err).toContain('2 approvals are missing');
  expect(pending.err).toContain('approval:risk-reviewer');
  expect(pending.err).toContain('approval:security-reviewer');
  reviewId = reviewIn(pending);
  const again = await release.run('promote', release.ref, '--env', 'production', '-o', token());
  expect(reviewIn(again)).toBe(reviewId);
  const rui = await as('rui');
  await rui.goto('/reviews');
  await expect(rui.getByRole('row', { name: new RegExp(release.ref) })).toContainText('production');
});

test('nobody approves their own: the page says why', async ({ as }) => {
  for (const [who, reason] of [
    ['olu', /You cannot decide:/],
    ['tam', /You cannot decide: You have belonged to the owning team since this version was registered/],
  ] as const) {
    const page = await as(who);
    await page.goto(`/reviews/${reviewId}`);
    await expect(page.getByText(reason)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Approve', exact: true })).toHaveCount(0);
  }
});

test('an approval needs the digest typed, and two people make the quorum', async ({ as }) => {
  const [rui, sec] = [await as('rui'), await as('sec')];
  await rui.goto(`/reviews/${reviewId}`);
  await rui.getByLabel(/^To approve, type/).fill('00000000');
  await rui.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(rui.getByRole('group', { name: 'Problems' })).toBeFocused();
  await expect(rui.getByRole('group', { name: 'Problems' })).toContainText('The approval is not confirmed');
  await approve(rui, reviewId, 'Facts and data are in order.');
  await fetchStatus(early());
  const half = await release.run('promote', release.ref, '--env', 'production', '-o', token());
  expect([half.code, half.err.includes('1 approval is missing')]).toEqual([3, true]);
  await approve(sec, reviewId);
});

test('the gate allows, and the token verifies without a network', async () => {
  const allowed = await release.run('promote', release.ref, '--env', 'production', '-o', token());
  expect(allowed.code, allowed.err).toBe(0);
  expect(allowed.err).toContain('ALLOWED');
  const fetched = await countersign(['trust', 'fetch', '--server', origin, '-o', trust()]);
  expect(fetched.code, fetched.err).toBe(0);
  await fetchStatus(status());
  const verified = await verify();
  expect([verified.code, verdict(verified.out)]).toMatchObject([0, { verdict: 'verified' }]);
  const receipt = ['--receipt', `${token()}.tlog-proof`, '--manifest', release.file('countersign.yaml')];
  const beside = ['--trust', trust(), '--status', status(), ...receipt];
  const artifact = release.file('model');
  const logged = await countersign(['verify', token(), '--artifact', artifact, '--env', 'production', ...beside], {
    offline: true,
  });
  expect(logged.code, logged.err).toBe(0);
});

test('it is no good for other bytes, another environment or a later day', async () => {
  const copy = workFile('journey/copy');
  cpSync(release.file('model'), copy, { recursive: true });
  const shard = `${copy}/group1-shard1of3.bin`;
  const bytes = readFileSync(shard);
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  writeFileSync(shard, bytes);
  const { exp } = tokenClaims();
  for (const [change, code] of [
    [{ artifact: copy }, 'digest'],
    [{ env: 'staging' }, 'audience'],
    [{ clock: at(exp) }, 'expired'],
  ] as const) {
    const refused = await verify(change);
    expect([refused.code, verdict(refused.out).code]).toEqual([1, code]);
  }
});

test('without a fresh status list the question stays open: exit 4', async () => {
  const { exp } = tokenClaims();
  const { exp: stale } = claimsIn<StatusClaims>(readFileSync(early(), 'utf8'));
  expect(stale, 'the earlier list has to end before the token').toBeLessThan(exp);
  // Without one it asks the issuer, so this is only to be seen where nothing can be asked.
  if (canCutOff) expect((await verify({ status: null })).code).toBe(4);
  expect((await verify({ status: workFile('journey/nowhere.jwt') })).code).toBe(4);
  const old = await verify({ status: early(), clock: at(stale) });
  expect([old.code, verdict(old.out).code]).toEqual([4, 'status-stale']);
  // The same list a second before its end does vouch for it: it is the age that decides.
  expect((await verify({ status: early(), clock: at(stale - 1) })).code).toBe(0);
});

test('revoked by the pipeline, it is dead with the next status list', async () => {
  const other = workFile('journey/revoked.jwt');
  expect((await release.run('promote', release.ref, '--env', 'production', '-o', other)).code).toBe(0);
  await fetchStatus(status());
  expect((await verify({ token: other })).code).toBe(0);
  const { jti } = claimsIn<PromotionClaims>(readFileSync(other, 'utf8'));
  const revoked = await release.run('token', 'revoke', jti, '--reason', 'Wrong cluster');
  expect(revoked.code, revoked.err).toBe(0);
  await fetchStatus(status());
  const refused = await verify({ token: other });
  expect([refused.code, verdict(refused.out).code]).toEqual([1, 'revoked']);
  expect((await verify()).code, 'the first token stands').toBe(0);
});

test('an owner issues a token in the browser: shown once, in plain words, and good', async ({ as }) => {
  const olu = await as('olu');
  await olu.goto(`/models/${MODEL}/versions/1.0.0?environment=production`);
  await olu.getByRole('button', { name: 'Issue promotion token for production' }).click();
  await expect(olu.getByText('Promotion token issued. It is shown this once')).toBeVisible();
  await expect(olu.getByText(/and ends in 1[0-9]:[0-5][0-9]/)).toBeVisible();
  const text = (await olu.getByLabel('promotion token', { exact: true }).textContent()) ?? '';
  await expect(olu.getByText(`${release.ref} in production`)).toBeVisible();
  await expect(olu.getByLabel('commands', { exact: true })).toContainText(
    'countersign verify promotion.jwt --artifact ./model',
  );
  writeFileSync(workFile('journey/browser.jwt'), `${text}\n`);
  await fetchStatus(status());
  expect((await verify({ token: workFile('journey/browser.jwt') })).code).toBe(0);
  await olu.reload();
  await expect(olu.getByRole('region', { name: 'Promotion tokens' })).toContainText('Olu Owner');
  expect(await olu.content()).not.toContain(text);
});

test('a withdrawn approval takes every token with it, and the gate waits again', async ({ as }) => {
  const rui = await as('rui');
  await rui.goto(`/reviews/${reviewId}`);
  await rui.getByRole('button', { name: 'Withdraw my approval' }).click();
  await rui.getByRole('button', { name: 'Withdraw it' }).click();
  await expect(rui.getByText(/Withdrawn\. 2 tokens are revoked with it/)).toBeVisible();
  await fetchStatus(status());
  for (const file of [token(), workFile('journey/browser.jwt')]) {
    const refused = await verify({ token: file });
    expect([refused.code, verdict(refused.out).code]).toEqual([1, 'revoked']);
  }
  const again = await release.run('promote', release.ref, '--env', 'production');
  expect([again.code, again.out]).toEqual([3, '']);
});

test('the ledger holds the whole story, in order', async ({ as }) => {
  const aud = await as('aud');
  await aud.goto(`/ledger?model=${encodeURIComponent(MODEL)}`);
  const actions = await aud
    .getByRole('table')
    .getByRole('link', { name: /^[a-z-]+\.[a-z-]+$/ })
    .allTextContents();
  const story = ['version.registered', 'evidence.attached', 'approval.granted', 'token.issued', 'token.revoked'];
  const found = story.map((action) => actions.toReversed().indexOf(action));
  expect(found).not.toContain(-1);
  expect(found).toEqual(found.toSorted((a, b) => a - b));
});
