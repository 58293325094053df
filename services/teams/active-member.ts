/** Whether somebody is an active member of a team, held so until the transaction ends: nobody leaves or is disabled meanwhile. */
import { and, eq, isNull } from 'drizzle-orm';
import { person, teamMember } from '#db/schema/people.ts';
import type { Tx } from '../transact.ts';

export async function holdsMember(tx: Tx, teamId: string, personId: string): Promise<boolean> {
  const rows = await tx.db
    .select({ id: teamMember.id })
    .from(teamMember)
    .innerJoin(person, eq(person.id, teamMember.personId))
    .where(
      and(
        eq(teamMember.teamId, teamId),
        eq(teamMember.personId, personId),
        isNull(teamMember.until),
        isNull(person.disabledAt),
      ),
    )
    .for('share');
  return rows.length > 0;
}
