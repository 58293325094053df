/**
 * Registering step by step in the browser: from a model card to a registered version of a real folder, with nothing lost on
 * the way and nothing uploaded.
 */
import { appendFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './fixtures/browser.ts';
import { countersign } from './fixtures/command.ts';
import { begin, continueTo, field, open, saved, step, stepLink } from './fixtures/wizard.ts';
import { origin, workFile } from './fixtures/workspace.ts';

test.describe.configure({ timeout: 120_000 });

const CARD = `---
license: mit
base_model: org/base
base_model_relation: finetune
datasets: [squad]
---
# Finds the page that answers
`;
const COMMIT = 'c'.repeat(40);

/** A folder with everything that a careless digest would get wrong. */
function makeModel(name: string): string {
  const folder = workFile(`wizard/${name}`);
  mkdirSync(path.join(folder, 'weights/.cache'), { recursive: true });
  writeFileSync(path.join(folder, '.hidden'), 'hidden');
  writeFileSync(path.join(folder, 'empty'), '');
  writeFileSync(path.join(folder, 'weights/.cache/x'), name);
  writeFileSync(path.join(folder, 'weights/モデル-\u{1F9EA}.bin'), Buffer.alloc(3_000_000, name));
  writeFileSync(path.join(folder, 'weights/\u{fb01}.bin'), 'sorted otherwise by UTF-16');
  return folder;
}

async function digestOf(folder: string): Promise<string> {
  const { code, out, err } = await countersign(['digest', folder]);
  expect(code, err).toBe(0);
  return out.trim();
}

test('from a dropped model card to a registered version, its folder hashed here and nowhere else', async ({ as }) => {
  const folder = makeModel('answers');
  const olu = await as('olu');
  await open(olu);
  const transfer = await olu.evaluateHandle((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], 'README.md'));
    return data;
  }, CARD);
  await olu.getByLabel('Paste or drop a description').dispatchEvent('drop', { dataTransfer: transfer });
  await expect(
    olu.getByText(/Filled in from Hugging Face model card README\.md; \d+ questions are left/),
  ).toBeVisible();
  await expect(field(olu, 'Licence')).toHaveValue('mit');
  await expect(olu.locator('#field-model-questions')).toContainText('What is it called?');

  await field(olu, 'Model').fill('support/answers');
  await field(olu, 'Version').fill('1.0.0');
  await field(olu, 'Owner').fill('team:support');
  await continueTo(olu, 'Use case');
  await field(olu, 'Use case').fill('doc-search');
  await expect(olu.getByText('Answers from our documents', { exact: true })).toBeVisible();
  await olu.getByRole('checkbox', { name: /^internal/ }).check();
  await continueTo(olu, 'Data');
  await expect(field(olu, 'Name')).toHaveValue('squad');
  await field(olu, 'Used for').selectOption('training');
  await continueTo(olu, 'Lineage');
  await expect(field(olu, 'This version is')).toHaveValue('finetune');
  await field(olu, 'Base').fill(`hf:org/base@${COMMIT}`);
  await continueTo(olu, 'Artifact');

  const sent: string[] = [];
  olu.on('request', (request) => {
    if (request.method() !== 'GET') sent.push(request.postData() ?? '');
  });
  await olu.getByLabel('Artifact: choose a folder').setInputFiles(folder);
  const digest = await digestOf(folder);
  await expect(olu.getByText(digest)).toBeVisible();
  await expect(olu.getByText('5 files')).toBeVisible();
  await saved(olu);
  // The whole of what was sent is shorter than the one file: names, sizes and hashes.
  expect(sent.join('').length).toBeLessThan(20_000);
  expect(sent.join('')).not.toContain('answersanswers');
  await expect(field(olu, 'Path')).toHaveValue('./answers');

  await continueTo(olu, 'Review');
  const gate = olu.getByRole('group', { name: 'production' });
  await expect(gate).toContainText('Approval by any reviewer');
  await expect(olu.getByRole('group', { name: /Computed tier/ })).toContainText('low');
  await expect(olu.getByRole('group', { name: 'Problems' })).toHaveCount(0);
  const yaml = (await olu.getByRole('group', { name: 'countersign.yaml' }).textContent()) ?? '';
  const download = olu.waitForEvent('download');
  await olu.getByRole('button', { name: 'Download' }).click();
  expect(readFileSync(await (await download).path(), 'utf8')).toBe(yaml);

  await olu.getByRole('button', { name: 'Register', exact: true }).click();
  await olu.waitForURL('/models/support/answers/versions/1.0.0');
  const version = await (await olu.request.get('/api/v1/models/support/answers/versions/1.0.0')).json();
  expect(JSON.stringify(version)).toContain(digest);
  await expect(olu.getByText(/browser/).first()).toBeVisible();
  await olu.goto('/models/register');
  await expect(olu.getByRole('link', { name: 'support/answers@1.0.0' }).first()).toBeVisible();
  await expect(olu.getByRole('region', { name: 'Your drafts' }).getByText('support/answers@1.0.0')).toHaveCount(0);

  // The next version starts from this one, and how it was made is asked.
  await olu.getByRole('link', { name: 'support/answers@1.0.0' }).click();
  await expect(field(olu, 'Model')).toHaveValue('support/answers');
  await expect(field(olu, 'Version')).toHaveValue('');
  await stepLink(olu, /Lineage/).click();
  await expect(field(olu, 'Base')).toHaveValue('support/answers@1.0.0');
  await expect(olu.locator('#field-lineage-0-relation-questions')).toContainText(
    'How was it made from support/answers@1.0.0?',
  );
});

