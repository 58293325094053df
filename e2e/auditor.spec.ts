/**
 * An auditor's day: from a question about a model to the decision, to the entry in the log, to files at home that check
 * themselves. What is checked at home is checked here with Node's own hashing and nothing of ours.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Download, Page } from '@playwright/test';
import { expect, test } from './fixtures/browser.ts';

const sha256 = (...parts: readonly Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();

/** The root that a leaf's hash leads to by its audit path (RFC 9162 §2.1.3.2). */
function rootOf(leaf: Buffer, index: number, size: number, path: readonly Buffer[]): Buffer {
  let [node, last, root] = [index, size - 1, leaf];
  for (const sibling of path) {
    if (node % 2 === 1 || node === last) {
      root = sha256(Buffer.of(1), sibling, root);
      while (node % 2 === 0 && node !== 0) [node, last] = [node >> 1, last >> 1];
    } else {
      root = sha256(Buffer.of(1), root, sibling);
    }
    [node, last] = [node >> 1, last >> 1];
  }
  if (last !== 0) throw new Error('the audit path is too short');
  return root;
}

/** A C2SP tlog-proof, taken apart by its lines. */
function parts(text: string) {
  const [proof = '', note = ''] = [text.slice(0, text.indexOf('\n\n')), text.slice(text.indexOf('\n\n') + 2)];
  const lines = proof.split('\n').slice(1);
  const value = (name: string) => lines.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? '';
  const [origin = '', size = '', root = ''] = note.split('\n');
  return {
    leaf: Buffer.from(value('extra'), 'base64'),
    index: Number(value('index')),
    path: lines.filter((line) => !line.includes(' ') && line !== '').map((line) => Buffer.from(line, 'base64')),
    origin,
    size: Number(size),
    root,
  };
}

async function bytesOf(download: Download): Promise<Buffer> {
  return readFileSync(await download.path());
}

async function take(page: Page, name: string | RegExp): Promise<Buffer> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name }).first().click(),
  ]);
  return bytesOf(download);
}

test('from the register to an entry of the log, whose proof leads to the signed root by arithmetic alone', async ({
  as,
}) => {
  const aud = await as('aud');
  await aud.goto('/models');
  await aud.getByRole('searchbox', { name: /^Name, description/ }).fill('doc-search');
  await aud.getByRole('searchbox', { name: /^Name, description/ }).press('Enter');
  await aud.getByRole('link', { name: 'support/doc-search', exact: true }).click();
  await expect(aud.getByRole('heading', { level: 1, name: 'support/doc-search' })).toBeVisible();

  await aud.goto('/ledger?action=token.issued&model=support%2Fdoc-search');
  await aud
    .getByRole('table')
    .getByRole('row', { name: /token\.issued/ })
    .last()
    .getByRole('link')
    .first()
    .click();
  const section = aud.getByRole('region', { name: /^Entry \d+: token\.issued$/ });
  await expect(section).toContainText('support/doc-search@1.0.0');
  const index = Number(/Entry (\d+)/.exec((await section.textContent()) ?? '')?.[1]);

  const proof = parts((await take(aud, 'Download its proof')).toString('utf8'));
  expect(proof.index).toBe(index);
  expect(JSON.parse(proof.leaf.toString('utf8'))).toMatchObject({
    action: 'token.issued',
    subject: 'support/doc-search@1.0.0',
  });
  const leafHash = sha256(Buffer.of(0), proof.leaf);
  await expect(section).toContainText(leafHash.toString('hex'));
  expect(rootOf(leafHash, proof.index, proof.size, proof.path).toString('base64')).toBe(proof.root);
  const head = await aud.request.get('/ledger/checkpoint');
  expect((await head.text()).split('\n')[0]).toBe(proof.origin);
});

test('evidence comes home as the bytes that were judged', async ({ as }) => {
  const aud = await as('aud');
  await aud.goto('/models/support/doc-search/versions/1.0.0?environment=staging');
  const evidence = aud.getByRole('group', { name: 'Evidence' });
  const link = evidence.locator('a[download]').first();
  const address = (await link.getAttribute('href')) ?? '';
  const row = evidence.getByRole('row').filter({ has: aud.locator(`a[href="${address}"]`) });
  const [download] = await Promise.all([aud.waitForEvent('download'), link.click()]);
  const digest = sha256(await bytesOf(download)).toString('hex');
  expect(await row.innerHTML()).toContain(digest);
});

test('what was exempted, by whom and what used it is found; nothing can be changed', async ({ as }) => {
  const aud = await as('aud');
  await aud.goto('/exemptions');
  await expect(aud.getByRole('table')).toContainText('support/page-finder');
  for (const address of [
    '/exemptions',
    '/reviews?tab=all',
    '/models/support/doc-search/versions/1.0.0',
    '/use-cases',
  ]) {
    await aud.goto(address);
    await expect(aud.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(
      aud.getByRole('main').getByRole('button', { name: /^(Approve|Reject|Issue|Request|Withdraw|Retire|Revoke)/ }),
      address,
    ).toHaveCount(0);
  }
});
