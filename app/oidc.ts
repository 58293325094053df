/**
 * Signing in, and confirming who one is, through the OIDC provider: next-auth does the code flow with PKCE, state and nonce;
 * the services decide who that is. Whoever is signed in when the provider sends them back is confirming.
 */
import { NextRequest, NextResponse } from 'next/server';
import NextAuth, { customFetch, type NextAuthConfig } from 'next-auth';
import type { OIDCConfig } from 'next-auth/providers';
import { isSafeAddress } from '#services/config-oidc.ts';
import { isServiceError } from '#services/errors.ts';
import { confirmWithOidc } from '#services/people/confirm-oidc.ts';
import { findProvider, type Provider } from '#services/people/oidc-provider.ts';
import { SESSION_LIFE_MS } from '#services/people/sign-in.ts';
import { oidcOf, signInWithOidc } from '#services/people/sign-in-oidc.ts';
import { getRuntime } from '#services/runtime.ts';
import { AUTH_PATH, authBase } from './auth-base.ts';
import { getContext } from './context.ts';

const TIMEOUT_MS = 10_000;

/** To the provider only over what nobody can listen to, and never for longer than somebody would wait. */
const guardedFetch: typeof fetch = (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input);
  if (!isSafeAddress(url)) throw new TypeError('the provider names an address that is not https');
  return fetch(input, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
};

function providerOf({ tokenAuth }: Provider): OIDCConfig<Record<string, unknown>> {
  const { issuer, clientId, clientSecret, scope } = oidcOf(getRuntime());
  return {
    id: 'oidc',
    name: 'OIDC',
    type: 'oidc',
    issuer,
    clientId,
    clientSecret,
    client: { token_endpoint_auth_method: tokenAuth },
    checks: ['pkce', 'state', 'nonce'],
    authorization: { params: { scope } },
    // Claims may be in the ID token or in the userinfo answer; this way both come back, and the service reads both.
    idToken: false,
    profile: ({ sub }) => ({ id: String(sub) }),
    [customFetch]: guardedFetch,
  };
}

/** Where to send the browser. Throws the service's refusal when the provider cannot be used. */
export async function startAtProvider(to: string, confirming: boolean): Promise<string> {
  const provider = providerOf(await findProvider(getRuntime()));
  const { signIn } = NextAuth(() => ({ ...authBase(() => undefined), providers: [provider] }));
  // Asking for an age makes the provider say when somebody signed in, and ask them again when that is too long ago.
  const wanted = confirming ? { prompt: 'login', max_age: '0' } : { max_age: String(SESSION_LIFE_MS / 1000) };
  return signIn('oidc', { redirect: false, redirectTo: to }, wanted);
}

/** The provider has sent somebody back. Answers with a redirect into our own pages, whatever happened. */
export async function finishAtProvider(request: NextRequest): Promise<Response> {
  const ctx = await getContext();
  const page = ctx.actor.kind === 'person' ? '/confirm' : '/sign-in';
  const back = (refused: string) => NextResponse.redirect(`${ctx.runtime.origin}${page}?refused=${refused}`);
  let provider: OIDCConfig<Record<string, unknown>>;
  try {
    provider = providerOf(await findProvider(ctx.runtime));
  } catch (error) {
    if (isServiceError(error)) return back(error.detail);
    throw error;
  }
  let sessionId: string | undefined;
  const signIn: NonNullable<NonNullable<NextAuthConfig['callbacks']>['signIn']> = async ({ account, profile }) => {
    const tokens = { idToken: account?.id_token ?? '', userinfo: profile };
    const userAgent = request.headers.get('user-agent')?.slice(0, 400) ?? undefined;
    try {
      const opened =
        ctx.actor.kind === 'person' ? await confirmWithOidc(ctx, tokens) : await signInWithOidc(ctx, tokens, userAgent);
      sessionId = opened.sessionId;
      return true;
    } catch (error) {
      if (isServiceError(error)) return `${page}?refused=${error.detail}`;
      throw error;
    }
  };
  const base = authBase(() => sessionId);
  const { handlers } = NextAuth(() => ({
    ...base,
    providers: [provider],
    pages: { signIn: page, error: page },
    callbacks: { ...base.callbacks, signIn },
  }));
  const address = `${ctx.runtime.origin}${AUTH_PATH}/callback/oidc${request.nextUrl.search}`;
  return handlers.GET(new NextRequest(address, { headers: request.headers }));
}
