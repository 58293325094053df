/** Nobody else's page makes a signed-in person's browser change something (THREATS.md T62). */
import { expect, test } from './fixtures/browser.ts';
import { sessionOf } from './fixtures/people.ts';
import { catchAction, resend } from './fixtures/server-action.ts';
import { origin } from './fixtures/workspace.ts';

const FOREIGN = 'http://evil.example';
const EMAIL = 'planted@e2e.test';

const REFUSED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'no origin': {},
  'another origin': { origin: FOREIGN },
  'an origin that only begins like ours': { origin: `${origin}.evil.example` },
  'the origin of a sandboxed frame': { origin: 'null' },
  'our origin in a request that the browser calls cross-site': { origin, 'sec-fetch-site': 'cross-site' },
  'our origin in a request that the browser calls same-site': { origin, 'sec-fetch-site': 'same-site' },
};

test('a server action is taken from our own pages only', async ({ as, browser }) => {
  // Not watched: its request is caught before it leaves, which is an error in its console.
  const adm = await (await browser.newContext({ storageState: sessionOf('adm') })).newPage();
  await adm.goto('/settings/people');
  await adm.getByRole('button', { name: 'Add a person' }).click();
  const dialog = adm.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Planted');
  await dialog.getByLabel('E-mail address').fill(EMAIL);
  const action = await catchAction(adm, () => dialog.getByRole('button', { name: 'Create the account' }).click());
  const listed = async () => {
    const page = await adm.request.get(`/settings/people?q=${EMAIL}`);
    return (await page.text()).includes(`>${EMAIL}<`);
  };
  for (const [what, provenance] of Object.entries(REFUSED)) {
    const answer = await resend(adm, action, provenance);
    expect([what, answer.status()]).toEqual([what, 403]);
    expect(await answer.text()).toContain('Refused, because');
  }
  expect(await listed()).toBe(false);

  const olu = await as('olu');
  await resend(olu, action, { origin, 'sec-fetch-site': 'same-origin' });
  expect(await listed(), 'somebody who is no administrator').toBe(false);
  // The same bytes from our own page do it, so it was the provenance that was refused.
  const answer = await resend(adm, action, { origin, 'sec-fetch-site': 'same-origin' });
  expect(answer.status()).toBe(200);
  expect(await listed()).toBe(true);
  await adm.context().close();
});

test('a form on another site reaches nothing, and brings no session with it', async ({ browser }) => {
  const context = await browser.newContext({ storageState: sessionOf('adm') });
  const page = await context.newPage();
  await page.route(`${FOREIGN}/**`, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<form method="post" enctype="multipart/form-data" action="${origin}/settings/people">
        <input name="name" value="Planted"><button>Win a prize</button></form>`,
    }),
  );
  await page.goto(`${FOREIGN}/`);
  const answer = page.waitForResponse((response) => response.url().startsWith(origin));
  await page.getByRole('button', { name: 'Win a prize' }).click();
  const response = await answer;
  expect(response.status()).toBe(403);
  expect((await response.request().allHeaders()).cookie ?? '').not.toContain('countersign-session');
  await context.close();
});

test('the machine interface takes a cookie from our own pages only', async ({ as }) => {
  const olu = await as('olu');
  const data = { name: 'planted', team: 'support', models: ['support/*'], environments: ['staging'], days: 1 };
  for (const headers of [{}, { origin: FOREIGN }, { origin, 'sec-fetch-site': 'cross-site' }]) {
    const answer = await olu.request.post('/api/v1/keys', { headers, data });
    expect(answer.status()).toBe(403);
    expect(await answer.json()).toMatchObject({ code: 'cross-site' });
  }
  await olu.goto('/settings/keys');
  await expect(olu.getByRole('row', { name: /planted/ })).toHaveCount(0);
});
