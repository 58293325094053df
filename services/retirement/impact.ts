/** What would end with a version or a model, shown before the button is pressed. Counts, and the first of each by name. */
import { and, asc, count, eq, gt, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Reader } from '#db/read.ts';
import { review, token } from '#db/schema/gate.ts';
import { lineageEdge, model, version } from '#db/schema/register.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { query } from '../transact.ts';
import { type VersionName, versionId } from '../versions/find-version.ts';
import { idsOf } from './end-versions.ts';

/** Named in full; of the rest there is a number. */
const SHOWN = 10;

export interface EndImpact {
  /** live tokens by environment */
  readonly tokens: readonly { readonly environment: string; readonly count: number }[];
  readonly reviews: {
    readonly count: number;
    readonly first: readonly { readonly id: string; readonly ref: string; readonly environment: string }[];
  };
  /** versions in use made directly from it: their lineage is not sound any more */
  readonly children: { readonly count: number; readonly first: readonly { model: string; version: string }[] };
  /** of a model: versions that would be retired with it */
  readonly versions: number;
}

async function impactOf(db: Reader, ids: SQL, now: Date): Promise<EndImpact> {
  const tokens = await db
    .select({ environment: token.environment, count: count() })
    .from(token)
    .where(and(sql`${token.versionId} in ${ids}`, isNull(token.revokedAt), gt(token.expiresAt, now)))
    .groupBy(token.environment)
    .orderBy(asc(token.environment));
  const waiting = and(sql`${review.versionId} in ${ids}`, inArray(review.state, ['open', 'changes-requested']));
  const reviews = await db
    .select({
      id: review.id,
      environment: review.environment,
      ref: sql<string>`${model.namespace} || '/' || ${model.name} || '@' || ${version.version}`,
    })
    .from(review)
    .innerJoin(version, eq(version.id, review.versionId))
    .innerJoin(model, eq(model.id, version.modelId))
    .where(waiting)
    .orderBy(asc(review.requestedAt), asc(review.id))
    .limit(SHOWN);
  const child = alias(version, 'child');
  const made = and(
    sql`${lineageEdge.parentId} in ${ids}`,
    eq(child.state, 'active'),
    eq(child.revision, lineageEdge.revision),
    // What ends with it needs no warning of its own.
    sql`${child.id} not in ${ids}`,
  );
  const children = await db
    .selectDistinct({
      model: sql<string>`${model.namespace} || '/' || ${model.name}`,
      version: child.version,
    })
    .from(lineageEdge)
    .innerJoin(child, eq(child.id, lineageEdge.childId))
    .innerJoin(model, eq(model.id, child.modelId))
    .where(made)
    .orderBy(sql`1`, asc(child.version))
    .limit(SHOWN);
  const [total] = await db
    .select({ count: sql<number>`count(distinct ${child.id})::int` })
    .from(lineageEdge)
    .innerJoin(child, eq(child.id, lineageEdge.childId))
    .where(made);
  return {
    tokens,
    reviews: { count: await db.$count(review, waiting), first: reviews },
    children: { count: total?.count ?? 0, first: children },
    versions: await db.$count(version, and(sql`${version.id} in ${ids}`, eq(version.state, 'active'))),
  };
}

export async function versionImpact(ctx: Ctx, name: VersionName): Promise<EndImpact> {
  return query(ctx, 'register.read', thing(`${name.namespace}/${name.name}@${name.version}`), async (db, now) =>
    impactOf(db, idsOf({ versionId: await versionId(db, name) }), now),
  );
}

export async function modelImpact(ctx: Ctx, namespace: string, name: string): Promise<EndImpact> {
  return query(ctx, 'register.read', thing(`${namespace}/${name}`), async (db, now) => {
    const [row] = await db
      .select({ id: model.id })
      .from(model)
      .where(and(eq(model.namespace, namespace), eq(model.name, name)));
    if (!row) throw new ServiceError('not-found', `There is no model ${namespace}/${name}`);
    return impactOf(db, idsOf({ modelId: row.id }), now);
  });
}
