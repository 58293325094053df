/** Pipeline keys: made and ended by a signed-in person (CONTRACT.md §4). */
import { z } from '@hono/zod-openapi';
import { createKey, NewKey } from '#services/keys/create-key.ts';
import { revokeKey } from '#services/keys/revoke-key.ts';
import { readJson } from './body.ts';
import { mount, routes } from './route.ts';

const CreatedBody = z.object({ id: z.string(), secret: z.string().describe('shown once'), expiresAt: z.string() });

export function keyRoutes() {
  const api = routes();
  mount(
    api,
    {
      method: 'post',
      path: '/api/v1/keys',
      tag: 'pipelines',
      summary: 'Make a pipeline key',
      body: NewKey,
      answers: { 201: { description: 'The key, shown once', schema: CreatedBody } },
    },
    async (c) => {
      const created = await createKey(c.get('ctx'), await readJson(c));
      return c.json({ ...created, expiresAt: created.expiresAt.toISOString() }, 201);
    },
  );
  mount(
    api,
    {
      method: 'delete',
      path: '/api/v1/keys/{id}',
      tag: 'pipelines',
      summary: 'End a pipeline key',
      params: z.object({ id: z.uuid() }),
      answers: { 204: { description: 'Ended', schema: 'text/plain' } },
    },
    async (c) => {
      await revokeKey(c.get('ctx'), c.req.param('id') ?? '');
      return c.body(null, 204);
    },
  );
  return api;
}
