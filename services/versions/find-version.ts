/** Finding a version by its name. */
import { and, eq } from 'drizzle-orm';
import type { Reader } from '#db/read.ts';
import { model, version } from '#db/schema/register.ts';
import { ServiceError } from '../errors.ts';

export interface VersionName {
  readonly namespace: string;
  readonly name: string;
  readonly version: string;
}

/** The id of a registered version. Throws `not-found`. */
export async function versionId(db: Reader, wanted: VersionName): Promise<string> {
  const [row] = await db
    .select({ id: version.id })
    .from(version)
    .innerJoin(model, eq(model.id, version.modelId))
    .where(
      and(eq(model.namespace, wanted.namespace), eq(model.name, wanted.name), eq(version.version, wanted.version)),
    );
  if (!row)
    throw new ServiceError(
      'not-found',
      `${wanted.namespace}/${wanted.name}@${wanted.version} is not registered`,
      'not-registered',
    );
  return row.id;
}
