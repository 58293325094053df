/** The files of an artifact, paged by position; the list is stored sorted by the bytes of the path. */
import { eq, sql } from 'drizzle-orm';
import { artifact, version } from '#db/schema/register.ts';
import type { FileEntry } from '#domain/artifact/tree.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { type Page, type PageRequest, pageOf } from '../paging.ts';
import { query } from '../transact.ts';
import { type VersionName, versionId } from './find-version.ts';

export async function listFiles(
  ctx: Ctx,
  name: VersionName,
  request: PageRequest & { readonly q?: string | undefined } = {},
): Promise<Page<FileEntry>> {
  return query(ctx, 'register.read', thing(`${name.namespace}/${name.name}@${name.version}`), async (db) => {
    const { limit, after } = pageOf(request, 1);
    const from = after ? Number(after[0]) : 0;
    const id = await versionId(db, name);
    const rows = await db
      .select({ entry: sql<FileEntry>`f.entry`, position: sql<number>`f.position::int` })
      .from(version)
      .innerJoin(artifact, eq(artifact.digest, version.artifactDigest))
      .innerJoin(sql`jsonb_array_elements(${artifact.files}) with ordinality as f(entry, position)`, sql`true`)
      .where(
        sql`${version.id} = ${id} and f.position > ${from} ${request.q ? sql`and position(lower(${request.q}) in lower(f.entry ->> 'path')) > 0` : sql``}`,
      )
      .orderBy(sql`f.position`)
      .limit(limit + 1);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      rows: shown.map(({ entry }) => entry),
      next: rows.length > limit && last ? [String(last.position)] : null,
    };
  });
}
