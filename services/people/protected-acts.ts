/**
 * What one administrator alone could turn into an approval (DESIGN.md §2): giving approving roles or the administrator's,
 * making local accounts, resetting their passwords, linking identities. In trial mode these act at once; outside it a second
 * administrator confirms, and both are people whom the provider vouches for, since one human may well hold two local accounts.
 */
import { and, eq, gt, isNotNull, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { identity, localCredential, person, roleGrant, session } from '#db/schema/people.ts';
import { APPROVING_ROLES, isApprovingRole, type Role } from '#domain/access/roles.ts';
import type { LedgerEvent } from '#domain/ledger/events.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import type { Tx } from '../transact.ts';
import { addGrant, addPerson, emailKey } from './add-person.ts';
import { linkIdentity } from './oidc-person.ts';
import { hashPassword, randomPassword } from './password.ts';

export const PROTECTED_ROLES = [...APPROVING_ROLES, 'administrator'] as const;

export const Account = z.strictObject({
  name: z.string().trim().min(1, 'Enter a name').max(200),
  email: z.email('Enter an e-mail address').max(254),
});

export interface Performed {
  /** shown once, to be handed over */
  readonly oneTimePassword: string | null;
  /** empty when it was so already */
  readonly events: readonly LedgerEvent[];
}

/** Roles given within a day of the first administrator's arrival belong to setting up. */
const SETUP_MS = 24 * 3_600_000;

async function settingUp(tx: Tx): Promise<boolean> {
  const [first] = await tx.db
    .select({ at: sql<Date | null>`min(${person.createdAt})`.mapWith(person.createdAt) })
    .from(person);
  return first?.at != null && tx.now.getTime() - first.at.getTime() < SETUP_MS;
}

/** The person's row, locked. Throws `not-found`. */
async function lockPerson(tx: Tx, personId: string): Promise<void> {
  const [target] = await tx.db.select({ id: person.id }).from(person).where(eq(person.id, personId)).for('update');
  if (!target) throw new ServiceError('not-found', 'There is no such person');
}

export async function giveRole(tx: Tx, personId: string, role: Role, grantedBy: string | null): Promise<Performed> {
  await lockPerson(tx, personId);
  const [held] = await tx.db
    .select({ id: roleGrant.id, expiresAt: roleGrant.expiresAt })
    .from(roleGrant)
    .where(and(eq(roleGrant.personId, personId), eq(roleGrant.role, role), isNull(roleGrant.revokedAt)));
  if (held && held.expiresAt > tx.now) return { oneTimePassword: null, events: [] };
  // A grant that ran out makes room for the new one; its row stays as history.
  if (held) await tx.db.update(roleGrant).set({ revokedAt: tx.now }).where(eq(roleGrant.id, held.id));
  const event = await addGrant(tx, { personId, role, grantedBy, atSetup: await settingUp(tx) });
  return { oneTimePassword: null, events: [event] };
}

/** Throws `conflict` (`email-taken`): an address is one person's. */
export async function refuseTakenEmail(tx: Tx, email: string): Promise<void> {
  const [holder] = await tx.db
    .select({ id: person.id })
    .from(person)
    .where(eq(person.emailKey, emailKey(email)));
  if (!holder) return;
  throw new ServiceError('conflict', 'Somebody here has this e-mail address already.', 'email-taken', [
    { path: '/email', message: 'Somebody here has this address already' },
  ]);
}

export async function makeAccount(
  tx: Tx,
  account: z.infer<typeof Account>,
): Promise<{ personId: string; oneTimePassword: string; events: readonly [LedgerEvent] }> {
  await refuseTakenEmail(tx, account.email);
  const oneTimePassword = randomPassword();
  const { id, event } = await addPerson(tx, { ...account, password: oneTimePassword, mustChange: true });
  return { personId: id, oneTimePassword, events: [event] };
}

/** A new one-time password ends every session of the account: whoever asked for it may have lost the old one to somebody. */
export async function replacePassword(
  tx: Tx,
  personId: string,
): Promise<{ oneTimePassword: string; events: readonly [LedgerEvent] }> {
  await lockPerson(tx, personId);
  const oneTimePassword = randomPassword();
  const replaced = await tx.db
    .update(localCredential)
    .set({
      passwordHash: await hashPassword(oneTimePassword),
      mustChange: true,
      changedAt: tx.now,
      failures: 0,
      lockedUntil: null,
    })
    .where(eq(localCredential.personId, personId))
    .returning({ id: localCredential.personId });
  if (replaced.length === 0)
    throw new ServiceError(
      'precondition',
      'This person signs in at the provider and has no password here.',
      'no-password',
    );
  await tx.db
    .update(session)
    .set({ revokedAt: tx.now })
    .where(and(eq(session.personId, personId), isNull(session.revokedAt)));
  return { oneTimePassword, events: [{ action: 'password.reset', subject: `person:${personId}`, data: {} }] };
}

/** Only an identity that waits for this very person: its address has brought it to their door. */
export async function tieIdentity(tx: Tx, personId: string, identityId: string): Promise<Performed> {
  await lockPerson(tx, personId);
  const [found] = await tx.db
    .select({ id: identity.id, issuer: identity.issuer, subject: identity.subject, personId: identity.personId })
    .from(identity)
    .where(and(eq(identity.id, identityId), eq(identity.claimsId, personId)))
    .for('update');
  if (!found) throw new ServiceError('not-found', 'No such identity waits for this person');
  if (found.personId === personId) return { oneTimePassword: null, events: [] };
  if (found.personId !== null)
    throw new ServiceError('conflict', 'This identity is somebody else’s by now.', 'identity-linked');
  const { event } = await linkIdentity(tx, personId, found, found);
  return { oneTimePassword: null, events: [event] };
}

/** Administrators in office whom the provider vouches for. */
async function vouchedAdministrators(tx: Tx): Promise<number> {
  const rows = await tx.db
    .selectDistinct({ id: person.id })
    .from(person)
    .innerJoin(roleGrant, eq(roleGrant.personId, person.id))
    .innerJoin(identity, eq(identity.personId, person.id))
    .where(
      and(
        eq(roleGrant.role, 'administrator'),
        isNull(roleGrant.revokedAt),
        gt(roleGrant.expiresAt, tx.now),
        isNull(person.disabledAt),
        isNotNull(identity.linkedAt),
      ),
    )
    .limit(2);
  return rows.length;
}

/**
 * Throws `precondition` (`second-administrator`) where nobody may do this alone. One exception, without which there could
 * never be two: while the provider vouches for fewer than two administrators, the role of administrator is given at once.
 */
export async function requireNoSecond(tx: Tx, ctx: Ctx, role?: Role): Promise<void> {
  if (ctx.runtime.trial) return;
  if (role !== undefined && !isApprovingRole(role) && role !== 'administrator') return;
  if (role === 'administrator' && (await vouchedAdministrators(tx)) < 2) return;
  throw new ServiceError(
    'precondition',
    'Outside trial mode a second administrator has to confirm this: propose it.',
    'second-administrator',
  );
}
