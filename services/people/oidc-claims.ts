/**
 * What the provider says of somebody, in our words. Hostile input: the values are the provider's, and people choose some of
 * them. next-auth has checked the ID token's issuer, audience, times and nonce; what it says wins over the userinfo answer.
 */
import { decodeJwt } from 'jose';
import { z } from 'zod';
import type { OidcConfig } from '../config-oidc.ts';
import { ServiceError } from '../errors.ts';
import { sameIssuer } from './oidc-provider.ts';

export interface OidcTokens {
  readonly idToken: string;
  readonly userinfo: unknown;
}

export interface Claims {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  readonly email: string | null;
  readonly emailVerified: boolean;
  /** seconds since 1970; null when the provider does not say */
  readonly authTime: number | null;
  readonly groups: readonly string[];
}

const Text = z.string().trim().min(1).max(500);
const Said = z.object({
  iss: z.string(),
  sub: z.string().min(1).max(255),
  name: Text.optional().catch(undefined),
  preferred_username: Text.optional().catch(undefined),
  email: z.email().max(254).optional().catch(undefined),
  email_verified: z.boolean().optional().catch(undefined),
  auth_time: z.number().int().positive().optional().catch(undefined),
});
const Groups = z.union([z.array(z.string()).max(5_000), z.string().transform((one) => [one])]);

function unusable(): ServiceError {
  return new ServiceError('forbidden', 'What the sign-in provider says of you cannot be used.', 'claims');
}

/** Throws `forbidden` (`claims`) when issuer and subject are not there, or are another provider's. */
export function readClaims({ idToken, userinfo }: OidcTokens, { issuer, groupsClaim }: OidcConfig): Claims {
  let token: Record<string, unknown>;
  try {
    token = decodeJwt(idToken);
  } catch {
    throw unusable();
  }
  const told = typeof userinfo === 'object' && userinfo !== null ? (userinfo as Record<string, unknown>) : {};
  if (told.sub !== undefined && told.sub !== token.sub) throw unusable();
  const all = new Map([...Object.entries(told), ...Object.entries(token)]);
  const said = Said.safeParse(Object.fromEntries(all));
  if (!said.success || !sameIssuer(said.data.iss, issuer)) throw unusable();
  const { sub, name, preferred_username: username, email, email_verified: verified, auth_time: authTime } = said.data;
  const groups = Groups.safeParse(all.get(groupsClaim));
  return {
    issuer: said.data.iss,
    subject: sub,
    name: (name ?? username ?? email ?? sub).slice(0, 200),
    email: email ?? null,
    emailVerified: email !== undefined && verified === true,
    authTime: authTime ?? null,
    groups: groups.success ? groups.data : [],
  };
}

/**
 * When the person signed in at the provider, never later than now. A provider that does not say was asked for a sign-in
 * within `maxAgeMs`, and is believed no more than that: such a session is never a fresh one.
 */
export function authenticatedAt({ authTime }: Claims, now: Date, maxAgeMs: number): Date {
  return new Date(authTime === null ? now.getTime() - maxAgeMs : Math.min(authTime * 1000, now.getTime()));
}
