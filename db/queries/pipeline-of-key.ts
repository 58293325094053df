/** The pipeline that a key belongs to, asked on every call that it makes. */
import { sql } from 'drizzle-orm';
import { reading } from '../statement.ts';

export interface PipelineRow {
  readonly id: string;
  readonly name: string;
  readonly team: string;
  readonly makerId: string;
  readonly accountableId: string | null;
  readonly models: string[];
  readonly environments: string[];
  readonly lastUsedAt: Date | null;
  /** the clock that the key was judged by */
  readonly now: Date;
}

/** No row for a key that is unknown, revoked or over, or whose maker is disabled. The database's clock unless one is given. */
export const pipelineOfKey = reading<{ hash: Buffer; clock: Date | null }, PipelineRow>(
  'pipeline-of-key',
  ({ hash, clock }) => sql`
    select k.id, k.name, team.slug as team, k.maker_id as "makerId", team.accountable_id as "accountableId", k.models,
      k.environments, k.last_used_at as "lastUsedAt", moment.now
    from (select coalesce(${clock}::timestamptz, clock_timestamp()) as now) as moment
    join pipeline_key k on k.hash = ${hash} and k.revoked_at is null and k.expires_at > moment.now
    join team on team.id = k.team_id
    join person on person.id = k.maker_id and person.disabled_at is null`,
);
