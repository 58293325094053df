/**
 * Giving and taking roles. Grants keep who gave them and when, because approvals cite it; they end after 12 months. Taking
 * is the safe direction and acts at once; giving what approves needs a second administrator outside trial mode.
 */
import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { roleGrant } from '#db/schema/people.ts';
import { isApprovingRole, ROLES } from '#domain/access/roles.ts';
import { requireStepUp } from '../access/step-up.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { parse } from '../parse.ts';
import { changed, mutate, unchanged } from '../transact.ts';
import { giveRole, requireNoSecond } from './protected-acts.ts';

export const RoleChange = z.strictObject({ personId: z.uuid(), role: z.enum(ROLES) });

export async function grantRole(ctx: Ctx, input: unknown): Promise<void> {
  const { personId, role } = parse(RoleChange, input);
  return mutate(ctx, 'people.manage', thing(`person:${personId}`), async (tx) => {
    await requireNoSecond(tx, ctx, role);
    if (isApprovingRole(role)) requireStepUp(ctx, tx.now);
    const [event] = (await giveRole(tx, personId, role, ctx.actor.kind === 'person' ? ctx.actor.id : null)).events;
    return event ? changed(undefined, event) : unchanged(undefined);
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
