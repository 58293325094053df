/**
 * What every use of next-auth has in common: a cookie that carries a session id and nothing else, names that bind cookies to
 * this host, and no routes of its own but the provider's callback (app/auth/callback/oidc).
 */
import { CredentialsSignin, type NextAuthConfig } from 'next-auth';
import { SESSION_CLAIM, sessionCookieName, sessionSecret } from '#services/people/session-cookie.ts';
import { SESSION_LIFE_MS } from '#services/people/sign-in.ts';
import { getRuntime } from '#services/runtime.ts';

/** The provider's redirect address is `<origin>/auth/callback/oidc`. */
export const AUTH_PATH = '/auth';

/** What happened beneath one of next-auth's errors, which it wraps in its own. No message of these carries a secret. */
function causeOf(error: Error): string | undefined {
  const inner = (error.cause as { err?: unknown } | undefined)?.err ?? error.cause;
  return inner instanceof Error ? `${inner.name}: ${inner.message}` : undefined;
}

/** `sessionOf` says which session the cookie is to name: that of the user whom a provider has just returned. */
export function authBase(sessionOf: (user: unknown) => string | undefined): Omit<NextAuthConfig, 'providers'> {
  const runtime = getRuntime();
  const secure = runtime.origin.startsWith('https:');
  // Otherwise it makes up its own address from the request's headers.
  process.env.AUTH_URL = runtime.origin;
  const prefix = secure ? '__Host-countersign' : 'countersign';
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure } as const;
  const short = { ...options, maxAge: 15 * 60 };
  return {
    secret: sessionSecret(runtime),
    trustHost: true,
    basePath: AUTH_PATH,
    session: { strategy: 'jwt', maxAge: SESSION_LIFE_MS / 1000 },
    useSecureCookies: secure,
    cookies: {
      sessionToken: { name: sessionCookieName(runtime.origin), options },
      callbackUrl: { name: `${prefix}-return`, options },
      csrfToken: { name: `${prefix}-csrf`, options },
      state: { name: `${prefix}-state`, options: short },
      nonce: { name: `${prefix}-nonce`, options: short },
      pkceCodeVerifier: { name: `${prefix}-pkce`, options: short },
    },
    // Its own pages are not there: what goes wrong is said where people sign in.
    pages: { signIn: '/sign-in', error: '/sign-in' },
    callbacks: {
      // Whatever next-auth would put into the token stays out of it: a session id is all that a cookie may say.
      jwt: ({ token, user }) => ({ [SESSION_CLAIM]: sessionOf(user) ?? token[SESSION_CLAIM] }),
    },
    logger: {
      // A wrong password is not a fault, and its stack helps nobody; services/people/sign-in.ts has logged it.
      error: (error) => {
        if (error instanceof CredentialsSignin) return;
        runtime.log.warn({ failure: error.name, cause: causeOf(error) }, 'sign-in failed');
      },
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}
