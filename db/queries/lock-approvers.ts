/** Locks the standing of those who approved a review or an exemption; see services/gate/lock.ts. */
import { sql } from 'drizzle-orm';
import { namedRows } from '../named.ts';
import type { Writer } from '../write.ts';

/**
 * The people, and the roles they approved in. After the rows of version and review are locked, so that no approval and
 * no exemption comes or goes.
 */
export async function lockApprovers(
  db: Writer,
  { id, reviewId }: { readonly id: string; readonly reviewId: string | null },
  environment: string,
): Promise<void> {
  await namedRows(
    db,
    'lock-approvers',
    sql`
    with given as materialized (
      select person_id, grant_id from approval
      where review_id = ${reviewId} and verdict = 'approve' and withdrawn_at is null
      union all
      select d.person_id, d.grant_id from exemption x join exemption_decision d on d.exemption_id = x.id
      where x.version_id = ${id} and x.environment = ${environment} and x.state = 'granted' and d.verdict = 'approve'
    ), people as materialized (
      select id from person where id in (select person_id from given) order by id for share
    ), grants as materialized (
      select id from role_grant where id in (select grant_id from given) order by id for share
    )
    select (select count(*) from people) + (select count(*) from grants) as locked`,
  );
}
