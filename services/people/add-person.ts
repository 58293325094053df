/** Puts a person with a local account into the register: the rows that set-up, an administrator's act and a demo share. */
import { localCredential, person, roleGrant } from '#db/schema/people.ts';
import type { Role } from '#domain/access/roles.ts';
import type { LedgerEvent } from '#domain/ledger/events.ts';
import { newId } from '../ids.ts';
import { keep } from '../private-text.ts';
import type { Tx } from '../transact.ts';
import { hashPassword } from './password.ts';

/** Issuer of accounts whose password we keep ourselves. */
export const LOCAL_ISSUER = 'local';

/** Approving roles expire after 12 months; so do the others, to be looked at again. */
const GRANT_LIFE_MS = 365 * 86_400_000;

export interface NewPerson {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly mustChange: boolean;
}

/** Sign-in and committer matching fold case; the address itself is kept as written. */
export function emailKey(email: string): string {
  return email.trim().normalize('NFC').toLowerCase();
}

export async function addPerson(tx: Tx, input: NewPerson): Promise<{ id: string; event: LedgerEvent }> {
  const id = newId(tx.now);
  const name = await keep(tx, input.name.trim());
  const email = await keep(tx, input.email.trim());
  await tx.db.insert(person).values({
    id,
    issuer: LOCAL_ISSUER,
    subject: id,
    nameId: name.id,
    emailId: email.id,
    emailKey: emailKey(input.email),
    // An administrator who makes an account vouches for its address.
    emailVerified: true,
    createdAt: tx.now,
  });
  await tx.db.insert(localCredential).values({
    personId: id,
    passwordHash: await hashPassword(input.password),
    mustChange: input.mustChange,
    changedAt: tx.now,
  });
  const data = { issuer: LOCAL_ISSUER, name: name.commitment, email: email.commitment };
  return { id, event: { action: 'person.created', subject: `person:${id}`, data } };
}

export async function addGrant(
  tx: Tx,
  grant: {
    readonly personId: string;
    readonly role: Role;
    readonly grantedBy: string | null;
    readonly atSetup: boolean;
    /** the provider's group that carries it */
    readonly sourceGroup?: string;
  },
): Promise<LedgerEvent> {
  const id = newId(tx.now);
  const expiresAt = new Date(tx.now.getTime() + GRANT_LIFE_MS);
  await tx.db.insert(roleGrant).values({ id, ...grant, grantedAt: tx.now, expiresAt });
  return {
    action: 'role.granted',
    subject: `person:${grant.personId}`,
    data: {
      role: grant.role,
      grant: id,
      until: expiresAt.toISOString(),
      atSetup: grant.atSetup,
      ...(grant.sourceGroup === undefined ? {} : { group: grant.sourceGroup }),
    },
  };
}
