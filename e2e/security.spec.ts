/** What a browser is told about every page, and what hostile text does on it: nothing. */

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { submitUseCase } from './fixtures/acts.ts';
import { expect, test } from './fixtures/browser.ts';
import { HOSTILE, sessionOf, type Who } from './fixtures/people.ts';
import { makeRelease, openReview } from './fixtures/release.ts';
import { VISITS } from './fixtures/routes.ts';

const policyOf = (headers: Readonly<Record<string, string>>) => headers['content-security-policy'] ?? '';

/** The one style attribute that is obeyed, by the hash of its text. */
const HIDING = `; style-src-attr 'unsafe-hashes' 'sha256-${createHash('sha256').update('display:none').digest('base64')}'`;

test('every page comes with its headers, and no page of a person is kept by a cache', async ({ as, stranger }) => {
  const signedIn = new Map<Who | null, Page>([[null, stranger]]);
  for (const [route, { as: who, address }] of Object.entries(VISITS)) {
    const page = signedIn.get(who) ?? (await as(who ?? 'olu'));
    signedIn.set(who, page);
    const headers = (await page.request.get(address())).headers();
    expect([route, headers['cache-control']]).toEqual([route, 'private, no-store']);
    expect([route, headers]).toMatchObject([
      route,
      {
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      },
    ]);
    expect(policyOf(headers)).toMatch(/^default-src 'none'; script-src 'self' 'nonce-[^']+' 'strict-dynamic';/);
    expect(policyOf(headers).replace(HIDING, '')).not.toContain('unsafe');
    expect(headers['x-powered-by']).toBeUndefined();
  }
});

test('the nonce is another one each time', async ({ stranger }) => {
  const nonces = [1, 2, 3].map(async () => policyOf((await stranger.request.get('/sign-in')).headers()));
  expect(new Set(await Promise.all(nonces)).size).toBe(3);
});

test('the policy is at work: injected markup runs nothing, and that is reported', async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const reports: string[] = [];
  await page.exposeFunction('report', (directive: string) => reports.push(directive));
  await page.addInitScript(`addEventListener('securitypolicyviolation', (e) => report(e.effectiveDirective))`);
  await page.goto('/sign-in');
  await page.evaluate(() => {
    document.body.insertAdjacentHTML('beforeend', `<img src="x" onerror="window.ran = 'markup'">`);
  });
  await expect.poll(() => reports).toContain('script-src-attr');
  expect(await page.evaluate('window.ran')).toBeUndefined();
  await context.close();
});

test('of style attributes only the one that React streams is obeyed', async ({ browser }) => {
  const page = await (await browser.newContext()).newPage();
  const reports: string[] = [];
  await page.exposeFunction('report', (directive: string) => reports.push(directive));
  await page.addInitScript(`addEventListener('securitypolicyviolation', (e) => report(e.effectiveDirective))`);
  await page.goto('/sign-in');
  const shown = (markup: string) =>
    page.evaluate((html) => {
      document.body.insertAdjacentHTML('beforeend', html);
      return getComputedStyle(document.body.lastElementChild as Element).display;
    }, markup);
  expect(await shown('<svg style="display:none"></svg>')).toBe('none');
  expect(reports).toEqual([]);
  expect(await shown('<p style="display:none;color:red"></p>')).toBe('block');
  await expect.poll(() => reports).toEqual(['style-src-attr']);
  await page.context().close();
});

test('the session cookie is out of reach of scripts and of other sites', async ({ as }) => {
  const page = await as('olu');
  await page.goto('/');
  const cookie = (await page.context().cookies()).find(({ name }) => name === 'countersign-session');
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
  expect(await page.evaluate(() => document.cookie)).not.toContain('countersign-session');
  // Encrypted: nothing about the person is in it.
  expect(readFileSync(sessionOf('olu'), 'utf8')).not.toContain('olu@e2e.test');
});

test('nobody sees a page without signing in, and comes back to it afterwards', async ({ stranger }) => {
  for (const { as: who, address } of Object.values(VISITS)) {
    if (who === null) continue;
    await stranger.goto(address());
    const { pathname, searchParams } = new URL(stranger.url());
    expect([address(), pathname]).toEqual([address(), '/sign-in']);
    if (address() !== '/') expect(searchParams.get('next')).toBe(address());
  }
  expect((await stranger.request.get('/api/v1/models')).status()).toBe(401);
});

test('the sign-in leads nowhere else', async ({ as }) => {
  const page = await as('olu');
  for (const next of ['https://evil.example/', '//evil.example/', '/\\evil.example/', 'javascript:window.ran=1']) {
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    expect(new URL(page.url()).hostname).toBe('localhost');
  }
});