test('hostile and broken descriptions are refused with their place, and nothing is lost', async ({ as }) => {
  const olu = await as('olu');
  await begin(olu);
  await field(olu, 'Description').fill('Typed before');
  await olu.getByText('Take over what another file says').click();
  const box = olu.getByLabel('Paste or drop a description');
  const problems = olu.locator('#import-problems');
  for (const [text, says] of [
    ['model: a/b\nb: &x 1\n', /Line 2:4: an anchor is not allowed/],
    ['model: a/b\nmodel: c/d\n', /Line 2:1: .*already given on line 1/],
    ['{"@context": [1,,]}', /Line 1:17: is not JSON/],
  ] as const) {
    await box.fill(text);
    await olu.getByRole('button', { name: 'Take over what it says' }).click();
    await expect(problems).toContainText(says);
    await expect(box).toHaveValue(text);
    await expect(field(olu, 'Description')).toHaveValue('Typed before');
  }
  const binary = { name: 'README.md', mimeType: 'text/markdown', buffer: Buffer.from([65, 0xff, 0xfe]) };
  await olu.getByLabel('Description: choose a file').setInputFiles(binary);
  await expect(problems).toContainText('is not text');
  await box.fill(`owner: "<img src=x onerror=window.ran=1>"\nuseCse: x\n`);
  await olu.getByRole('button', { name: 'Take over what it says' }).click();
  await expect(olu.getByText(/Not taken over: line 2/)).toBeVisible();
  await expect(field(olu, 'Owner')).toHaveValue('<img src=x onerror=window.ran=1>');
  expect(await olu.evaluate('window.ran')).toBeUndefined();
  await expect(field(olu, 'Description')).toHaveValue('Typed before');
});

test('every problem is listed at the top, and leads to its field on whatever step', async ({ as }) => {
  const olu = await as('olu');
  await begin(olu);
  await field(olu, 'Model').fill('UPPER');
  await stepLink(olu, /Review/).click();
  await expect(step(olu, 'Review')).toBeFocused();
  await olu.getByRole('button', { name: 'Register', exact: true }).click();
  const problems = olu.getByRole('group', { name: 'Problems' });
  await expect(problems).toBeFocused();
  await problems.getByRole('button', { name: /^model must be namespace\/name/ }).press('Enter');
  await expect(field(olu, 'Model')).toBeFocused();
  await problems.getByRole('button', { name: /^useCase is missing/ }).press('Enter');
  await expect(field(olu, 'Use case')).toBeFocused();
  await problems.getByRole('button', { name: /artifact is not measured/ }).press('Enter');
  await expect(step(olu, 'Artifact')).toBeVisible();
});

test('the YAML is live, and edited by hand the form follows', async ({ as }) => {
  const olu = await as('olu');
  await begin(olu);
  const yaml = olu.getByRole('group', { name: 'countersign.yaml' });
  await field(olu, 'Version').fill('1.10');
  await expect(yaml).toContainText('version: "1.10"');
  await olu.getByRole('button', { name: 'Edit as YAML' }).click();
  const editor = olu.getByLabel('countersign.yaml, to be edited');
  await editor.fill((await editor.inputValue()).replace('model: ""', 'model: support/by-hand'));
  await expect(field(olu, 'Model')).toHaveValue('support/by-hand');
  await editor.fill('model: [');
  await expect(olu.locator('#yaml-problems')).toContainText('Line 1:');
  await expect(field(olu, 'Model')).toHaveValue('support/by-hand');
});

