/** Where a model has been let in: for each environment the version that the newest token names. */
import { sql } from 'drizzle-orm';
import type { Reader } from '#db/read.ts';
import { token } from '#db/schema/gate.ts';
import { version } from '#db/schema/register.ts';
import { knownEnvironments } from '../policies/environments.ts';
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

/** One probe of an index a version and environment, so that neither a long history nor many tokens make it slow. */
export async function promotedVersions(db: Reader, modelId: string, now: Date): Promise<Promoted[]> {
  const environments = await knownEnvironments(db);
  const rows = await db
    .select({
      environment: sql<string>`e.name`,
      version: sql<string>`p.version`,
      state: sql<VersionState>`p.state`,
      at: sql<Date>`p.issued_at`.mapWith(token.issuedAt),
      until: sql<Date>`p.expires_at`.mapWith(token.expiresAt),
      revoked: sql<boolean>`p.revoked_at is not null`,
    })
    .from(sql`unnest(${sql.param(environments)}::text[]) as e(name)`)
    .innerJoin(
      sql`lateral (select v.version, v.state, t.* from ${version} v cross join lateral (
          select k.ledger_index, k.issued_at, k.expires_at, k.revoked_at from ${token} k
          where k.version_id = v.id and k.environment = e.name order by k.ledger_index desc limit 1) as t
        where v.model_id = ${modelId} order by t.ledger_index desc limit 1) as p`,
      sql`true`,
    );
  return rows.map(({ until, revoked, ...row }) => ({ ...row, liveUntil: revoked || until <= now ? null : until }));
}
