/**
 * Whether a password is the account's, for signing in, confirming and changing it: failing costs time, an account at a
 * time, and all doors share the count.
 */
import { eq } from 'drizzle-orm';
import { clearSignInFailures, countSignInFailure } from '#db/bookkeeping.ts';
import { reader } from '#db/read.ts';
import { localCredential, person } from '#db/schema/people.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { passwordMatches } from './password.ts';

export interface LocalAccount {
  readonly id: string;
  readonly disabledAt: Date | null;
  readonly hash: string;
  readonly failures: number;
  readonly lockedUntil: Date | null;
}

/** Takes as long for nobody. Throws `too-many` with `retryAfter` seconds while the account waits. */
export async function checkPassword(
  ctx: Ctx,
  account: LocalAccount | null,
  password: string,
  now: Date,
): Promise<boolean> {
  const { pool } = ctx.runtime.store;
  if (account?.lockedUntil && account.lockedUntil > now) {
    const wait = Math.ceil((account.lockedUntil.getTime() - now.getTime()) / 1000);
    throw new ServiceError('too-many', `Too many failed attempts. Try again in ${wait} s.`, 'sign-in-delay', [], wait);
  }
  const matches = await passwordMatches(password, account?.hash ?? null);
  if (!account) return false;
  if (!matches || account.disabledAt) {
    await countSignInFailure(pool, account.id);
    return false;
  }
  if (account.failures > 0) await clearSignInFailures(pool, account.id);
  return true;
}

/** As `checkPassword`, for somebody who is signed in. False when the person has no password here. */
export async function isOwnPassword(ctx: Ctx, personId: string, password: string): Promise<boolean> {
  const [account] = await reader(ctx.runtime.store.pool)
    .select({
      id: person.id,
      disabledAt: person.disabledAt,
      hash: localCredential.passwordHash,
      failures: localCredential.failures,
      lockedUntil: localCredential.lockedUntil,
    })
    .from(localCredential)
    .innerJoin(person, eq(person.id, localCredential.personId))
    .where(eq(localCredential.personId, personId));
  return checkPassword(ctx, account ?? null, password, await ctx.runtime.now());
}
