// Who makes, rotates, tries out and ends webhooks: administrators, with a fresh sign-in, and every act in the ledger.

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#domain/access/actor.ts';
import { NOTICE_KINDS } from '#domain/notices/kinds.ts';
import { replayDelivery, sendTestMessage } from '../deliveries/again.ts';
import { listDeliveries } from '../deliveries/list.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { leaves } from '../testing/ledger-check.ts';
import { confirmed, type Organisation, organise } from '../testing/organisation.ts';
import { tryVerbs } from '../testing/verbs.ts';
import { disableWebhook, rotateWebhook } from './change.ts';
import { createWebhook } from './create.ts';
import { listWebhooks, readWebhook } from './list.ts';

let deployment: Deployment;
let org: Organisation;
let id = '';
let message = '';

beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
  org = { ...org, admin: await confirmed(deployment, org.admin) };
});
afterAll(() => deployment.close());

const as = (actor: Actor) => deployment.as(actor);
const hook = (url = 'https://hooks.test/in') => ({ name: 'Chat', url, kinds: [...NOTICE_KINDS] });
const refused = ['owner', 'stranger', 'reviewer', 'auditor', 'pipeline'] as const;

tryVerbs(
  {
    'makes a webhook': {
      run: async (actor) => {
        ({ id } = await createWebhook(as(actor), hook()));
      },
      by: 'admin',
      events: ['webhook.created'],
      refused,
    },
    'lists webhooks': { run: (actor) => listWebhooks(as(actor)), by: 'admin', events: null, refused },
    'reads a webhook': { run: (actor) => readWebhook(as(actor), id), by: 'admin', events: null, refused },
    'tries one out': {
      run: async (actor) => {
        message = await sendTestMessage(as(actor), id);
      },
      by: 'admin',
      events: null,
      refused,
    },
    'reads the delivery log': { run: (actor) => listDeliveries(as(actor)), by: 'admin', events: null, refused },
    'sends again what is on its way': {
      run: (actor) => replayDelivery(as(actor), message),
      by: 'admin',
      events: null,
      refused,
      never: 'precondition',
    },
    'rotates its secret': {
      run: (actor) => rotateWebhook(as(actor), id),
      by: 'admin',
      events: ['webhook.rotated'],
      refused,
    },
    'disables it': {
      run: (actor) => disableWebhook(as(actor), id),
      by: 'admin',
      events: ['webhook.disabled'],
      refused,
      again: null,
    },
  },
  () => ({ deployment, org }),
);

test('a session that is not fresh makes no webhook and rotates none', async () => {
  const stale = { ...org.admin, session: { ...org.admin.session, authenticatedAt: new Date(0) } };
  const fresh = await createWebhook(as(org.admin), hook());
  for (const attempt of [() => createWebhook(as(stale), hook()), () => rotateWebhook(as(stale), fresh.id)])
    await expect(attempt()).rejects.toMatchObject({ code: 'precondition', detail: 'step-up' });
});

test('the ledger has the host and nothing that could be a secret', async () => {
  await createWebhook(as(org.admin), hook('https://hooks.test/services/canary-path?key=canary-query'));
  const last = (await leaves(deployment)).filter(({ action }) => action === 'webhook.created').at(-1);
  expect(last?.data).toEqual({ host: 'hooks.test', kinds: [...NOTICE_KINDS] });
  expect(JSON.stringify(last) + deployment.logged()).not.toContain('canary-path');
});

test('what cannot be an address is refused before anything is written, with the field', async () => {
  const before = (await leaves(deployment)).length;
  for (const url of ['http://hooks.test/', 'https://127.0.0.1/', 'https://u:p@hooks.test/', 'https://localhost/', 'x'])
    await expect(createWebhook(as(org.admin), hook(url)), url).rejects.toMatchObject({
      code: 'invalid',
      problems: [{ path: '/url' }],
    });
  expect(await leaves(deployment)).toHaveLength(before);
});
