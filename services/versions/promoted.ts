/** Where a model has been let in: for each environment the version that the newest token names. */
import { asc, eq, max } from 'drizzle-orm';
import type { Reader } from '#db/read.ts';
import { token } from '#db/schema/gate.ts';
import { version } from '#db/schema/register.ts';
import type { VersionState } from './register-filter.ts';

export interface Promoted {
  readonly environment: string;
  readonly version: string;
  readonly state: VersionState;
  /** when its newest token was issued */
  readonly at: Date;
  /** until when that token can be used; null when it has ended or was revoked */
  readonly liveUntil: Date | null;
}

/** The newest token of each environment is found in the index alone, so that a long history stays cheap. */
export async function promotedVersions(db: Reader, modelId: string, now: Date): Promise<Promoted[]> {
  const newest = db
    .select({ index: max(token.ledgerIndex).as('newest_index') })
    .from(version)
    .innerJoin(token, eq(token.versionId, version.id))
    .where(eq(version.modelId, modelId))
    .groupBy(token.environment)
    .as('newest');
  const rows = await db
    .select({
      environment: token.environment,
      version: version.version,
      state: version.state,
      at: token.issuedAt,
      until: token.expiresAt,
      revokedAt: token.revokedAt,
    })
    .from(newest)
    .innerJoin(token, eq(token.ledgerIndex, newest.index))
    .innerJoin(version, eq(version.id, token.versionId))
    .orderBy(asc(token.environment));
  return rows.map(({ until, revokedAt, ...row }) => ({
    ...row,
    liveUntil: revokedAt !== null || until <= now ? null : until,
  }));
}
