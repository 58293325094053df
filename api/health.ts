/** Live, and ready: the database answers, the signer signs, the ledger's head is there. */
import { z } from '@hono/zod-openapi';
import { readiness } from '#services/boot/readiness.ts';
import { mount, routes } from './route.ts';

const Ready = z.object({ ready: z.boolean(), checks: z.record(z.string(), z.boolean()) });

export function healthRoutes() {
  const api = routes();
  mount(
    api,
    {
      method: 'get',
      path: '/healthz',
      tag: 'operation',
      summary: 'The process answers',
      public: true,
      answers: { 200: { description: 'Live', schema: 'text/plain' } },
    },
    (c) => c.text('ok\n'),
  );
  mount(
    api,
    {
      method: 'get',
      path: '/readyz',
      tag: 'operation',
      summary: 'Database, signer and ledger are there',
      public: true,
      answers: { 200: { description: 'Ready', schema: Ready } },
    },
    async (c) => {
      const state = await readiness(c.get('runtime'));
      return c.json(state, state.ready ? 200 : 503);
    },
  );
  return api;
}
