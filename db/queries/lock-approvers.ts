/** Locks the standing of those who approved a review; see services/gate/lock.ts. */
import { sql } from 'drizzle-orm';
import { namedRows } from '../named.ts';
import type { Writer } from '../write.ts';

/** After the review's row is locked, so that no approval comes or goes: the people, and the roles they approved in. */
export async function lockApprovers(db: Writer, reviewId: string): Promise<void> {
  await namedRows(
    db,
    'lock-approvers',
    sql`
    with given as materialized (
      select person_id, grant_id from approval
      where review_id = ${reviewId} and verdict = 'approve' and withdrawn_at is null
    ), people as materialized (
      select id from person where id in (select person_id from given) order by id for share
    ), grants as materialized (
      select id from role_grant where id in (select grant_id from given) order by id for share
    )
    select (select count(*) from people) + (select count(*) from grants) as locked`,
  );
}
