/**
 * A fresh sign-in for acts that a stolen session must not reach: exempting, making keys, granting approving roles
 * (THREATS.md T32). The time is the session row's, written by us when somebody signed in.
 */
import { steppedUp } from '#domain/gate/quorum.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';

/** Whether the person signed in, or confirmed, within the five minutes before `now`. */
export function isFresh(ctx: Ctx, now: Date): boolean {
  return ctx.actor.kind === 'person' && steppedUp(ctx.actor.session.authenticatedAt, now);
}

/** Throws `precondition` (`step-up`) unless the person signed in within the five minutes before `now`. */
export function requireStepUp(ctx: Ctx, now: Date): void {
  if (isFresh(ctx, now)) return;
  throw new ServiceError(
    'precondition',
    'This needs a sign-in within the last 5 minutes: confirm that it is you, then send it again.',
    'step-up',
  );
}
