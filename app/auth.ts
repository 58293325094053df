/**
 * next-auth, for signing in and out: it checks a credential with the service and writes a cookie that carries a session
 * id and nothing else. Its own routes are not mounted; who is signed in is read from the session row (context.ts).
 */
import NextAuth, { CredentialsSignin, type NextAuthConfig } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { anonymous } from '#services/context.ts';
import { isServiceError, type ServiceError } from '#services/errors.ts';
import { SESSION_CLAIM, sessionCookieName, sessionSecret } from '#services/people/session-cookie.ts';
import { signIn as openSession, SESSION_LIFE_MS, type SignedIn } from '#services/people/sign-in.ts';
import { getRuntime } from '#services/runtime.ts';
import { REQUEST_ID_HEADER } from './request-headers.ts';

/** A refusal of ours on its way through next-auth. */
class SignInRefused extends CredentialsSignin {
  constructor(readonly refusal: ServiceError) {
    super(refusal.message);
  }
}

type Authorize = (
  given: Partial<Record<string, unknown>>,
  request: Request,
) => Promise<{ id: string; opened: SignedIn }>;

const authorize: Authorize = async (given, request) => {
  const requestId = request.headers.get(REQUEST_ID_HEADER) ?? 'none';
  const userAgent = request.headers.get('user-agent')?.slice(0, 400) ?? undefined;
  const { email, password } = given;
  try {
    const ctx = { runtime: getRuntime(), actor: anonymous, requestId };
    const opened = await openSession(ctx, { email, password, userAgent });
    return { id: opened.personId, opened };
  } catch (error) {
    throw isServiceError(error) ? new SignInRefused(error) : error;
  }
};

function configuration(check: Authorize): NextAuthConfig {
  const runtime = getRuntime();
  const secure = runtime.origin.startsWith('https:');
  const seconds = SESSION_LIFE_MS / 1000;
  return {
    secret: sessionSecret(runtime),
    trustHost: true,
    basePath: '/api/auth',
    providers: [Credentials({ credentials: { email: {}, password: {} }, authorize: check })],
    session: { strategy: 'jwt', maxAge: seconds },
    useSecureCookies: secure,
    cookies: {
      sessionToken: {
        name: sessionCookieName(runtime.origin),
        options: { httpOnly: true, sameSite: 'lax', path: '/', secure },
      },
    },
    callbacks: {
      // Whatever next-auth would put into the token stays out of it: a session id is all that a cookie may say.
      jwt: ({ token, user }) => {
        const opened = (user as { opened?: SignedIn } | undefined)?.opened;
        return { [SESSION_CLAIM]: opened?.sessionId ?? token[SESSION_CLAIM] };
      },
    },
    logger: {
      // A wrong password is not a fault, and its stack helps nobody; services/people/sign-in.ts has logged it.
      error: (error) => {
        if (!(error instanceof CredentialsSignin)) runtime.log.error({ err: error }, 'sign-in failed');
      },
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}

/** Signs a person in: the session row, and the cookie that names it. Throws the service's refusal. */
export async function signInWithPassword(credentials: { email: string; password: string }): Promise<SignedIn> {
  let opened: SignedIn | undefined;
  const { signIn } = NextAuth(() =>
    configuration(async (given, request) => {
      const user = await authorize(given, request);
      opened = user.opened;
      return user;
    }),
  );
  try {
    await signIn('credentials', { ...credentials, redirect: false });
  } catch (error) {
    throw error instanceof SignInRefused ? error.refusal : error;
  }
  if (!opened) throw new Error('next-auth signed somebody in without asking us');
  return opened;
}

/** Takes the cookie away; ending the session row is the service's. */
export async function dropCookie(): Promise<void> {
  await NextAuth(() => configuration(authorize)).signOut({ redirect: false });
}
