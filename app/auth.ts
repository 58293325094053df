/**
 * Signing in with a password, and signing out: next-auth checks the credential with the service and writes the cookie
 * (auth-base.ts). Who is signed in is read from the session row (context.ts).
 */
import NextAuth, { CredentialsSignin, type NextAuthConfig } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { anonymous } from '#services/context.ts';
import { isServiceError, type ServiceError } from '#services/errors.ts';
import { signIn as openSession, type SignedIn } from '#services/people/sign-in.ts';
import { getRuntime } from '#services/runtime.ts';
import { authBase } from './auth-base.ts';
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
  return {
    ...authBase((user) => (user as { opened?: SignedIn } | undefined)?.opened?.sessionId),
    providers: [Credentials({ credentials: { email: {}, password: {} }, authorize: check })],
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
