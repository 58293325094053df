/**
 * RFC 7662-shaped introspection. Anybody may ask whether a token is active; why it is not, only those who may know.
 * Judged by our own keys and our own store, now: exemption, approval and revocation act at the very next call.
 */
import { eq } from 'drizzle-orm';
import { reader } from '#db/read.ts';
import { token } from '#db/schema/gate.ts';
import { may } from '#domain/access/may.ts';
import { digestOf } from '#domain/canonical/json.ts';
import type { PromotionClaims } from '#domain/token/claims.ts';
import { readPromotionToken } from '#domain/token/read-token.ts';
import type { Ctx } from '../context.ts';

export type Introspection =
  | ({ readonly active: true; readonly token_type: 'promotion+jwt' } & PromotionClaims)
  | { readonly active: false; readonly reason?: string };

type Verdict = { readonly claims: PromotionClaims } | { readonly reason: string };

async function judge(ctx: Ctx, text: string): Promise<Verdict> {
  const read = await readPromotionToken(text, [ctx.runtime.signer.keys.promotion]);
  if (!read.ok) return { reason: read.code };
  const { claims } = read;
  if (claims.iss !== ctx.runtime.origin) return { reason: 'issuer' };
  const [row] = await reader(ctx.runtime.store.gatePool)
    .select({ claimsDigest: token.claimsDigest, revokedAt: token.revokedAt, expiresAt: token.expiresAt })
    .from(token)
    .where(eq(token.jti, claims.jti));
  // A signature of ours over claims we did not store would be a stolen key at work.
  if (!row || row.claimsDigest !== digestOf(claims)) return { reason: 'unknown' };
  if (row.revokedAt) return { reason: 'revoked' };
  if (row.expiresAt <= (await ctx.runtime.now())) return { reason: 'expired' };
  return { claims };
}

export async function introspect(ctx: Ctx, text: string): Promise<Introspection> {
  const verdict = await judge(ctx, text);
  if ('claims' in verdict) return { active: true, token_type: 'promotion+jwt', ...verdict.claims };
  const entitled = may(ctx.actor, 'token.explain', new Set()).allowed;
  return entitled ? { active: false, reason: verdict.reason } : { active: false };
}
