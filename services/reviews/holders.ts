/** Who holds approving roles now, by name: whom a page can send somebody to who may not approve themselves. */
import { and, asc, eq, gt, inArray, isNull } from 'drizzle-orm';
import type { Reader } from '#db/read.ts';
import { person, privateText, roleGrant } from '#db/schema/people.ts';
import { isRole } from '#domain/access/roles.ts';
import type { GateFacts } from '#domain/gate/facts.ts';
import { couldFill, type Holder, type Seat } from '#domain/gate/seats.ts';
import type { Policy } from '#domain/policy/document.ts';

/** Of one role set; an organisation with more reviewers than this has no need to name them all. */
const HOLDERS = 200;
/** Names shown a seat. */
const NAMED = 5;

export interface SeatView extends Seat {
  /** who could fill it, by name; empty when it is filled */
  readonly could: readonly string[];
  /** how many more than are named */
  readonly more: number;
}

export async function seatsWithNames(
  db: Reader,
  seats: readonly Seat[],
  facts: GateFacts,
  policies: readonly [Policy, ...Policy[]],
  now: Date,
): Promise<SeatView[]> {
  const open = seats.filter(({ approvalId }) => approvalId === null);
  const roles = [...new Set(open.flatMap(({ slot }) => slot.filter((capacity) => capacity !== 'use-case-owner')))];
  const rows =
    roles.length === 0
      ? []
      : await db
          .select({ grant: roleGrant })
          .from(roleGrant)
          .innerJoin(person, eq(person.id, roleGrant.personId))
          .where(
            and(
              inArray(roleGrant.role, roles),
              isNull(roleGrant.revokedAt),
              gt(roleGrant.expiresAt, now),
              isNull(person.disabledAt),
            ),
          )
          .orderBy(asc(roleGrant.grantedAt), asc(roleGrant.id))
          .limit(HOLDERS);
  const holders = rows.flatMap(({ grant }): Holder[] =>
    isRole(grant.role) ? [{ ...grant, role: grant.role, grantId: grant.id }] : [],
  );
  const could = new Map(open.map((seat) => [seat.id, couldFill(seat, facts, policies, holders, now)]));
  const wanted = [...new Set([...could.values()].flatMap((ids) => ids.slice(0, NAMED)))];
  const names = new Map(
    wanted.length === 0
      ? []
      : (
          await db
            .select({ id: person.id, name: privateText.text })
            .from(person)
            .innerJoin(privateText, eq(privateText.id, person.nameId))
            .where(and(inArray(person.id, wanted), isNull(person.disabledAt)))
        ).map(({ id, name }) => [id, name ?? 'Erased person'] as const),
  );
  return seats.map((seat) => {
    const ids = could.get(seat.id) ?? [];
    const named = ids.slice(0, NAMED).flatMap((id) => names.get(id) ?? []);
    return { ...seat, could: named, more: Math.max(0, ids.length - NAMED) };
  });
}
