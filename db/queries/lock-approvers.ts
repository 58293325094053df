/** Locks the standing of those who approved a review or an exemption; see services/gate/lock.ts. */
import { sql } from 'drizzle-orm';
import { reading } from '../statement.ts';

/**
 * The people, and the roles they approved in. After the rows of version and review are locked, so that no approval and
 * no exemption comes or goes.
 */
export const lockApprovers = reading<
  { namespace: string; name: string; version: string; environment: string },
  { reviewId: string | null }
>(
  'lock-approvers',
  ({ namespace, name, version, environment }) => sql`
    with v as materialized (
      select version.id from version where version.version = ${version}
        and version.model_id = (select id from model where namespace = ${namespace} and name = ${name})
    ), newest as materialized (
      select review.id from review join v on v.id = review.version_id where review.environment = ${environment}
      order by review.requested_at desc, review.id desc limit 1
    ), given as materialized (
      select person_id, grant_id from approval
      where review_id = (select id from newest) and verdict = 'approve' and withdrawn_at is null
      union all
      select d.person_id, d.grant_id from exemption x join exemption_decision d on d.exemption_id = x.id
      where x.version_id = (select id from v) and x.environment = ${environment} and x.state = 'granted'
        and d.verdict = 'approve'
    ), people as materialized (
      select id from person where id in (select person_id from given) order by id for share
    ), grants as materialized (
      select id from role_grant where id in (select grant_id from given) order by id for share
    )
    select (select id from newest) as "reviewId", (select count(*) from people) + (select count(*) from grants) as locked`,
);
