/** The ledger's end: its head locked, and what is appended there. services/ledger/append.ts does the counting. */
import { sql } from 'drizzle-orm';
import { reading, writing } from '../statement.ts';

export interface HeadRow {
  /** bigints arrive as text */
  readonly size: string;
  readonly tokens: string;
  readonly peaks: Buffer;
  readonly lastAt: Date;
}

/** Locked until the transaction ends: whoever comes next waits, and then reads what was committed. */
export const lockHead = reading<Record<never, never>, HeadRow>(
  'lock-head',
  () => sql`select size, tokens, peaks, last_at as "lastAt" from ledger_head where id = 1 for update`,
);

/** Entries, tree nodes and the new head. `entries` and `nodes` are lists in JSON, hashes in hex. */
export const appendEntries = writing<{
  actor: string;
  at: Date;
  entries: string;
  nodes: string;
  size: number;
  tokens: number;
  peaks: Buffer;
}>(
  'append-entries',
  ({ actor, at, entries, nodes, size, tokens, peaks }) => sql`
    with entries as (
      insert into ledger_entry (index, leaf, leaf_hash, action, actor, subject, model, at)
      select index, leaf, decode(hash, 'hex'), action, ${actor}, subject, model, ${at}::timestamptz
      from jsonb_to_recordset(${entries}::jsonb)
        as e(index bigint, leaf text, hash text, action text, subject text, model text)
    ), nodes as (
      insert into ledger_node (level, index, hash)
      select level, index, decode(hash, 'hex')
      from jsonb_to_recordset(${nodes}::jsonb) as n(level int, index bigint, hash text)
    )
    update ledger_head set size = ${size}, peaks = ${peaks}, last_at = ${at}, tokens = ${tokens} where id = 1`,
);
