/** Locks in one statement what a decision rests on; see services/gate/lock.ts. */
import { sql } from 'drizzle-orm';
import type { ReviewState } from '#domain/gate/review-states.ts';
import { reading } from '../statement.ts';

export interface LockedRow {
  readonly id: string;
  readonly reviewId: string | null;
  readonly reviewState: ReviewState | null;
}

/** The version, its use case and its newest review, locked until the transaction ends; no row when not registered. */
export const lockVersion = reading<
  { namespace: string; name: string; version: string; environment: string },
  LockedRow
>(
  'lock-for-decision',
  ({ namespace, name, version, environment }) => sql`
    with v as materialized (
      select version.id, version.use_case_slug from version where version.version = ${version}
        and version.model_id = (select id from model where namespace = ${namespace} and name = ${name})
      for share of version
    ), u as materialized (
      select uv.id from use_case_version uv join use_case on use_case.id = uv.use_case_id join v on v.use_case_slug = use_case.slug
      where uv.state <> 'superseded' for share of uv
    ), w as materialized (
      select review.id, review.state from review join v on v.id = review.version_id where review.environment = ${environment}
      order by review.requested_at desc, review.id desc limit 1 for update of review
    )
    select v.id, w.id as "reviewId", w.state as "reviewState", (select count(*) from u) as "useCases" from v left join w on true`,
);
