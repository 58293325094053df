/**
 * Who calls: a pipeline by its bearer key, or a person by the session cookie of the browser. A cookie counts for requests
 * that change something only from our own pages (THREATS.md T62). Whoever sends a key that is not good is nobody.
 */

import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { createMiddleware } from 'hono/factory';
import type { Actor } from '#domain/access/actor.ts';
import { anonymous } from '#services/context.ts';
import { ServiceError } from '#services/errors.ts';
import { type Retry, retryOf } from '#services/idempotency.ts';
import { actorOfKey, actorOfSession } from '#services/people/read-actor.ts';
import { readSessionCookie, sessionCookieName } from '#services/people/session-cookie.ts';
import type { Runtime } from '#services/runtime.ts';
import type { Env } from './environment.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Both headers, because old browsers send neither and scripts outside browsers could forge one. */
function fromOwnPage(request: Request, origin: string): boolean {
  const site = request.headers.get('sec-fetch-site');
  return request.headers.get('origin') === origin && (site === null || site === 'same-origin');
}

async function find(runtime: Runtime, request: Request, cookie: string | undefined): Promise<Actor> {
  const authorization = request.headers.get('authorization');
  if (authorization !== null) {
    const [scheme = '', secret = '', ...rest] = authorization.split(' ');
    return scheme.toLowerCase() === 'bearer' && rest.length === 0 ? actorOfKey(runtime, secret) : anonymous;
  }
  if (cookie === undefined) return anonymous;
  if (!SAFE.has(request.method) && !fromOwnPage(request, runtime.origin)) {
    throw new ServiceError('forbidden', 'A browser session changes things only from our own pages', 'cross-site');
  }
  const session = await readSessionCookie(runtime, cookie);
  return session === null ? anonymous : actorOfSession(runtime, session);
}

/** The Idempotency-Key of a POST, if it has one, bound to what was sent with it. */
async function retryFrom(c: Context<Env>): Promise<Retry | null> {
  const key = c.req.header('idempotency-key');
  if (key === undefined) return null;
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new ServiceError('invalid', 'An Idempotency-Key is 1 to 255 printable characters', 'idempotency-key');
  }
  const { search } = new URL(c.req.url);
  return retryOf(`POST ${c.req.path}`, key, search, new Uint8Array(await c.req.arrayBuffer()));
}

export const authenticate = createMiddleware<Env>(async (c, next) => {
  const runtime = c.get('runtime');
  const cookie = getCookie(c, sessionCookieName(runtime.origin));
  const actor = await find(runtime, c.req.raw, cookie);
  const retry = c.req.method === 'POST' ? await retryFrom(c) : null;
  c.set('ctx', { runtime, actor, requestId: c.get('requestId'), ...(retry ? { retry } : {}) });
  await next();
});
