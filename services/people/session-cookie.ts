/**
 * The browser's session cookie: an Auth.js JWT (JWE, `dir`, A256CBC-HS512) that carries a session id and nothing else
 * (docs: STACK "sign-in"). next-auth writes it, app/ and api/ read it here, so that both sides agree on what it says.
 * Holding it proves nothing by itself: the session row is read on every request.
 */
import { hkdfSync } from 'node:crypto';
import { jwtDecrypt } from 'jose';
import type { Runtime } from '../runtime.ts';

/** The claim that names the session row. */
export const SESSION_CLAIM = 'sid';

/** On https the `__Host-` prefix keeps subdomains and plain http from setting it. */
export function sessionCookieName(origin: string): string {
  return origin.startsWith('https:') ? '__Host-countersign-session' : 'countersign-session';
}

/** The secret that the cookie is encrypted with. */
export function sessionSecret({ config }: Pick<Runtime, 'config'>): string {
  if (config.authSecret === undefined) throw new Error('AUTH_SECRET is not set, so nobody can sign in');
  return config.authSecret;
}

/** Auth.js derives its key from the secret and the cookie's name. */
function encryptionKey(secret: string, name: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, name, `Auth.js Generated Encryption Key (${name})`, 64));
}

/** The session id that a cookie carries; null when it is not ours, was changed, or has run out. */
export async function readSessionCookie(
  runtime: Pick<Runtime, 'config' | 'origin'>,
  cookie: string,
): Promise<string | null> {
  if (cookie.length > 4_000) return null;
  const key = encryptionKey(sessionSecret(runtime), sessionCookieName(runtime.origin));
  try {
    const { payload } = await jwtDecrypt(cookie, key, {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256CBC-HS512'],
      requiredClaims: ['exp'],
    });
    const id = payload[SESSION_CLAIM];
    return typeof id === 'string' ? id : null;
  } catch {
    return null;
  }
}
