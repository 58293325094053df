/** Who holds the roles that reviews and use cases wait for. */
import { and, eq, gt, inArray, isNull } from 'drizzle-orm';
import type { Reader } from '#db/read.ts';
import { person, roleGrant, teamMember } from '#db/schema/people.ts';
import { APPROVING_ROLES, isApprovingRole } from '#domain/access/roles.ts';
import type { Candidate } from '#domain/notices/reviewers.ts';

/** More holders than this, and telling every one of them helps nobody; those who held a role longest are told. */
const MAX_HOLDERS = 500;

export async function approvers(db: Reader, now: Date): Promise<readonly Candidate[]> {
  const rows = await db
    .select({ grant: roleGrant })
    .from(roleGrant)
    .innerJoin(person, and(eq(person.id, roleGrant.personId), isNull(person.disabledAt)))
    .where(
      and(inArray(roleGrant.role, [...APPROVING_ROLES]), isNull(roleGrant.revokedAt), gt(roleGrant.expiresAt, now)),
    )
    .orderBy(roleGrant.grantedAt, roleGrant.id)
    .limit(MAX_HOLDERS);
  return rows.flatMap(({ grant: { id, personId, role, grantedAt, expiresAt, grantedBy, atSetup } }) =>
    isApprovingRole(role)
      ? [{ personId, capacity: role, grant: { grantId: id, grantedAt, expiresAt, grantedBy, atSetup } }]
      : [],
  );
}

/** Who belongs or belonged to these teams, and until when. */
export async function belongers(
  db: Reader,
  teamIds: readonly string[],
): Promise<readonly { teamId: string; personId: string; until: Date | null }[]> {
  if (teamIds.length === 0) return [];
  return db
    .select({ teamId: teamMember.teamId, personId: teamMember.personId, until: teamMember.until })
    .from(teamMember)
    .where(inArray(teamMember.teamId, [...new Set(teamIds)]));
}
