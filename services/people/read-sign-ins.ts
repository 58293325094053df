/** How one person can sign in: a password here, identities at the provider, and those that wait to be told whose they are. */
import { asc, eq, or } from 'drizzle-orm';
import { identity, localCredential } from '#db/schema/people.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { query } from '../transact.ts';

export interface SignIns {
  readonly hasPassword: boolean;
  readonly identities: readonly {
    readonly id: string;
    readonly issuer: string;
    readonly subject: string;
    readonly seenAt: Date;
    readonly linked: boolean;
  }[];
}

/** Of anybody, for administrators; of oneself, for everybody. */
export async function readSignIns(ctx: Ctx, personId: string): Promise<SignIns> {
  const own = ctx.actor.kind === 'person' && ctx.actor.id === personId;
  return query(ctx, own ? 'account.manage' : 'people.manage', thing(`person:${personId}`), async (db) => {
    const [password] = await db
      .select({ id: localCredential.personId })
      .from(localCredential)
      .where(eq(localCredential.personId, personId));
    const rows = await db
      .select()
      .from(identity)
      .where(or(eq(identity.personId, personId), eq(identity.claimsId, personId)))
      .orderBy(asc(identity.id))
      .limit(50);
    return {
      hasPassword: password !== undefined,
      identities: rows
        .filter((row) => row.personId === personId || row.personId === null)
        .map(({ id, issuer, subject, seenAt, personId: owner }) => ({
          id,
          issuer,
          subject,
          seenAt,
          linked: owner === personId,
        })),
    };
  });
}
