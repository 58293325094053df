/** Who calls and what it runs in, for pages and actions. Read once a request; the session row is read every time. */
import 'server-only';
import { cookies, headers } from 'next/headers';
import { forbidden, notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import type { Person } from '#domain/access/actor.ts';
import { anonymous, type Ctx } from '#services/context.ts';
import { isServiceError } from '#services/errors.ts';
import { actorOfSession } from '#services/people/read-actor.ts';
import { readSessionCookie, sessionCookieName } from '#services/people/session-cookie.ts';
import { getRuntime } from '#services/runtime.ts';
import { PATH_HEADER, REQUEST_ID_HEADER } from './request-headers.ts';

/** A context in which somebody is signed in. */
export type PersonCtx = Ctx & { readonly actor: Person };

/** Where somebody whose password another chose has to go first. */
const ACCOUNT_PATH = '/settings/account';

export const getContext = cache(async (): Promise<Ctx> => {
  const runtime = getRuntime();
  const requestId = (await headers()).get(REQUEST_ID_HEADER) ?? 'none';
  const cookie = (await cookies()).get(sessionCookieName(runtime.origin))?.value;
  const session = cookie === undefined ? null : await readSessionCookie(runtime, cookie);
  const actor = session === null ? anonymous : await actorOfSession(runtime, session);
  return { runtime, actor, requestId };
});

/** As `getContext`; a page that nobody is signed in to leads to the sign-in and back. */
export async function requirePerson(): Promise<PersonCtx> {
  const ctx = await getContext();
  const { actor } = ctx;
  const path = (await headers()).get(PATH_HEADER) ?? '/';
  if (actor.kind === 'person') {
    if (actor.mustChangePassword && !path.startsWith(ACCOUNT_PATH)) redirect(`${ACCOUNT_PATH}?change`);
    return { ...ctx, actor };
  }
  redirect(path === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(path)}`);
}

/** Why this request was refused, for the page that says so. */
export const refusal = cache((): { reason: string | null } => ({ reason: null }));

/** Reads for a page. What a service refuses becomes the page for it, with the reason; faults go to error.tsx. */
export async function load<T>(read: (ctx: PersonCtx) => Promise<T>): Promise<T> {
  const ctx = await requirePerson();
  try {
    return await read(ctx);
  } catch (error) {
    if (!isServiceError(error)) throw error;
    refusal().reason = error.message;
    if (error.code === 'forbidden') forbidden();
    // An address that asks for something malformed leads nowhere, like one whose thing is not there.
    if (error.code === 'not-found' || error.code === 'invalid') notFound();
    throw error;
  }
}
