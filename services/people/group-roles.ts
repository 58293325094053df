/**
 * Roles that come from the provider's groups, brought into line at every sign-in: what a group carries is given, with the
 * group on the grant, and goes when the group has gone. What an administrator gave is not touched by any group.
 */
import { and, eq, isNull } from 'drizzle-orm';
import { roleGrant } from '#db/schema/people.ts';
import type { Role } from '#domain/access/roles.ts';
import type { LedgerEvent } from '#domain/ledger/events.ts';
import type { OidcConfig } from '../config-oidc.ts';
import type { Tx } from '../transact.ts';
import { addGrant } from './add-person.ts';

/** The roles that these groups carry, each with the first group of the mapping that carries it. */
function carried(groups: readonly string[], mapping: OidcConfig['roles']): ReadonlyMap<Role, string> {
  const mine = new Set(groups);
  const found = new Map<Role, string>();
  for (const { group, role } of mapping) if (mine.has(group) && !found.has(role)) found.set(role, group);
  return found;
}

export async function syncGroupRoles(
  tx: Tx,
  personId: string,
  groups: readonly string[],
  mapping: OidcConfig['roles'],
): Promise<LedgerEvent[]> {
  const wanted = carried(groups, mapping);
  const held = await tx.db
    .select({
      id: roleGrant.id,
      role: roleGrant.role,
      group: roleGrant.sourceGroup,
      expiresAt: roleGrant.expiresAt,
    })
    .from(roleGrant)
    .where(and(eq(roleGrant.personId, personId), isNull(roleGrant.revokedAt)))
    .for('update');
  const events: LedgerEvent[] = [];
  const end = (id: string) => tx.db.update(roleGrant).set({ revokedAt: tx.now }).where(eq(roleGrant.id, id));
  for (const grant of held) {
    if (grant.group === null || wanted.has(grant.role as Role)) continue;
    await end(grant.id);
    const data = { role: grant.role, grant: grant.id, group: grant.group };
    events.push({ action: 'role.revoked', subject: `person:${personId}`, data });
  }
  for (const [role, group] of wanted) {
    const present = held.find((grant) => grant.role === role);
    if (present && present.expiresAt > tx.now) continue;
    // One that ran out makes room; the new one cools off like any other.
    if (present) await end(present.id);
    events.push(await addGrant(tx, { personId, role, grantedBy: null, atSetup: false, sourceGroup: group }));
  }
  return events;
}
