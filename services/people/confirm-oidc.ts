/**
 * Confirming who one is through the provider: the same person has to come back, from a sign-in that the provider says was
 * just now. A provider that does not say when (`auth_time`) confirms nobody: `prompt=login` is asked for in the open, and
 * whoever sits at a forgotten browser could take it out of the address.
 */
import { steppedUp } from '#domain/gate/quorum.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { changed, mutate } from '../transact.ts';
import { freshen } from './confirm-session.ts';
import { authenticatedAt, type OidcTokens, readClaims } from './oidc-claims.ts';
import { SESSION_LIFE_MS } from './sign-in.ts';
import { findIdentity, oidcOf } from './sign-in-oidc.ts';

/** Throws `forbidden` (`other-person`), or `precondition` (`not-fresh`). Returns the session that it confirmed. */
export async function confirmWithOidc(ctx: Ctx, tokens: OidcTokens): Promise<{ readonly sessionId: string }> {
  if (ctx.actor.kind !== 'person') throw new ServiceError('unauthenticated', 'Nobody is signed in');
  const { actor } = ctx;
  const claims = readClaims(tokens, oidcOf(ctx.runtime));
  return mutate(ctx, 'account.manage', thing(`person:${actor.id}`), async (tx) => {
    const found = await findIdentity(tx, claims);
    if (found?.personId !== actor.id) {
      throw new ServiceError(
        'forbidden',
        'The provider signed in somebody else than you. Sign in there as yourself, or sign out here first.',
        'other-person',
      );
    }
    const at = authenticatedAt(claims, tx.now, SESSION_LIFE_MS);
    if (!steppedUp(at, tx.now)) {
      throw new ServiceError(
        'precondition',
        'The provider does not say that you signed in just now. It has to send auth_time and to honour max_age: tell an administrator.',
        'not-fresh',
      );
    }
    await freshen(tx, actor.session.id, at);
    const data = { session: actor.session.id, method: 'oidc' };
    return changed(
      { sessionId: actor.session.id },
      { action: 'session.confirmed', subject: `person:${actor.id}`, data },
    );
  });
}
