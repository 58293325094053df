/**
 * Who gets what: every page and every server action × everybody there is, from the build's own lists, so that nothing new goes
 * unjudged. Played twice, the second time on a build without `proxy.ts` (THREATS.md T63, P23): what is refused is refused by
 * the services. The API routes have theirs in api/routes.test.ts.
 */
import type { APIRequestContext, Browser, BrowserContext } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { ACTIONS, PEOPLE, type Person, type Place } from './fixtures/access.ts';
import { PAGES } from './fixtures/access-pages.ts';
import { builtActions, callAction } from './fixtures/actions.ts';
import { type DemoServer, startDemo, visitor } from './fixtures/demo-server.ts';
import { routes } from './fixtures/routes.ts';

/** What a refusal is called; anything else means that the act was let in, and then succeeded or failed on its merits. */
const REFUSALS = new Set(['forbidden', 'unauthenticated', 'cross-site', 'setup-link']);

for (const proxy of [true, false]) {
  test.describe(proxy ? 'as built' : 'without proxy.ts', () => {
    test.describe.configure({ mode: 'default', timeout: 300_000 });
    let server: DemoServer;
    let place: Place;
    const people = new Map<Person, BrowserContext>();
    const as = (who: Person): APIRequestContext => (people.get(who) as BrowserContext).request;

    test.beforeAll(async ({ browser }) => {
      test.setTimeout(300_000);
      server = await startDemo({ proxy });
      for (const who of PEOPLE) people.set(who, await visitor(browser, server, who === 'nobody' ? null : who));
      place = { ...(await findPlace(as('rui'))), webhook: await makeWebhook(browser, server) };
    });
    test.afterAll(async () => {
      for (const context of people.values()) await context.close();
      await server.stop();
    });

    test('every page is judged, for everybody', async () => {
      const wrong: string[] = [];
      for (const [route, { address, for: welcome }] of Object.entries(PAGES)) {
        for (const who of PEOPLE) {
          const status = (await as(who).get(address(place), { maxRedirects: 0 })).status();
          const inside =
            welcome === 'anybody' || (who !== 'nobody' && welcome === 'signed-in') || welcome.includes(who);
          if ((status === 200) !== inside) wrong.push(`${route} as ${who}: ${status}`);
        }
      }
      expect(wrong).toEqual([]);
      expect(Object.keys(PAGES).sort(), 'pages without a row, or rows without a page').toEqual(routes());
    });

    test('every server action is judged, for everybody', async () => {
      const wrong: string[] = [];
      const actions = builtActions();
      // Signing out comes last: nobody would be left.
      const played = [...actions].sort(
        (a, b) => Number(a.name === 'signOutAction') - Number(b.name === 'signOutAction'),
      );
      for (const action of played) {
        const row = ACTIONS[action.name];
        if (!row) continue;
        // Those who may come last: what they do would change what the others are answered.
        const order = [...PEOPLE].sort((a, b) => Number(row.for.includes(a)) - Number(row.for.includes(b)));
        const address = PAGES[action.route]?.address(place) ?? '/';
        for (const who of order) {
          const answer = await callAction(as(who), server.origin, action, address, row.fields(place, who));
          const refused = REFUSALS.has(answer) || answer.startsWith('separation');
          if (refused === row.for.includes(who) || /^(status|fault)/.test(answer))
            wrong.push(`${action.name} as ${who}: ${answer}`);
        }
      }
      expect(wrong).toEqual([]);
      expect(
        actions.map(({ name }) => name),
        'actions without a row, or rows without an action',
      ).toEqual(Object.keys(ACTIONS).sort());
    });
  });
}

/** Things of the demo to look at, found as anybody signed in can find them. */
async function findPlace(request: APIRequestContext): Promise<Omit<Place, 'webhook'>> {
  const first = async (address: string, pattern: RegExp) => {
    const id = pattern.exec(await (await request.get(address)).text())?.[1];
    if (id === undefined) throw new Error(`${address} shows nothing of the demo`);
    return id;
  };
  return {
    review: await first('/reviews?tab=all', /\/reviews\/([0-9a-f-]{36})/),
    exemption: await first('/exemptions', /\/exemptions\/([0-9a-f-]{36})/),
  };
}

/** The demo has none: the administrator makes one, as the page does. */
async function makeWebhook(browser: Browser, server: DemoServer): Promise<string> {
  const context = await visitor(browser, server, 'adm');
  const create = builtActions().find(({ name }) => name === 'createWebhookAction');
  if (!create) throw new Error('the build makes no webhooks');
  const fields = { name: 'matrix', url: 'https://hooks.example/x', kinds: 'token.production' };
  const answer = await callAction(context.request, server.origin, create, '/settings/webhooks', fields);
  const id = /\/settings\/webhooks\/([0-9a-f-]{36})/.exec(
    await (await context.request.get('/settings/webhooks')).text(),
  );
  await context.close();
  if (!id?.[1]) throw new Error(`no webhook: ${answer}`);
  return id[1];
}
