/** The manifest in force of a registered version. */
import { and, eq } from 'drizzle-orm';
import { manifestRevision, version } from '#db/schema/register.ts';
import { parseVersionRef } from '#domain/manifest/refs.ts';
import type { Manifest } from '#domain/manifest/schema.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { query } from '../transact.ts';
import { versionId } from './find-version.ts';

/** Throws `not-found`. */
export async function readManifest(ctx: Ctx, ref: string): Promise<Manifest> {
  return query(ctx, 'register.read', thing('register'), async (db) => {
    const parsed = parseVersionRef(ref);
    const absent = new ServiceError('not-found', `${ref} is not registered`, 'not-registered');
    if (!parsed) throw absent;
    const [namespace = '', name = ''] = parsed.model.split('/');
    const id = await versionId(db, { namespace, name, version: parsed.version });
    const [row] = await db
      .select({ manifest: manifestRevision.manifest })
      .from(version)
      .innerJoin(
        manifestRevision,
        and(eq(manifestRevision.versionId, version.id), eq(manifestRevision.number, version.revision)),
      )
      .where(eq(version.id, id));
    if (!row) throw absent;
    return row.manifest;
  });
}
