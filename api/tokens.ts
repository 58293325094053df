/** Promotion tokens after they are issued: revoking, introspection, status lists. */
import { z } from '@hono/zod-openapi';
import { RevokedBody } from '#domain/wire/revocation.ts';
import { ServiceError } from '#services/errors.ts';
import { parse } from '#services/parse.ts';
import { introspect } from '#services/tokens/introspect.ts';
import { revokeToken } from '#services/tokens/revoke.ts';
import { statusList } from '#services/tokens/status-list.ts';
import { readJson } from './body.ts';
import { mount, routes } from './route.ts';

const Reason = z.strictObject({ reason: z.string().min(1).max(2_000) });
const Introspection = z.looseObject({ active: z.boolean() });

/** RFC 7662 §2.1: a form with `token`; JSON is taken too. */
async function tokenOf(c: Parameters<typeof readJson>[0]): Promise<string> {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  const body: unknown =
    type === 'application/x-www-form-urlencoded'
      ? Object.fromEntries(new URLSearchParams(await c.req.text()))
      : await readJson(c);
  const token =
    typeof body === 'object' && body !== null && Object.hasOwn(body, 'token')
      ? (body as { token: unknown }).token
      : undefined;
  if (typeof token !== 'string' || token === '')
    throw new ServiceError('invalid', 'Send the token as `token`', 'token', [{ path: '/token', message: 'Missing' }]);
  return token;
}

export function tokenRoutes() {
  const api = routes();
  mount(
    api,
    {
      method: 'post',
      path: '/api/v1/tokens/{jti}/revoke',
      tag: 'tokens',
      summary: 'Revoke a token, with a reason',
      params: z.object({ jti: z.uuid() }),
      body: Reason,
      answers: { 200: { description: 'Revoked, now or before', schema: RevokedBody } },
    },
    async (c) => {
      // Which token is said by the path alone: a `jti` in the body is an unknown field.
      const { reason } = parse(Reason, await readJson(c));
      const revoked = await revokeToken(c.get('ctx'), { jti: c.req.param('jti'), reason });
      return c.json({ ...revoked, revokedAt: revoked.revokedAt.toISOString() });
    },
  );
  mount(
    api,
    {
      method: 'post',
      path: '/api/v1/tokens/introspect',
      tag: 'tokens',
      summary: 'Is this token active now?',
      public: true,
      body: z.object({ token: z.string() }),
      answers: { 200: { description: 'RFC 7662', schema: Introspection } },
    },
    async (c) => c.json(await introspect(c.get('ctx'), await tokenOf(c))),
  );
  mount(
    api,
    {
      method: 'get',
      path: '/api/v1/tokens/status/{list}',
      tag: 'tokens',
      summary: 'A signed status list',
      public: true,
      params: z.object({ list: z.string() }),
      answers: { 200: { description: 'Token Status List', schema: 'application/statuslist+jwt' } },
    },
    async (c) => {
      const list = c.req.param('list') ?? '';
      if (!/^\d{1,9}$/.test(list)) throw new ServiceError('not-found', 'There is no such status list');
      return new Response(await statusList(c.get('runtime'), Number(list)), {
        headers: { 'content-type': 'application/statuslist+jwt', 'cache-control': 'public, max-age=15' },
      });
    },
  );
  return api;
}
