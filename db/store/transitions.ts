// States change in one direction only, and the database itself holds to it (THREATS T39): an UPDATE that skips or turns
// back is refused, whichever code sent it. The rules are domain's and the services'; this is the wall behind them. That of
// reviews is in their migration.

import { createHash } from 'node:crypto';
import type pg from 'pg';

interface Machine {
  readonly table: string;
  readonly column: string;
  /** what a new row may say */
  readonly starts: readonly string[];
  /** what each state may turn into; staying the same is always allowed */
  readonly moves: Readonly<Record<string, readonly string[]>>;
}

export const MACHINES: readonly Machine[] = [
  {
    table: 'version',
    column: 'state',
    starts: ['active'],
    moves: { active: ['retired', 'revoked'], retired: ['revoked'], revoked: [] },
  },
  {
    table: 'use_case_version',
    column: 'state',
    starts: ['submitted'],
    moves: {
      submitted: ['approved', 'rejected', 'superseded'],
      approved: ['superseded'],
      rejected: ['superseded'],
      superseded: [],
    },
  },
  {
    table: 'exemption',
    column: 'state',
    starts: ['requested'],
    moves: { requested: ['granted', 'refused', 'withdrawn'], granted: ['withdrawn'], refused: [], withdrawn: [] },
  },
  {
    table: 'model_handover',
    column: 'state',
    starts: ['offered'],
    moves: { offered: ['accepted', 'declined', 'cancelled'], accepted: [], declined: [], cancelled: [] },
  },
];

/** Set once: what was taken back or revoked stays so. */
export const ONCE: readonly { readonly table: string; readonly column: string }[] = [
  { table: 'token', column: 'revoked_at' },
  { table: 'approval', column: 'withdrawn_at' },
];

const FUNCTIONS = `
  CREATE OR REPLACE FUNCTION public.countersign_state() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog AS $$
  DECLARE
    now_in text := to_jsonb(NEW) ->> TG_ARGV[0];
    was_in text;
  BEGIN
    IF TG_OP = 'INSERT' THEN
      IF NOT TG_ARGV[1]::jsonb ? now_in THEN
        RAISE EXCEPTION 'a new % cannot be %', TG_TABLE_NAME, now_in USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END IF;
    was_in := to_jsonb(OLD) ->> TG_ARGV[0];
    IF now_in <> was_in AND NOT coalesce((TG_ARGV[2]::jsonb -> was_in) ? now_in, false) THEN
      RAISE EXCEPTION 'a % that is % cannot become %', TG_TABLE_NAME, was_in, now_in USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END $$;
  CREATE OR REPLACE FUNCTION public.countersign_once() RETURNS trigger
  LANGUAGE plpgsql SET search_path = pg_catalog AS $$
  BEGIN
    IF to_jsonb(OLD) ->> TG_ARGV[0] IS NOT NULL
      AND to_jsonb(NEW) ->> TG_ARGV[0] IS DISTINCT FROM to_jsonb(OLD) ->> TG_ARGV[0] THEN
      RAISE EXCEPTION '% of a % is set once', TG_ARGV[0], TG_TABLE_NAME USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END $$`;

const PREFIX = 'countersign_moves_';

interface Guard {
  readonly table: string;
  readonly name: string;
  readonly create: (name: string) => string;
}

/** A guard's name tells its content, so that one that has changed is seen and replaced. */
function guard(table: string, create: Guard['create']): Guard {
  const name = PREFIX + createHash('sha256').update(create('')).digest('hex').slice(0, 12);
  return { table, name, create };
}

const GUARDS: readonly Guard[] = [
  ...MACHINES.map(({ table, column, starts, moves }) =>
    guard(
      table,
      (name) => `CREATE TRIGGER ${name} BEFORE INSERT OR UPDATE OF ${column} ON public.${table}
        FOR EACH ROW EXECUTE FUNCTION public.countersign_state('${column}', '${JSON.stringify(starts)}', '${JSON.stringify(moves)}')`,
    ),
  ),
  ...ONCE.map(({ table, column }) =>
    guard(
      table,
      (name) => `CREATE TRIGGER ${name} BEFORE UPDATE OF ${column} ON public.${table}
        FOR EACH ROW EXECUTE FUNCTION public.countersign_once('${column}')`,
    ),
  ),
];

/**
 * Idempotent. Run as owner, in the lock of the migrations; touches no table whose guard is there already. A schema that does
 * not have one of the tables, as an older one has not, has nothing to guard there.
 */
export async function guardTransitions(client: pg.ClientBase): Promise<void> {
  await client.query(FUNCTIONS);
  const { rows: tables } = await client.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
  );
  const present = new Set(tables.map(({ name }) => name));
  const { rows } = await client.query<{ table: string; name: string }>(
    `SELECT c.relname AS table, t.tgname AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
     WHERE t.tgname LIKE $1 AND c.relnamespace = 'public'::regnamespace`,
    [`${PREFIX.replaceAll('_', '\\_')}%`],
  );
  for (const { table, name } of rows) {
    if (!GUARDS.some((one) => one.table === table && one.name === name))
      await client.query(`DROP TRIGGER ${name} ON public.${table}`);
  }
  for (const { table, name, create } of GUARDS) {
    const there = rows.some((one) => one.table === table && one.name === name);
    if (!there && present.has(table)) await client.query(create(name));
  }
}
