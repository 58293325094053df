/**
 * The sign-in provider as it describes itself (OpenID Connect Discovery 1.0 §4). Asked before anybody is sent there, so that
 * what is wrong is said in words and not by an error page; a provider that is away never keeps the server from starting.
 */
import { z } from 'zod';
import { isSafeAddress, type OidcConfig } from '../config-oidc.ts';
import { ServiceError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';

const TIMEOUT_MS = 5_000;

const Address = z.url().refine((text) => isSafeAddress(new URL(text)), 'not https');
const Metadata = z.object({
  issuer: z.url(),
  authorization_endpoint: Address,
  token_endpoint: Address,
  userinfo_endpoint: Address,
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
});

export interface Provider {
  readonly tokenAuth: 'client_secret_basic' | 'client_secret_post';
}

/** `new URL('https://x')` and `new URL('https://x/')` are one issuer; providers write it either way. */
export function sameIssuer(one: string, other: string): boolean {
  return URL.canParse(one) && URL.canParse(other) && new URL(one).href === new URL(other).href;
}

async function fetched(issuer: string): Promise<unknown> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const answer = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!answer.ok) throw new Error(`it answered ${answer.status}`);
  return answer.json();
}

/** Throws an Error whose message completes "…: ". */
async function describe({ issuer }: OidcConfig): Promise<Provider> {
  const parsed = Metadata.safeParse(await fetched(issuer));
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path, message }) => `${path.join('.')} (${message})`);
    throw new Error(`its description cannot be used: ${fields.join(', ')}`);
  }
  if (!sameIssuer(parsed.data.issuer, issuer))
    throw new Error('it calls itself by another issuer than the configured one');
  const methods = parsed.data.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  if (methods.includes('client_secret_basic')) return { tokenAuth: 'client_secret_basic' };
  if (methods.includes('client_secret_post')) return { tokenAuth: 'client_secret_post' };
  throw new Error('it takes no client secret at its token endpoint');
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it cannot be reached';
  if (error.name === 'TimeoutError') return `it did not answer within ${TIMEOUT_MS / 1000} seconds`;
  // fetch says no more than "fetch failed"; its cause says what.
  if (!(error.cause instanceof Error)) return error.message;
  const { code } = error.cause as { code?: unknown };
  return `it cannot be reached (${typeof code === 'string' ? code : error.cause.message})`;
}

/** The provider, or `unavailable` with what is wrong and who can mend it; the log has it too. */
export async function findProvider({ config, log }: Pick<Runtime, 'config' | 'log'>): Promise<Provider> {
  const { oidc } = config;
  if (!oidc) throw new ServiceError('precondition', 'No sign-in provider is configured here.', 'no-provider');
  try {
    return await describe(oidc);
  } catch (error) {
    const reason = reasonOf(error);
    log.error({ issuer: oidc.issuer, reason }, 'the sign-in provider cannot be used');
    throw new ServiceError(
      'unavailable',
      `The sign-in provider ${new URL(oidc.issuer).host} cannot be used now: ${reason}. Try again, or tell an administrator.`,
      'provider',
      [],
      10,
    );
  }
}
