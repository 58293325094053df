/** Approvals that stand on the present version of a use case: given since it was submitted, on reviews that are not over. */
import { and, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import { approval, review } from '#db/schema/gate.ts';
import { version } from '#db/schema/register.ts';

/** Joined over approval, review and version. */
export function approvalsOf(slug: string): SQL | undefined {
  return and(
    eq(version.useCaseSlug, slug),
    eq(version.state, 'active'),
    inArray(review.state, ['open', 'changes-requested', 'approved']),
    eq(approval.verdict, 'approve'),
    isNull(approval.withdrawnAt),
  );
}

/** Number and time of the version in force of the use case, as a sub-select. */
function replacedAt(slug: string, before: 0 | 1): SQL {
  return sql`(select uv.submitted_at from use_case_version uv join use_case u on u.id = uv.use_case_id
    where u.slug = ${slug} order by uv.number desc offset ${before} limit 1)`;
}

/** Those that the newest version found standing, and makes void: given after the one before it was submitted. */
export function standingOn(slug: string): SQL | undefined {
  return and(approvalsOf(slug), sql`${approval.at} >= ${replacedAt(slug, 1)}`);
}

/** Those that are void because the use case changed after them, and were not given again. */
export function voidOf(slug: string): SQL | undefined {
  return and(approvalsOf(slug), sql`${approval.at} < ${replacedAt(slug, 0)}`);
}

/** Those that count, as far as the use case goes. */
export function validOf(slug: string): SQL | undefined {
  return and(approvalsOf(slug), sql`${approval.at} >= ${replacedAt(slug, 0)}`);
}
