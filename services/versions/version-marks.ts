/** What happened to versions after they were registered, read for a page of them at once from the register itself. */
import { and, count, eq, gt, inArray, isNotNull, max, min, sql } from 'drizzle-orm';
import type { Reader } from '#db/read.ts';
import { approval, review, token } from '#db/schema/gate.ts';
import { lineageEdge, manifestRevision, version } from '#db/schema/register.ts';

/** In the words of the timeline; `at` is when it happened, or last happened. */
export type Mark =
  | { readonly kind: 'revised'; readonly at: Date; readonly revision: number }
  | { readonly kind: 'requested'; readonly at: Date; readonly environment: string; readonly review: string }
  | {
      readonly kind: 'approve' | 'request-changes' | 'reject';
      readonly at: Date;
      readonly environment: string;
      readonly review: string;
      readonly capacity: string;
      readonly withdrawn: boolean;
    }
  | {
      readonly kind: 'tokens';
      readonly at: Date;
      readonly environment: string;
      readonly count: number;
      readonly revoked: number;
      readonly first: Date;
    };

export interface Parent {
  readonly relation: string;
  readonly parent: string;
}

export interface VersionMarks {
  /** by version id, oldest first */
  readonly marks: ReadonlyMap<string, readonly Mark[]>;
  readonly parents: ReadonlyMap<string, readonly Parent[]>;
}

async function reviewMarks(db: Reader, ids: readonly string[]): Promise<[string, Mark][]> {
  const asked = await db
    .select({ id: review.id, versionId: review.versionId, environment: review.environment, at: review.requestedAt })
    .from(review)
    .where(inArray(review.versionId, [...ids]));
  const given = await db
    .select({
      versionId: review.versionId,
      environment: review.environment,
      review: review.id,
      kind: approval.verdict,
      capacity: approval.capacity,
      at: approval.at,
      withdrawn: sql<boolean>`${approval.withdrawnAt} is not null`,
    })
    .from(approval)
    .innerJoin(review, eq(review.id, approval.reviewId))
    .where(inArray(review.versionId, [...ids]));
  return [
    ...asked.map(({ id, versionId, environment, at }): [string, Mark] => [
      versionId,
      { kind: 'requested', at, environment, review: id },
    ]),
    ...given.map(({ versionId, ...mark }): [string, Mark] => [versionId, mark]),
  ];
}

/** Tokens are many and alike: one mark an environment says how many, since when and how many were revoked. */
async function tokenMarks(db: Reader, ids: readonly string[]): Promise<[string, Mark][]> {
  const rows = await db
    .select({
      versionId: token.versionId,
      environment: token.environment,
      count: count(),
      revoked: sql<number>`count(*) filter (where ${isNotNull(token.revokedAt)})::int`,
      first: min(token.issuedAt),
      at: max(token.issuedAt),
    })
    .from(token)
    .where(inArray(token.versionId, [...ids]))
    .groupBy(token.versionId, token.environment);
  return rows.flatMap(({ versionId, first, at, ...mark }): [string, Mark][] =>
    first && at ? [[versionId, { kind: 'tokens', first, at, ...mark }]] : [],
  );
}

async function revisionMarks(db: Reader, ids: readonly string[]): Promise<[string, Mark][]> {
  const rows = await db
    .select({
      versionId: manifestRevision.versionId,
      revision: manifestRevision.number,
      at: manifestRevision.registeredAt,
    })
    .from(manifestRevision)
    .where(and(inArray(manifestRevision.versionId, [...ids]), gt(manifestRevision.number, 1)));
  return rows.map(({ versionId, ...mark }) => [versionId, { kind: 'revised', ...mark }]);
}

function grouped<T>(pairs: readonly (readonly [string, T])[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const [id, item] of pairs) groups.set(id, [...(groups.get(id) ?? []), item]);
  return groups;
}

export async function versionMarks(db: Reader, ids: readonly string[]): Promise<VersionMarks> {
  if (ids.length === 0) return { marks: new Map(), parents: new Map() };
  const edges = await db
    .select({ childId: lineageEdge.childId, relation: lineageEdge.relation, parent: lineageEdge.parent })
    .from(lineageEdge)
    .innerJoin(version, and(eq(version.id, lineageEdge.childId), eq(version.revision, lineageEdge.revision)))
    .where(inArray(lineageEdge.childId, [...ids]));
  const marks = grouped([
    ...(await revisionMarks(db, ids)),
    ...(await reviewMarks(db, ids)),
    ...(await tokenMarks(db, ids)),
  ]);
  for (const list of marks.values()) list.sort((a, b) => a.at.getTime() - b.at.getTime());
  return { marks, parents: grouped(edges.map(({ childId, ...edge }) => [childId, edge] as const)) };
}
