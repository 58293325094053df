/** The team that claimed a namespace. */
import { sql } from 'drizzle-orm';
import { reading } from '../statement.ts';

export const namespaceTeam = reading<{ namespace: string }, { slug: string }>(
  'namespace-team',
  ({ namespace }) => sql`
    select team.slug from namespace join team on team.id = namespace.team_id where namespace.name = ${namespace}`,
);
