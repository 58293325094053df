/**
 * The way from a page's own script to a service, where a server action would redraw the page for every answer: own origin →
 * actor → JSON → service → JSON. Forms go through action.ts.
 */
import { headers } from 'next/headers';
import type { Ctx } from '#services/context.ts';
import { isServiceError, type ServiceErrorCode } from '#services/errors.ts';
import { getContext } from './context.ts';
import { crossSiteRefusal } from './same-origin.ts';

const STATUS: Readonly<Record<ServiceErrorCode, number>> = {
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  invalid: 422,
  precondition: 412,
  'too-many': 429,
  unavailable: 503,
};

const NO_STORE = { 'cache-control': 'private, no-store' };

function refuse(status: number, code: string, message: string, problems: readonly unknown[] = []): Response {
  return Response.json({ code, message, problems }, { status, headers: NO_STORE });
}

/** The body as text, or null when it is larger; a stream that does not end is not waited for. */
async function textOf(request: Request, maxBytes: number): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}

async function answer(work: (ctx: Ctx) => Promise<object>): Promise<Response> {
  const ctx = await getContext();
  try {
    return Response.json(await work(ctx), { headers: NO_STORE });
  } catch (error) {
    if (isServiceError(error)) return refuse(STATUS[error.code], error.detail, error.message, error.problems);
    ctx.runtime.log.error({ requestId: ctx.requestId, err: error }, 'a request of a page failed');
    return refuse(500, 'fault', `Something went wrong on our side. Quote ${ctx.requestId} to your administrator.`);
  }
}

export interface WithParams<P> {
  readonly params: Promise<P>;
}

/** A route that only reads. */
export function jsonRead<P>(read: (ctx: Ctx, params: P) => Promise<object>) {
  return async (_request: Request, { params }: WithParams<P>): Promise<Response> => {
    const given = await params;
    return answer((ctx) => read(ctx, given));
  };
}

/** A route that changes something, or that takes what one sends; for our own pages alone (THREATS.md T62). */
export function jsonSend<P>(
  { maxBytes }: { readonly maxBytes: number },
  act: (ctx: Ctx, body: unknown, params: P) => Promise<object>,
) {
  return async (request: Request, { params }: WithParams<P>): Promise<Response> => {
    const { runtime } = await getContext();
    const crossSite = crossSiteRefusal(await headers(), runtime.origin);
    if (crossSite) return refuse(403, 'cross-site', `Refused, because ${crossSite}.`);
    const text = await textOf(request, maxBytes);
    if (text === null) return refuse(413, 'too-large', `At most ${maxBytes} bytes are taken`);
    const body = text === '' ? { value: null } : parsed(text);
    if (!body) return refuse(400, 'not-json', 'The request is not JSON');
    const given = await params;
    return answer((ctx) => act(ctx, body.value, given));
  };
}