test('pages and acts are for those whose part they are', async ({ as }) => {
  for (const [who, status] of [
    ['olu', 403],
    ['res', 403],
    ['aud', 200],
    ['rui', 200],
    ['adm', 200],
  ] as const) {
    const page = await as(who);
    const answer = await page.goto('/ledger');
    expect([who, answer?.status()]).toEqual([who, status]);
    if (status === 403) await expect(page.getByRole('heading', { name: 'Not for you' })).toBeVisible();
  }
  const olu = await as('olu');
  await olu.goto('/settings/people');
  await expect(olu.getByRole('row', { name: /olu@e2e.test/ })).toBeVisible();
  await expect(olu.getByRole('button', { name: 'Add a person' })).toHaveCount(0);
  const aud = await as('aud');
  await aud.goto('/models/support/doc-search/versions/1.0.0?environment=staging');
  await expect(aud.getByText('Members of the owning team, and its pipelines, ask for promotion.')).toBeVisible();
  await expect(aud.getByRole('button', { name: /^(Issue|Request|Attach)/ })).toHaveCount(0);
});

/** The hostile text is on the page as text: its markup did not run and its turning character is named. */
async function expectHarmless(page: Page, address: string, times: number): Promise<void> {
  await page.goto(address);
  const shown = page.getByText(`<img src=x onerror="window.ran='`);
  await expect(shown.first(), address).toBeVisible();
  expect(await shown.count(), address).toBeGreaterThanOrEqual(times);
  await expect(page.getByTitle('Hidden character U+202E').first(), address).toBeVisible();
  expect(await page.evaluate('window.ran'), address).toBeUndefined();
  await expect(page.locator('img')).toHaveCount(0);
}

test('hostile names, titles, comments and evidence are text, with what they hide in sight', async ({ as }) => {
  test.setTimeout(120_000);
  const [mal, rui, adm] = [await as('mal'), await as('rui'), await as('adm')];
  await expectHarmless(adm, '/settings/people', 1);
  await expectHarmless(mal, '/settings/account', 2);

  await submitUseCase(mal, { slug: 'hostile', title: `Title ${HOSTILE}`, description: `Text ${HOSTILE}` });
  await expectHarmless(mal, '/use-cases/hostile', 3);
  await expectHarmless(mal, '/use-cases', 1);

  const release = await makeRelease({ model: 'support/hostile', useCase: 'doc-search', seed: 4 });
  const manifest = readFileSync(release.file('countersign.yaml'), 'utf8');
  const description = JSON.stringify(`<img src=x onerror="window.ran='manifest'"><script>window.ran=1</script>`);
  writeFileSync(
    release.file('countersign.yaml'),
    manifest.replace(/^description: .*$/m, `description: ${description}`),
  );
  const reviewId = await openReview(release, 'staging');
  const report = release.file(`report"><script>window.ran='file'</script>.json`.replaceAll('/', '_'));
  writeFileSync(report, JSON.stringify({ result: 'pass', findings: [] }));
  const attach = ['evidence', 'attach', release.ref, '--type', 'document', '--file', report];
  expect((await release.run(...attach, '--producer', `Tool ${HOSTILE}`)).code).toBe(0);

  await rui.goto(`/reviews/${reviewId}`);
  await rui.getByLabel('Comment').fill(`Comment ${HOSTILE}`);
  await rui.getByRole('button', { name: 'Request changes' }).click();
  await expect(rui.getByRole('region', { name: 'Conversation' })).toContainText('requested changes');
  await expectHarmless(rui, `/reviews/${reviewId}`, 2);
  await expectHarmless(rui, '/models/support/hostile/versions/1.0.0', 2);
});

test('a manifest that hides characters is refused, with the place', async () => {
  const release = await makeRelease({ model: 'support/hidden', useCase: 'doc-search', seed: 5 });
  const manifest = readFileSync(release.file('countersign.yaml'), 'utf8');
  const hidden = manifest.replace(/^description: .*$/m, 'description: "ends \\u202E here"');
  writeFileSync(release.file('countersign.yaml'), hidden);
  const refused = await release.run('register');
  expect(refused.code).toBe(1);
  expect(refused.err).toMatch(/countersign\.yaml:\d+:\d+ .*202e/i);
});

test('evidence is a download that no browser opens as a page of ours', async ({ as }) => {
  const page = await as('olu');
  await page.goto('/models/support/doc-search/versions/1.0.0');
  const link = page.getByRole('region', { name: 'Evidence' }).getByRole('link', { name: 'scan.json' });
  const answer = await page.request.get((await link.getAttribute('href')) ?? '');
  expect(answer.headers()).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  });
  expect(answer.headers()['content-disposition']).toMatch(/^attachment;/);
  expect(await answer.json()).toMatchObject({ result: 'pass' });
});
