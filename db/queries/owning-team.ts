/** The team that owns a model: its own, which a handover changes, or before the first registration its namespace's. */
import { sql } from 'drizzle-orm';
import { reading } from '../statement.ts';

export interface OwningTeam {
  readonly slug: string;
  readonly accountableId: string | null;
  /** who answers for it has no account any more */
  readonly accountableLeft: boolean;
}

export const owningTeam = reading<{ namespace: string; name: string }, OwningTeam>(
  'owning-team',
  ({ namespace, name }) => sql`
    select t.slug, t.accountable_id as "accountableId", p.disabled_at is not null as "accountableLeft"
    from team t left join person p on p.id = t.accountable_id
    where t.id = coalesce((select m.team_id from model m where m.namespace = ${namespace} and m.name = ${name}),
      (select n.team_id from namespace n where n.name = ${namespace}))`,
);