test('two gigabytes are hashed without the page standing still, as the command hashes them', async ({ as }) => {
  test.setTimeout(240_000);
  const folder = workFile('wizard/large');
  mkdirSync(folder, { recursive: true });
  const big = path.join(folder, 'model.safetensors');
  writeFileSync(big, 'header');
  truncateSync(big, 1_600_000_000);
  for (let part = 0; part < 8; part++)
    writeFileSync(path.join(folder, `part-${part}.bin`), Buffer.alloc(50_000_000, part));
  const olu = await as('olu');
  await begin(olu);
  await stepLink(olu, /Artifact/).click();
  await olu.evaluate(() => {
    const longest = { ms: 0 };
    Object.assign(window, { longest });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest.ms = Math.max(longest.ms, duration);
    }).observe({ type: 'longtask' });
  });
  const started = Date.now();
  await olu.getByLabel('Artifact: choose a folder').setInputFiles(folder);
  await expect(olu.getByText(/of 2\.0 GB, \d of 9 files · .*\/s/)).toBeVisible();
  await expect(olu.getByText(/2\.0 GB in 9 files/)).toBeVisible({ timeout: 120_000 });
  const seconds = (Date.now() - started) / 1000;
  const longest = await olu.evaluate(() => (window as unknown as { longest: { ms: number } }).longest.ms);
  console.log(
    `2 GB in ${seconds.toFixed(1)} s, ${(2000 / seconds).toFixed(0)} MB/s; longest task ${longest.toFixed(0)} ms`,
  );
  expect(longest).toBeLessThan(1_000);
  const digest = await digestOf(folder);
  await expect(olu.getByText(digest)).toBeVisible();

  // A file that changes under the reading is refused by its name; a cancelled reading leaves what was there.
  await olu.getByLabel('Artifact: choose a folder').setInputFiles(folder);
  await expect(olu.getByRole('progressbar')).toBeVisible();
  appendFileSync(path.join(folder, 'part-3.bin'), 'x');
  await expect(olu.getByText(/part-3\.bin.* changed while it was read/)).toBeVisible({ timeout: 120_000 });
  await olu.getByLabel('Artifact: choose a folder').setInputFiles(folder);
  await olu.getByRole('button', { name: 'Cancel' }).click();
  await expect(olu.getByText(/2\.0 GB in 9 files/)).toBeVisible();
});

test('a folder of git is hashed like any other, with a hint; one file is a tree of one', async ({ as }) => {
  const folder = makeModel('with-git');
  mkdirSync(path.join(folder, '.git'), { recursive: true });
  writeFileSync(path.join(folder, '.git/HEAD'), 'ref: refs/heads/main\n');
  const olu = await as('olu');
  await begin(olu);
  await stepLink(olu, /Artifact/).click();
  await olu.getByLabel('Artifact: choose a folder').setInputFiles(folder);
  await expect(olu.getByText('is in a .git folder', { exact: false })).toBeVisible();
  const digest = await digestOf(folder);
  await expect(olu.getByText(digest)).toBeVisible();
  const single = path.join(folder, '.hidden');
  await olu.getByLabel('Artifact: choose a single file').setInputFiles(single);
  const alone = await digestOf(single);
  await expect(olu.getByText(alone)).toBeVisible();
});

test('the page’s own requests are taken from our own pages, in their own shape, and from nobody for another person', async ({
  as,
  stranger,
}) => {
  const olu = await as('olu');
  const draft = { id: null, revision: 0, title: 't', content: {}, writer: 'tab-number-1' };
  const send = (headers: Record<string, string>, data: string, path = '/drafts') =>
    olu.request.post(path, { headers: { 'content-type': 'application/json', ...headers }, data: Buffer.from(data) });
  const statusOf = async (answer: ReturnType<typeof send>) => (await answer).status();
  const whole = JSON.stringify(draft);
  expect(await statusOf(send({}, whole))).toBe(403);
  expect(await statusOf(send({ origin: 'https://evil.example' }, whole))).toBe(403);
  expect(await statusOf(send({ origin, 'sec-fetch-site': 'cross-site' }, whole))).toBe(403);
  expect(await statusOf(send({ origin }, '{'))).toBe(400);
  expect(await statusOf(send({ origin }, '{"constructor":{},"__proto__":{}}'))).toBe(422);
  expect(await statusOf(send({ origin }, JSON.stringify({ ...draft, content: { x: 'x'.repeat(300_000) } })))).toBe(422);
  expect(await statusOf(send({ origin }, JSON.stringify({ ...draft, content: { x: 'x'.repeat(600_000) } })))).toBe(413);
  expect(await statusOf(send({ origin }, '{}', '/registration-preview'))).toBe(200);
  const nobody = await stranger.request.post('/drafts', { headers: { origin }, data: draft });
  expect(nobody.status()).toBe(401);
  expect((await send({ origin }, whole)).headers()['cache-control']).toBe('private, no-store');
});
