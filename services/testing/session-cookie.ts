/** The browser's cookie for a session, as next-auth writes it; for tests of what reads it. */
import { hkdfSync } from 'node:crypto';
import { EncryptJWT } from 'jose';
import { SESSION_CLAIM, sessionCookieName } from '../people/session-cookie.ts';
import type { Runtime } from '../runtime.ts';

/** `name=value` for a Cookie header. */
export async function sessionCookie(runtime: Runtime, sessionId: string, secret?: string): Promise<string> {
  const name = sessionCookieName(runtime.origin);
  const info = `Auth.js Generated Encryption Key (${name})`;
  const key = new Uint8Array(hkdfSync('sha256', secret ?? runtime.config.authSecret ?? '', name, info, 64));
  const value = await new EncryptJWT({ [SESSION_CLAIM]: sessionId })
    .setProtectedHeader({ alg: 'dir', enc: 'A256CBC-HS512' })
    .setIssuedAt()
    .setExpirationTime('1h')
    .encrypt(key);
  return `${name}=${value}`;
}
