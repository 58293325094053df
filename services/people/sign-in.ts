/** Local sign-in: a password for a revocable session row. What failed is never said, and failing costs time. */
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { reader } from '#db/read.ts';
import { localCredential, person, session } from '#db/schema/people.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { newId } from '../ids.ts';
import { parse } from '../parse.ts';
import { changed, mutate } from '../transact.ts';
import { emailKey } from './add-person.ts';
import { checkPassword } from './check-password.ts';

/** A session ends this long after sign-in, whatever happens in it. */
export const SESSION_LIFE_MS = 12 * 3_600_000;

export const Credentials = z.strictObject({
  email: z.string().min(1).max(254),
  password: z.string().min(1).max(256),
  userAgent: z.string().max(400).optional(),
});

export interface SignedIn {
  readonly sessionId: string;
  readonly personId: string;
  readonly mustChangePassword: boolean;
  readonly expiresAt: Date;
}

/** Throws `unauthenticated` when the pair is wrong, `too-many` with `retryAfter` seconds while the account waits. */
export async function signIn(ctx: Ctx, input: unknown): Promise<SignedIn> {
  const { email, password, userAgent } = parse(Credentials, input);
  const { store } = ctx.runtime;
  const now = await ctx.runtime.now();
  const [account] = await reader(store.pool)
    .select({
      id: person.id,
      disabledAt: person.disabledAt,
      hash: localCredential.passwordHash,
      mustChange: localCredential.mustChange,
      failures: localCredential.failures,
      lockedUntil: localCredential.lockedUntil,
    })
    .from(person)
    .innerJoin(localCredential, eq(localCredential.personId, person.id))
    .where(eq(person.emailKey, emailKey(email)));
  const matches = await checkPassword(ctx, account ?? null, password, now);
  if (!account || !matches) {
    ctx.runtime.log.warn({ requestId: ctx.requestId, known: account !== undefined }, 'sign-in refused');
    throw new ServiceError(
      'unauthenticated',
      'The e-mail address and password do not match an account here.',
      'credentials',
    );
  }
  const asPerson: Ctx = { ...ctx, actor: { kind: 'system' } };
  return mutate(asPerson, 'session.start', thing(`person:${account.id}`), async (tx) => {
    const sessionId = newId(tx.now);
    const expiresAt = new Date(tx.now.getTime() + SESSION_LIFE_MS);
    await tx.db.insert(session).values({
      id: sessionId,
      personId: account.id,
      method: 'local',
      createdAt: tx.now,
      authenticatedAt: tx.now,
      expiresAt,
      userAgent: userAgent ?? null,
    });
    return changed(
      { sessionId, personId: account.id, mustChangePassword: account.mustChange, expiresAt },
      { action: 'session.started', subject: `person:${account.id}`, data: { session: sessionId, method: 'local' } },
    );
  });
}
