// The server refuses to work as a role that could rewrite history (P27). It looks at the login role and at every role
// it is a member of, because SET ROLE and RESET ROLE move between them at will.

import type pg from 'pg';
import { LEDGER_HISTORY_TABLES } from './roles.ts';

/** Why the session's login role must not serve, in words that follow "signs in as x, which …"; undefined when it may. */
export async function reasonToRefuse(client: pg.ClientBase): Promise<string | undefined> {
  const { rows } = await client.query<{ reason: string | null }>(
    `WITH reachable AS (
       SELECT oid, rolname, rolsuper, rolcreaterole, rolreplication FROM pg_roles WHERE pg_has_role(session_user, oid, 'MEMBER')
     ), history AS (
       SELECT oid, relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname = ANY($1)
     )
     SELECT reason FROM (
       SELECT 1, 'is a superuser' FROM reachable WHERE rolsuper
       UNION ALL SELECT 2, 'can make and grant roles (CREATEROLE)' FROM reachable WHERE rolcreaterole
       UNION ALL SELECT 3, 'can act as replication' FROM reachable WHERE rolreplication
       UNION ALL SELECT 4, format('has the powers of %s', rolname) FROM reachable
         WHERE rolname IN ('pg_write_all_data', 'pg_maintain', 'pg_write_server_files', 'pg_execute_server_program')
       UNION ALL SELECT 5, 'owns the database' FROM pg_database
         WHERE datname = current_database() AND datdba IN (SELECT oid FROM reachable)
       UNION ALL SELECT 6, 'owns the schema' FROM pg_namespace
         WHERE nspname IN ('public', 'drizzle') AND nspowner IN (SELECT oid FROM reachable)
       UNION ALL SELECT 7, format('owns the table %s', relname) FROM pg_class
         WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relowner IN (SELECT oid FROM reachable)
       UNION ALL SELECT 8, format('may %s on %s', lower(privilege), relname)
         FROM history, reachable, unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) AS privilege
         WHERE has_table_privilege(reachable.oid, history.oid, privilege)
     ) AS found (severity, reason) ORDER BY severity LIMIT 1`,
    [LEDGER_HISTORY_TABLES],
  );
  return rows[0]?.reason ?? undefined;
}

/** The server was configured with a role that DESIGN §4 forbids. */
export class UnsafeRoleError extends Error {
  override readonly name = 'UnsafeRoleError';

  constructor(
    readonly role: string,
    reason: string,
  ) {
    super(
      `DATABASE_URL signs in as "${role}", which ${reason}, so the server could rewrite its own ledger. Either give it a ` +
        'plain role (CREATE ROLE countersign_app LOGIN PASSWORD …) and put the owner in DATABASE_MIGRATION_URL, ' +
        'or, to try things out, set COUNTERSIGN_TRIAL=1: every token then says that it is from a trial.',
    );
  }
}
