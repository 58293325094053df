/**
 * An exemption with its approvals as the gate reads it: inside the one statement of gate-facts.ts for those in force,
 * and by id for one that waits for the approval that completes it.
 */
import { type SQL, sql } from 'drizzle-orm';
import { ask, type Reader } from '../read.ts';
import { reading } from '../statement.ts';

/** Times are PostgreSQL's JSON text of a timestamptz. */
export interface ConsentRow {
  readonly id: string;
  readonly personId: string;
  readonly capacity: string;
  readonly at: string;
  readonly authenticatedAt: string;
  readonly method: 'local' | 'oidc';
  readonly disabled: boolean;
  readonly grant: {
    readonly id: string;
    readonly grantedAt: string;
    readonly expiresAt: string;
    readonly grantedBy: string | null;
    readonly atSetup: boolean;
    readonly revoked: boolean;
  } | null;
}

export interface ExemptionRow {
  readonly id: string;
  readonly requirement: string;
  /** null until it is granted */
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  readonly requestedBy: string;
  readonly approvals: readonly ConsentRow[];
  readonly renewedApprovers: readonly string[];
}

/** The JSON of one row of `exemption` named `x`. */
export const exemptionItem: SQL = sql`json_build_object('id', x.id, 'requirement', x.requirement, 'startsAt', x.starts_at,
    'endsAt', x.ends_at, 'requestedBy', x.requested_by,
    'renewedApprovers', to_json(array(select b.person_id from exemption_decision b
      where b.exemption_id = x.renews_id and b.verdict = 'approve' order by b.id)),
    'approvals', coalesce((select json_agg(json_build_object('id', xd.id, 'personId', xd.person_id, 'capacity', xd.capacity,
        'at', xd.at, 'authenticatedAt', xd.authenticated_at, 'method', xd.method, 'disabled', xp.disabled_at is not null,
        'grant', case when xg.id is null then null else json_build_object('id', xg.id, 'grantedAt', xg.granted_at,
          'expiresAt', xg.expires_at, 'grantedBy', xg.granted_by, 'atSetup', xg.at_setup, 'revoked', xg.revoked_at is not null) end)
        order by xd.id)
      from exemption_decision xd join person xp on xp.id = xd.person_id left join role_grant xg on xg.id = xd.grant_id
      where xd.exemption_id = x.id and xd.verdict = 'approve'), '[]'::json))`;

const rowsById = reading<{ ids: readonly string[] }, { item: ExemptionRow }>(
  'exemption-facts',
  ({ ids }) => sql`select ${exemptionItem} as item from exemption x where x.id = any(${ids}::uuid[])`,
);

/** By id, whatever their state; in no order. */
export async function readExemptionRows(db: Reader, ids: readonly string[]): Promise<ExemptionRow[]> {
  return (await ask(db, rowsById({ ids }))).map(({ item }) => item);
}
