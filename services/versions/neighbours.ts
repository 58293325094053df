/** The versions of the same model that were registered just before and just after one. */
import { and, asc, desc, eq, sql } from 'drizzle-orm';
import { version } from '#db/schema/register.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { query } from '../transact.ts';
import { type VersionName, versionId } from './find-version.ts';

export interface Neighbours {
  readonly previous: string | null;
  readonly next: string | null;
}

export async function versionNeighbours(ctx: Ctx, name: VersionName): Promise<Neighbours> {
  return query(ctx, 'register.read', thing(`${name.namespace}/${name.name}@${name.version}`), async (db) => {
    const id = await versionId(db, name);
    const [own] = await db
      .select({ modelId: version.modelId, at: version.registeredAt })
      .from(version)
      .where(eq(version.id, id));
    if (!own) return { previous: null, next: null };
    const place = sql`(${own.at.toISOString()}::timestamptz, ${id}::uuid)`;
    const key = sql`(${version.registeredAt}, ${version.id})`;
    const [before] = await db
      .select({ version: version.version })
      .from(version)
      .where(and(eq(version.modelId, own.modelId), sql`${key} < ${place}`))
      .orderBy(desc(version.registeredAt), desc(version.id))
      .limit(1);
    const [after] = await db
      .select({ version: version.version })
      .from(version)
      .where(and(eq(version.modelId, own.modelId), sql`${key} > ${place}`))
      .orderBy(asc(version.registeredAt), asc(version.id))
      .limit(1);
    return { previous: before?.version ?? null, next: after?.version ?? null };
  });
}
