/** Giving and taking roles. Grants keep who gave them and when, because approvals cite it; they end after 12 months. */
import { and, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { person, roleGrant } from '#db/schema/people.ts';
import { isApprovingRole, ROLES } from '#domain/access/roles.ts';
import { requireStepUp } from '../access/step-up.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { parse } from '../parse.ts';
import { changed, mutate, type Tx, unchanged } from '../transact.ts';
import { addGrant } from './add-person.ts';

export const RoleChange = z.strictObject({ personId: z.uuid(), role: z.enum(ROLES) });

/** Roles given within a day of the first administrator's arrival belong to setting up. */
const SETUP_MS = 24 * 3_600_000;

async function settingUp(tx: Tx): Promise<boolean> {
  const [first] = await tx.db
    .select({ at: sql<Date | null>`min(${person.createdAt})`.mapWith(person.createdAt) })
    .from(person);
  return first?.at != null && tx.now.getTime() - first.at.getTime() < SETUP_MS;
}

export async function grantRole(ctx: Ctx, input: unknown): Promise<void> {
  const { personId, role } = parse(RoleChange, input);
  return mutate(ctx, 'people.manage', thing(`person:${personId}`), async (tx) => {
    if (isApprovingRole(role)) requireStepUp(ctx, tx.now);
    const [target] = await tx.db.select({ id: person.id }).from(person).where(eq(person.id, personId)).for('update');
    if (!target) throw new ServiceError('not-found', 'There is no such person');
    const [held] = await tx.db
      .select({ id: roleGrant.id, expiresAt: roleGrant.expiresAt })
      .from(roleGrant)
      .where(and(eq(roleGrant.personId, personId), eq(roleGrant.role, role), isNull(roleGrant.revokedAt)));
    if (held && held.expiresAt > tx.now) return unchanged(undefined);
    // A grant that ran out makes room for the new one; its row stays as history.
    if (held) await tx.db.update(roleGrant).set({ revokedAt: tx.now }).where(eq(roleGrant.id, held.id));
    const grantedBy = ctx.actor.kind === 'person' ? ctx.actor.id : null;
    return changed(undefined, await addGrant(tx, { personId, role, grantedBy, atSetup: await settingUp(tx) }));
  });
}

export async function revokeRole(ctx: Ctx, input: unknown): Promise<void> {
  const { personId, role } = parse(RoleChange, input);
  return mutate(ctx, 'people.manage', thing(`person:${personId}`), async (tx) => {
    const inForce = and(eq(roleGrant.role, role), isNull(roleGrant.revokedAt));
    // Locking every holder keeps two administrators from removing each other at the same moment.
    const holders = await tx.db
      .select({ id: roleGrant.id, personId: roleGrant.personId })
      .from(roleGrant)
      .where(inForce)
      .for('update');
    const grant = holders.find((holder) => holder.personId === personId);
    if (!grant) return unchanged(undefined);
    if (role === 'administrator' && holders.length === 1) {
      throw new ServiceError(
        'precondition',
        'Make somebody else administrator first: a deployment needs one.',
        'last-administrator',
      );
    }
    const revokedBy = ctx.actor.kind === 'person' ? ctx.actor.id : null;
    await tx.db.update(roleGrant).set({ revokedAt: tx.now, revokedBy }).where(eq(roleGrant.id, grant.id));
    return changed(undefined, {
      action: 'role.revoked',
      subject: `person:${personId}`,
      data: { role, grant: grant.id },
    });
  });
}
