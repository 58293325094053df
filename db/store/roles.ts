// Two roles on PostgreSQL (DESIGN §4, THREATS T41, P27): the owner migrates, the app works and cannot rewrite ledger
// history. Grants are the first line. Triggers are the second, on both stores: they also stop an owner's slip.

import pg from 'pg';

/** Tables whose rows are written once. The app role may SELECT and INSERT, nobody may UPDATE, DELETE or TRUNCATE. */
export const LEDGER_HISTORY_TABLES = ['ledger_entry', 'ledger_node', 'checkpoint'] as const;

const GUARDS = ['countersign_append_only_rows', 'countersign_append_only_truncate'] as const;

/** Idempotent. Run as owner, in the lock of the migrations. Throws when a history table does not exist. */
export async function guardHistory(client: pg.ClientBase): Promise<void> {
  await client.query(`
    CREATE OR REPLACE FUNCTION public.countersign_refuse_history_change() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog AS $$
    BEGIN
      RAISE EXCEPTION 'the ledger is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
    END $$`);
  for (const table of LEDGER_HISTORY_TABLES) {
    const { rows } = await client.query<{ guards: number }>(
      `SELECT count(*)::int AS guards FROM pg_trigger
       WHERE tgrelid = ('public.' || quote_ident($1))::regclass AND tgname = ANY($2) AND tgenabled = 'A'`,
      [table, GUARDS],
    );
    // Replacing a trigger locks the table against writers, so a replica that starts must not do it needlessly.
    if (rows[0]?.guards === GUARDS.length) continue;
    await client.query(`
      CREATE OR REPLACE TRIGGER ${GUARDS[0]} BEFORE UPDATE OR DELETE ON public.${table}
        FOR EACH ROW EXECUTE FUNCTION public.countersign_refuse_history_change();
      CREATE OR REPLACE TRIGGER ${GUARDS[1]} BEFORE TRUNCATE ON public.${table}
        FOR EACH STATEMENT EXECUTE FUNCTION public.countersign_refuse_history_change();
      ALTER TABLE public.${table} ENABLE ALWAYS TRIGGER ${GUARDS[0]};
      ALTER TABLE public.${table} ENABLE ALWAYS TRIGGER ${GUARDS[1]}`);
  }
}

/**
 * Gives `appRole` what the server needs, and takes everything else away. Idempotent; run as owner, in the lock.
 * @param appRole the name as the database gives it (`session_user`)
 */
export async function grantToApp(client: pg.ClientBase, appRole: string): Promise<void> {
  const role = pg.escapeIdentifier(appRole);
  const history = LEDGER_HISTORY_TABLES.map((table) => `public.${table}`).join(', ');
  await client.query(`
    REVOKE CREATE ON SCHEMA public FROM PUBLIC, ${role};
    GRANT USAGE ON SCHEMA public, drizzle TO ${role};
    GRANT SELECT ON ALL TABLES IN SCHEMA drizzle TO ${role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${role};
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ${role};
    REVOKE ALL ON ${history} FROM PUBLIC, ${role};
    GRANT SELECT, INSERT ON ${history} TO ${role}`);
}
