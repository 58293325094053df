/** The person behind an identity of the provider: made at the first sign-in, kept up to date at the others. */
import { eq } from 'drizzle-orm';
import { identity, person, privateText } from '#db/schema/people.ts';
import type { LedgerEvent } from '#domain/ledger/events.ts';
import { newId } from '../ids.ts';
import { keep } from '../private-text.ts';
import type { Tx } from '../transact.ts';
import { emailKey } from './add-person.ts';
import type { Claims } from './oidc-claims.ts';

/** Only a verified address counts for anything; another is shown and matched with nothing. */
export function verifiedKey({ email, emailVerified }: Claims): string | null {
  return email !== null && emailVerified ? emailKey(email) : null;
}

/** Whose address it is here, verified or not: an address that comes twice is two accounts of one human, or a trap. */
export async function holderOf(tx: Tx, { email }: Claims): Promise<string | null> {
  if (email === null) return null;
  const [holder] = await tx.db
    .select({ id: person.id })
    .from(person)
    .where(eq(person.emailKey, emailKey(email)));
  return holder?.id ?? null;
}

export async function makePerson(tx: Tx, claims: Claims): Promise<{ personId: string; events: LedgerEvent[] }> {
  const personId = newId(tx.now);
  const { issuer, subject } = claims;
  const name = await keep(tx, claims.name);
  const email = await keep(tx, claims.email ?? '');
  await tx.db.insert(person).values({
    id: personId,
    issuer,
    subject,
    nameId: name.id,
    emailId: email.id,
    emailKey: verifiedKey(claims),
    emailVerified: claims.emailVerified,
    createdAt: tx.now,
  });
  const data = { issuer, name: name.commitment, email: email.commitment };
  return { personId, events: [{ action: 'person.created', subject: `person:${personId}`, data }] };
}

/** Ties an identity to a person, whether it waited for that or is seen for the first time. */
export async function linkIdentity(
  tx: Tx,
  personId: string,
  found: { readonly id: string } | null,
  { issuer, subject }: Pick<Claims, 'issuer' | 'subject'>,
): Promise<{ identityId: string; event: LedgerEvent }> {
  const identityId = found?.id ?? newId(tx.now);
  if (found) await tx.db.update(identity).set({ personId, linkedAt: tx.now }).where(eq(identity.id, identityId));
  else
    await tx.db
      .insert(identity)
      .values({ id: identityId, issuer, subject, personId, seenAt: tx.now, linkedAt: tx.now });
  const event: LedgerEvent = {
    action: 'identity.linked',
    subject: `person:${personId}`,
    data: { identity: identityId, issuer },
  };
  return { identityId, event };
}

/**
 * Takes over what the provider calls somebody whom it made known to us. An address that has passed to somebody else there
 * stops being this person's here: committers are matched by it.
 */
export async function updatePerson(tx: Tx, personId: string, claims: Claims): Promise<LedgerEvent[]> {
  const [row] = await tx.db
    .select({ issuer: person.issuer, nameId: person.nameId, emailId: person.emailId, key: person.emailKey })
    .from(person)
    .where(eq(person.id, personId));
  // A local account that was linked keeps the name and address that administrators gave it.
  if (!row || row.issuer !== claims.issuer) return [];
  const holder = await holderOf(tx, claims);
  const key = holder === null || holder === personId ? verifiedKey(claims) : null;
  const said = new Map([
    [row.nameId, claims.name],
    [row.emailId, claims.email ?? ''],
  ]);
  const kept = await tx.db
    .select({ id: privateText.id, text: privateText.text })
    .from(privateText)
    .where(eq(privateText.id, row.nameId))
    .union(
      tx.db
        .select({ id: privateText.id, text: privateText.text })
        .from(privateText)
        .where(eq(privateText.id, row.emailId)),
    );
  if (row.key === key && kept.every(({ id, text }) => text === said.get(id))) return [];
  const [name, email] = [await keep(tx, claims.name), await keep(tx, claims.email ?? '')];
  await tx.db
    .update(person)
    .set({ nameId: name.id, emailId: email.id, emailKey: key, emailVerified: key !== null })
    .where(eq(person.id, personId));
  const data = { name: name.commitment, email: email.commitment, emailVerified: key !== null };
  return [{ action: 'person.changed', subject: `person:${personId}`, data }];
}
